"""Two meetings: one keeps the rules of the policy pack, and a value of the stack decides about the other one."""

import pulumi

from msgraph_meetings import OnlineMeeting

scope = pulumi.Config().get("lobby") or "everyone"

OnlineMeeting(
    "planning",
    subject="Planning",
    external_id="planning-2027",
    start_date_time="2027-01-12T09:00:00Z",
    end_date_time="2027-01-12T10:00:00Z",
    lobby_bypass_settings={"scope": "organization"},
)
interview = OnlineMeeting(
    "interview",
    subject="Interview",
    external_id="interview-2027",
    lobby_bypass_settings={"scope": scope},
)

pulumi.export("link", interview.join_web_url)
