"""A meeting that may exist already, and that outlives its stack."""

import pulumi

from msgraph_meetings import OnlineMeeting

retro = OnlineMeeting(
    "retro",
    subject="Retrospective",
    external_id="team-retro",
    start_date_time="2027-01-29T14:00:00Z",
    end_date_time="2027-01-29T15:00:00Z",
    on_existing=pulumi.Config().get("onExisting") or "warn",
    deletion_policy="retain",
)

pulumi.export("link", retro.join_web_url)
pulumi.export("adopted", retro.adopted)
