"""A course: one meeting for each row of sessions.csv."""

import csv
from pathlib import Path

import pulumi

from msgraph_meetings import OnlineMeeting

COURSE = "python-2027"

with Path(__file__).with_name("sessions.csv").open(encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))

links = {}
for number, row in enumerate(rows, start=1):
    session = OnlineMeeting(
        row["session"],
        subject=f"Python, session {number}: {row['topic']}",
        external_id=f"{COURSE}-{row['session']}",  # from the row's own key: rows may move
        start_date_time=row["start"],
        end_date_time=row["end"],
        lobby_bypass_settings={"scope": "everyone"},
    )
    links[row["session"]] = session.join_web_url

pulumi.export("links", links)
pulumi.export("sessions", len(rows))
