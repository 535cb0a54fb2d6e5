"""One meeting; every deployment keeps the same one."""

import pulumi

from msgraph_meetings import OnlineMeeting

standup = OnlineMeeting(
    "standup",
    subject="Stand-up",
    external_id="team-standup",
    start_date_time="2027-01-04T09:00:00Z",
    end_date_time="2027-01-04T09:15:00Z",
)

pulumi.export("join_url", standup.join_web_url)
