package meetings;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import io.github.ownernotset.msgraphmeetings.OnlineMeeting;
import io.github.ownernotset.msgraphmeetings.OnlineMeetingArgs;
import io.github.ownernotset.msgraphmeetings.enums.LobbyBypassScope;
import io.github.ownernotset.msgraphmeetings.enums.OnlineMeetingPresenters;
import io.github.ownernotset.msgraphmeetings.enums.OnlineMeetingRole;
import io.github.ownernotset.msgraphmeetings.inputs.AttendeeArgs;
import io.github.ownernotset.msgraphmeetings.inputs.LobbyBypassSettingsArgs;
import io.github.ownernotset.msgraphmeetings.inputs.MeetingParticipantsArgs;

/** Two Teams meetings, and their join URLs. */
public class App {
    public static void main(String[] args) {
        Pulumi.run(App::stack);
    }

    private static void stack(Context ctx) {
        var standup = new OnlineMeeting("standup", OnlineMeetingArgs.builder()
            .externalId("team-standup")
            .subject("Stand-up")
            .startDateTime("2027-01-04T09:00:00Z")
            .endDateTime("2027-01-04T09:15:00Z")
            .lobbyBypassSettings(LobbyBypassSettingsArgs.builder()
                .scope(LobbyBypassScope.Everyone)
                .build())
            .build());

        var review = new OnlineMeeting("review", OnlineMeetingArgs.builder()
            .externalId("team-review")
            .subject("Review")
            .startDateTime("2027-01-15T13:00:00Z")
            .endDateTime("2027-01-15T14:00:00Z")
            .allowedPresenters(OnlineMeetingPresenters.RoleIsPresenter)
            .participants(MeetingParticipantsArgs.builder()
                .attendees(
                    AttendeeArgs.builder()
                        .upn("ada@contoso.example")
                        .role(OnlineMeetingRole.Presenter)
                        .build(),
                    AttendeeArgs.builder()
                        .upn("grace@contoso.example")
                        .build())
                .build())
            .build());

        ctx.export("standup", standup.joinWebUrl());
        ctx.export("review", review.joinWebUrl());
    }
}
