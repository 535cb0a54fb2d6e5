"""The Pulumi programs that are timed: meetings and resources that do nothing, both ways in, and a program in YAML."""

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
_YAML = "name: bench\nruntime: yaml\nresources:\n"
_YAML_MEETING = """
  meeting-{n}:
    type: msgraph-meetings:OnlineMeeting
    properties:
      externalId: {name}-meeting-{n}
      subject: Meeting {n}
      userId: {user}
      startDateTime: "2027-01-04T09:00:00Z"
      endDateTime: "2027-01-04T10:00:00Z"
"""


class Program(NamedTuple):
    """A program's text, with the token of its resources.

    Args:
        text: the program, or its beginning.
        token: the type of the resources.
        language: python or yaml.
        each: the text of each resource, in a language without loops.
    """

    text: str
    token: str = ""
    language: str = "python"
    each: str = ""

    def of(self, count: int, name: str, user: str) -> str:
        """Return the program with that many resources."""
        whole = self.text.format(count=count, name=name, user=user, token=self.token)
        return whole + "".join(self.each.format(n=n, name=name, user=user) for n in range(count))


YAML = "plugin YAML"
"""The plugin without any Python program."""

PROGRAMS = {
    "plugin floor": Program(_GENERIC, "noop:index:Noop"),
    "plugin": Program(_GENERIC, "msgraph-meetings:index:OnlineMeeting"),
    "dynamic floor": Program(_DYNAMIC_FLOOR),
    "dynamic": Program(_DYNAMIC),
    YAML: Program(_YAML, language="yaml", each=_YAML_MEETING),
}
WAYS_IN = ("plugin", "dynamic")
OURS = (*WAYS_IN, YAML)
"""The programs that make meetings."""


def floor_of(way_in: str) -> str:
    """Return the program that does nothing the same way."""
    return f"{way_in} floor"
