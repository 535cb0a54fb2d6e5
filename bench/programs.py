"""The Pulumi programs that are timed: meetings and resources that do nothing, both ways in."""

from __future__ import annotations

from typing import NamedTuple

_GENERIC = """
import pulumi
for n in range({count}):
    pulumi.CustomResource("{token}", f"meeting-{{n}}", {{
        "externalId": f"{name}-meeting-{{n}}", "subject": f"Meeting {{n}}", "userId": {user!r},
        "startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T10:00:00Z"}})
"""
_DYNAMIC = """
from msgraph_meetings import OnlineMeeting
for n in range({count}):
    OnlineMeeting(f"meeting-{{n}}", external_id=f"{name}-meeting-{{n}}", subject=f"Meeting {{n}}", user_id={user!r},
                  start_date_time="2027-01-04T09:00:00Z", end_date_time="2027-01-04T10:00:00Z")
"""
_DYNAMIC_FLOOR = """
from bench.noop_dynamic import Noop
for n in range({count}):
    Noop(f"meeting-{{n}}", externalId=f"{name}-meeting-{{n}}", subject=f"Meeting {{n}}", userId={user!r},
         startDateTime="2027-01-04T09:00:00Z", endDateTime="2027-01-04T10:00:00Z")
"""


class Program(NamedTuple):
    """A program's text, with the token of its resources."""

    text: str
    token: str = ""

    def of(self, count: int, name: str, user: str) -> str:
        """Return the program with that many resources."""
        return self.text.format(count=count, name=name, user=user, token=self.token)


PROGRAMS = {
    "plugin floor": Program(_GENERIC, "noop:index:Noop"),
    "plugin": Program(_GENERIC, "msgraph-meetings:index:OnlineMeeting"),
    "dynamic floor": Program(_DYNAMIC_FLOOR),
    "dynamic": Program(_DYNAMIC),
}
WAYS_IN = ("plugin", "dynamic")


def floor_of(way_in: str) -> str:
    """Return the program that does nothing the same way."""
    return f"{way_in} floor"
