"""Two Teams meetings, and their join URLs."""

import pulumi
import pulumi_msgraph_meetings as msgraph

standup = msgraph.OnlineMeeting(
    "standup",
    external_id="team-standup",
    subject="Stand-up",
    start_date_time="2027-01-04T09:00:00Z",
    end_date_time="2027-01-04T09:15:00Z",
    lobby_bypass_settings=msgraph.LobbyBypassSettingsArgs(scope=msgraph.LobbyBypassScope.EVERYONE),
)

review = msgraph.OnlineMeeting(
    "review",
    external_id="team-review",
    subject="Review",
    start_date_time="2027-01-15T13:00:00Z",
    end_date_time="2027-01-15T14:00:00Z",
    allowed_presenters=msgraph.OnlineMeetingPresenters.ROLE_IS_PRESENTER,
    participants=msgraph.MeetingParticipantsArgs(
        attendees=[
            msgraph.AttendeeArgs(upn="ada@contoso.example", role=msgraph.OnlineMeetingRole.PRESENTER),
            msgraph.AttendeeArgs(upn="grace@contoso.example"),
        ],
    ),
)

pulumi.export("standup", standup.join_web_url)
pulumi.export("review", review.join_web_url)
