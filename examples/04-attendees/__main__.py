"""A workshop: a co-organizer, a presenter, and a guest who has an address and no object id."""

from typing import Any

import pulumi

from msgraph_meetings import AttendeeArgs, MeetingParticipantsArgs, OnlineMeeting


def roles(participants: dict[str, Any]) -> dict[str, str]:
    """Return the roles by object id or address, as the service holds them."""
    return {person.get("id") or person["upn"]: person["role"] for person in participants["attendees"]}


people = pulumi.Config().require_object("people")  # object ids by name

workshop = OnlineMeeting(
    "workshop",
    subject="Workshop: incident response",
    external_id="workshop-incident-response",
    start_date_time="2027-02-10T13:00:00Z",
    end_date_time="2027-02-10T16:00:00Z",
    allowed_presenters="roleIsPresenter",  # without it, the role `presenter` has no effect
    participants=MeetingParticipantsArgs(
        attendees=[
            AttendeeArgs(id=people["ben"], role="coorganizer"),
            AttendeeArgs(id=people["cleo"], role="presenter"),
            AttendeeArgs(upn="guest@fabrikam.example", role="attendee"),
        ],
    ),
)

pulumi.export("link", workshop.join_web_url)
pulumi.export("roles", workshop.participants.apply(roles))
