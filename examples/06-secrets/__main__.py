"""A meeting whose passcode is an output, and stays a secret."""

import pulumi

from msgraph_meetings import OnlineMeeting

board = OnlineMeeting(
    "board",
    subject="Board meeting",
    external_id="board-2027-03",
    start_date_time="2027-03-02T09:00:00Z",
    end_date_time="2027-03-02T11:00:00Z",
)

pulumi.export("link", board.join_web_url)
pulumi.export("passcode", board.passcode)
