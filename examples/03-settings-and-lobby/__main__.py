"""A town hall: the organizer presents, guests wait in the lobby, and the recording is a switch of the stack."""

import pulumi

from msgraph_meetings import OnlineMeeting

recorded = pulumi.Config().get_bool("recorded") or False

town_hall = OnlineMeeting(
    "town-hall",
    subject="Town hall",
    external_id="town-hall-2027-q1",
    start_date_time="2027-01-20T15:00:00Z",
    end_date_time="2027-01-20T16:00:00Z",
    lobby_bypass_settings={"scope": "organization", "is_dial_in_bypass_enabled": False},
    allowed_lobby_admitters="organizerAndCoOrganizers",
    allowed_presenters="organizer",
    allow_attendee_to_enable_mic=False,
    allow_attendee_to_enable_camera=False,
    allow_meeting_chat="limited",
    record_automatically=recorded,
)

pulumi.export("link", town_hall.join_web_url)
pulumi.export("lobby", town_hall.lobby_bypass_settings)
pulumi.export("recorded", town_hall.record_automatically)
