"""Time up, up again, preview, refresh and destroy of meetings against the same of providers that do nothing.

python -m bench [COUNT ...]      (1, 100 and 1000 by default; takes about a quarter of an hour)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench.stack import COMMANDS, Stack
from msgraph_meetings_emulator import EmulatorProcess

GENERIC = """
import pulumi
for n in range({count}):
    pulumi.CustomResource("{token}", f"meeting-{{n}}", {{
        "externalId": f"{name}-meeting-{{n}}", "subject": f"Meeting {{n}}", "userId": {user!r},
        "startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T10:00:00Z"}})
"""
DYNAMIC = """
from msgraph_meetings import OnlineMeeting
for n in range({count}):
    OnlineMeeting(f"meeting-{{n}}", external_id=f"{name}-meeting-{{n}}", subject=f"Meeting {{n}}", user_id={user!r},
                  start_date_time="2027-01-04T09:00:00Z", end_date_time="2027-01-04T10:00:00Z")
"""
DYNAMIC_NOTHING = """
from bench.noop_dynamic import Noop
for n in range({count}):
    Noop(f"meeting-{{n}}", externalId=f"{name}-meeting-{{n}}", subject=f"Meeting {{n}}", userId={user!r},
         startDateTime="2027-01-04T09:00:00Z", endDateTime="2027-01-04T10:00:00Z")
"""


class Door(NamedTuple):
    """The dynamic resource or the plugin, and the same with a provider that does nothing: programs and tokens."""

    meetings: tuple[str, str]
    nothing: tuple[str, str]


DOORS = {
    "plugin": Door((GENERIC, "msgraph-meetings:index:OnlineMeeting"), (GENERIC, "noop:index:Noop")),
    "dynamic": Door((DYNAMIC, ""), (DYNAMIC_NOTHING, "")),
}
CANDIDATES = {
    name: program
    for door, programs in DOORS.items()
    for name, program in ((f"{door}-nothing", programs.nothing), (door, programs.meetings))
}


def measure(count: int) -> dict[str, dict[str, float]]:
    """Return the seconds of every command, by candidate; candidates alternate, so that a slow machine slows all."""
    with tempfile.TemporaryDirectory() as folder, EmulatorProcess() as emulator:
        environment = emulator.environment()
        user = emulator.user_id
        stacks = {
            name: Stack(Path(folder, name), program.format(count=count, name=name, user=user, token=token), environment)
            for name, (program, token) in CANDIDATES.items()
        }
        return {command: {name: stack.timed(command) for name, stack in stacks.items()} for command in COMMANDS}


def main() -> None:
    """Print one table."""
    table = Table("count", "command", "door", "meetings (s)", "nothing (s)", "ratio")
    for count in [int(text) for text in sys.argv[1:]] or [1, 100, 1000]:
        for command, seconds in measure(count).items():
            for door in DOORS:
                ours, floor = seconds[door], seconds[f"{door}-nothing"]
                table.add_row(str(count), command, door, f"{ours:.2f}", f"{floor:.2f}", f"{ours / floor:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
