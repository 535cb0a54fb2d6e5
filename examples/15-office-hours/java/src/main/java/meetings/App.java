package meetings;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import io.github.ownernotset.msgraphmeetings.OnlineMeeting;
import io.github.ownernotset.msgraphmeetings.OnlineMeetingArgs;
import io.github.ownernotset.msgraphmeetings.enums.LobbyBypassScope;
import io.github.ownernotset.msgraphmeetings.enums.MeetingChatMode;
import io.github.ownernotset.msgraphmeetings.enums.OnlineMeetingPresenters;
import io.github.ownernotset.msgraphmeetings.enums.OnlineMeetingRole;
import io.github.ownernotset.msgraphmeetings.inputs.AttendeeArgs;
import io.github.ownernotset.msgraphmeetings.inputs.LobbyBypassSettingsArgs;
import io.github.ownernotset.msgraphmeetings.inputs.MeetingParticipantsArgs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Weekly office hours with a co-organizer. */
public class App {
    private static final List<String> DAYS = List.of("2027-02-03", "2027-02-10", "2027-02-17");

    public static void main(String[] args) {
        Pulumi.run(App::stack);
    }

    private static void stack(Context ctx) {
        var coHost = ctx.config().require("coHost"); // object id
        var links = Output.of(Map.<String, String>of());
        var passcodes = Output.of(Map.<String, String>of());
        for (int week = 1; week <= DAYS.size(); week++) {
            var name = "week-" + week;
            var day = DAYS.get(week - 1);
            var meeting = new OnlineMeeting(name, OnlineMeetingArgs.builder()
                .externalId("office-hours-" + name)
                .subject("Office hours, week " + week)
                .startDateTime(day + "T14:00:00Z")
                .endDateTime(day + "T14:30:00Z")
                .allowMeetingChat(MeetingChatMode.Limited)
                .allowedPresenters(OnlineMeetingPresenters.RoleIsPresenter)
                .lobbyBypassSettings(LobbyBypassSettingsArgs.builder()
                    .scope(LobbyBypassScope.Organization)
                    .isDialInBypassEnabled(false)
                    .build())
                .participants(MeetingParticipantsArgs.builder()
                    .attendees(AttendeeArgs.builder()
                        .id(coHost)
                        .role(OnlineMeetingRole.Coorganizer)
                        .build())
                    .build())
                .build());
            links = with(links, name, meeting.joinWebUrl());
            passcodes = with(passcodes, name, meeting.passcode().applyValue(found -> found.orElse("")));
        }
        ctx.export("links", links);
        ctx.export("passcodes", passcodes);
    }

    /** Returns a map with one more entry; an output's secrecy is that of its parts. */
    private static Output<Map<String, String>> with(Output<Map<String, String>> map, String name, Output<String> value) {
        return Output.tuple(map, value).applyValue(both -> {
            var more = new TreeMap<>(both.t1);
            more.put(name, both.t2);
            return more;
        });
    }
}
