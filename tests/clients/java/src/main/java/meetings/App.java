package meetings;

import com.azure.identity.ClientSecretCredentialBuilder;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.graph.models.Identity;
import com.microsoft.graph.models.IdentitySet;
import com.microsoft.graph.models.LobbyBypassScope;
import com.microsoft.graph.models.LobbyBypassSettings;
import com.microsoft.graph.models.MeetingParticipantInfo;
import com.microsoft.graph.models.MeetingParticipants;
import com.microsoft.graph.models.OnlineMeeting;
import com.microsoft.graph.models.OnlineMeetingPresenters;
import com.microsoft.graph.models.OnlineMeetingRole;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.onlinemeetings.createorget.CreateOrGetPostRequestBody;
import com.microsoft.kiota.authentication.AzureIdentityAuthenticationProvider;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Microsoft's Graph SDK for Java, as its README uses it. */
public final class App {
    private static final Map<String, String> ENV = System.getenv();
    private static final JsonObject WANTED = JsonParser.parseString(ENV.get("MEETING")).getAsJsonObject();

    public static void main(String[] arguments) {
        var meetings = service().users().byUserId(ENV.get("MSGRAPH_USER_ID")).onlineMeetings();
        var created = meetings.createOrGet().post(body());
        tell("create", created);
        // A body that was sent has no changes left to send: this SDK would send an empty object.
        tell("create again", meetings.createOrGet().post(body()));
        var one = meetings.byOnlineMeetingId(created.getId());
        tell("update", one.patch(changes()));
        tell("get", one.get());
        var filter = "JoinWebUrl eq '" + created.getJoinWebUrl() + "'";
        var found = meetings.get(request -> request.queryParameters.filter = filter);
        found.getValue().forEach(meeting -> tell("find", meeting));
        one.delete();
        print("delete", Map.of());
        try {
            tell("get after delete", one.get());
        } catch (ODataError problem) {
            tell(problem);
        }
    }

    private static GraphServiceClient service() {
        var endpoint = ENV.get("MSGRAPH_ENDPOINT");
        var credential = new ClientSecretCredentialBuilder()
                .tenantId(ENV.get("AZURE_TENANT_ID"))
                .clientId(ENV.get("AZURE_CLIENT_ID"))
                .clientSecret(ENV.get("AZURE_CLIENT_SECRET"));
        if (endpoint == null) {
            return new GraphServiceClient(credential.build());
        }
        credential.authorityHost(ENV.get("AZURE_AUTHORITY_HOST")).disableInstanceDiscovery();
        String[] hosts = {URI.create(endpoint).getHost()};
        var provider = new AzureIdentityAuthenticationProvider(credential.build(), hosts, endpoint + "/.default");
        var client = new GraphServiceClient(provider);
        client.getRequestAdapter().setBaseUrl(endpoint + "/v1.0");
        return client;
    }

    private static CreateOrGetPostRequestBody body() {
        var body = new CreateOrGetPostRequestBody();
        body.setStartDateTime(OffsetDateTime.parse(WANTED.get("startDateTime").getAsString()));
        body.setEndDateTime(OffsetDateTime.parse(WANTED.get("endDateTime").getAsString()));
        body.setSubject(WANTED.get("subject").getAsString());
        body.setExternalId(WANTED.get("externalId").getAsString());
        body.setParticipants(attendees(null));
        return body;
    }

    private static OnlineMeeting changes() {
        var lobby = new LobbyBypassSettings();
        lobby.setScope(LobbyBypassScope.Everyone);
        var changes = new OnlineMeeting();
        changes.setSubject("Changed by the SDK");
        changes.setAllowedPresenters(OnlineMeetingPresenters.RoleIsPresenter);
        changes.setLobbyBypassSettings(lobby);
        changes.setParticipants(attendees(OnlineMeetingRole.Coorganizer));
        return changes;
    }

    private static MeetingParticipants attendees(OnlineMeetingRole role) {
        var people = new ArrayList<MeetingParticipantInfo>();
        for (JsonElement person : WANTED.getAsJsonObject("participants").getAsJsonArray("attendees")) {
            var given = person.getAsJsonObject();
            var user = new Identity();
            user.setId(given.getAsJsonObject("identity").getAsJsonObject("user").get("id").getAsString());
            var identity = new IdentitySet();
            identity.setUser(user);
            var attendee = new MeetingParticipantInfo();
            attendee.setIdentity(identity);
            attendee.setUpn(given.get("upn").getAsString());
            attendee.setRole(role);
            people.add(attendee);
        }
        var participants = new MeetingParticipants();
        participants.setAttendees(people);
        return participants;
    }

    private static void tell(String step, OnlineMeeting meeting) {
        List<Map<String, String>> attendees = new ArrayList<>();
        for (var person : meeting.getParticipants().getAttendees()) {
            var seen = new LinkedHashMap<String, String>();
            seen.put("id", person.getIdentity().getUser().getId());
            seen.put("upn", person.getUpn());
            seen.put("role", person.getRole().getValue());
            attendees.add(seen);
        }
        var seen = new LinkedHashMap<String, Object>();
        seen.put("id", meeting.getId());
        seen.put("externalId", meeting.getExternalId());
        seen.put("subject", meeting.getSubject());
        seen.put("start", meeting.getStartDateTime().toString());
        seen.put("end", meeting.getEndDateTime().toString());
        seen.put("attendees", attendees);
        seen.put("allowedPresenters", meeting.getAllowedPresenters().getValue());
        seen.put("lobby", meeting.getLobbyBypassSettings().getScope().getValue());
        seen.put("joinWebUrl", meeting.getJoinWebUrl());
        print(step, seen);
    }

    private static void tell(ODataError problem) {
        var seen = new LinkedHashMap<String, Object>();
        seen.put("error", problem.getClass().getSimpleName());
        seen.put("status", problem.getResponseStatusCode());
        seen.put("code", problem.getError().getCode());
        seen.put("message", problem.getError().getMessage());
        seen.put("requestId", problem.getError().getInnerError().getRequestId());
        print("get after delete", seen);
    }

    private static void print(String step, Map<String, Object> seen) {
        var line = new LinkedHashMap<String, Object>();
        line.put("step", step);
        line.putAll(seen);
        System.out.println(new Gson().toJson(line));
    }
}
