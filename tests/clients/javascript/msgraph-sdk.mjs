// Microsoft's generated SDK for JavaScript, as its README uses it.
import { ClientSecretCredential } from "@azure/identity";
import { AzureIdentityAuthenticationProvider } from "@microsoft/kiota-authentication-azure";
import { createGraphServiceClient, GraphRequestAdapter } from "@microsoft/msgraph-sdk";
import { OnlineMeetingPresentersObject } from "@microsoft/msgraph-sdk/models/index.js";
import "@microsoft/msgraph-sdk-users";

const { env } = process;
const root = env.MSGRAPH_ENDPOINT;
const credential = new ClientSecretCredential(env.AZURE_TENANT_ID, env.AZURE_CLIENT_ID, env.AZURE_CLIENT_SECRET, {
  authorityHost: env.AZURE_AUTHORITY_HOST,
  disableInstanceDiscovery: true,
});
const hosts = new Set([new URL(root).hostname]);
const scopes = [`${root}/.default`];
const adapter = new GraphRequestAdapter(new AzureIdentityAuthenticationProvider(credential, scopes, undefined, hosts));
adapter.baseUrl = `${root}/v1.0`;
const meetings = createGraphServiceClient(adapter).users.byUserId(env.MSGRAPH_USER_ID).onlineMeetings;

const wanted = JSON.parse(env.MEETING);
const body = {
  ...wanted,
  startDateTime: new Date(wanted.startDateTime),
  endDateTime: new Date(wanted.endDateTime),
};

function tell(step, meeting) {
  const seen = {
    id: meeting.id,
    externalId: meeting.externalId,
    subject: meeting.subject,
    start: meeting.startDateTime.toISOString(),
    end: meeting.endDateTime.toISOString(),
    attendees: meeting.participants.attendees.map(({ identity, upn, role }) => ({ id: identity.user.id, upn, role })),
    allowedPresenters: meeting.allowedPresenters,
    lobby: meeting.lobbyBypassSettings.scope,
    joinWebUrl: meeting.joinWebUrl,
  };
  console.log(JSON.stringify({ step, ...seen }));
}

const created = await meetings.createOrGet.post(body);
tell("create", created);
tell("create again", await meetings.createOrGet.post(body));
const one = meetings.byOnlineMeetingId(created.id);
const changed = await one.patch({
  subject: "Changed by the SDK",
  allowedPresenters: OnlineMeetingPresentersObject.RoleIsPresenter,
  lobbyBypassSettings: { scope: "everyone" },
  participants: { attendees: [{ ...wanted.participants.attendees[0], role: "coorganizer" }] },
});
tell("update", changed);
tell("get", await one.get());
const found = await meetings.get({ queryParameters: { filter: `JoinWebUrl eq '${created.joinWebUrl}'` } });
found.value.forEach((meeting) => tell("find", meeting));
await one.delete();
console.log(JSON.stringify({ step: "delete" }));
try {
  tell("get after delete", await one.get());
} catch (problem) {
  const { code, message, innerError } = problem.errorEscaped ?? {};
  console.log(JSON.stringify({
    step: "get after delete",
    error: "errorEscaped" in problem ? "ODataError" : String(problem), // its errors have no class
    status: problem.responseStatusCode,
    code,
    message,
    requestId: innerError?.requestId,
  }));
}
