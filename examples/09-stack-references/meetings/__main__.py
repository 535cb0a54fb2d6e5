"""The meetings of a course, and their links for other stacks."""

import pulumi

from msgraph_meetings import OnlineMeeting

SESSIONS = {"basics": "2027-03-01", "practice": "2027-03-08"}

pulumi.export(
    "links",
    {
        name: OnlineMeeting(
            name,
            subject=f"Course: {name}",
            external_id=f"course-{name}",
            start_date_time=f"{day}T16:00:00Z",
            end_date_time=f"{day}T17:30:00Z",
        ).join_web_url
        for name, day in SESSIONS.items()
    },
)
