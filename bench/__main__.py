"""Times up, up again, preview, refresh and destroy of meetings against the same of a provider that does nothing.

python -m bench [COUNT ...]      (1, 100 and 1000 when none is given; about ten minutes)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.stack import COMMANDS, Stack
from msgraph_meetings.emulator import EmulatorProcess

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
CANDIDATES = {
    "nothing": (GENERIC, "noop:index:Noop"),
    "plugin": (GENERIC, "msgraph-meetings:index:OnlineMeeting"),
    "dynamic": (DYNAMIC, ""),
}


def measure(count: int) -> dict[str, dict[str, float]]:
    """Seconds of every command, by candidate; command by command, so that a machine that slows down slows all."""
    with tempfile.TemporaryDirectory() as folder, EmulatorProcess() as emulator:
        environment = emulator.environment()
        user = emulator.user_id
        stacks = {
            name: Stack(Path(folder, name), program.format(count=count, name=name, user=user, token=token), environment)
            for name, (program, token) in CANDIDATES.items()
        }
        return {command: {name: stack.timed(command) for name, stack in stacks.items()} for command in COMMANDS}


def main() -> None:
    """Prints one table."""
    table = Table(
        "meetings", "command", *(f"{name} (s)" for name in CANDIDATES), "plugin ÷ nothing", "dynamic ÷ nothing"
    )
    for count in [int(text) for text in sys.argv[1:]] or [1, 100, 1000]:
        for command, seconds in measure(count).items():
            times = [f"{value:.2f}" for value in seconds.values()]
            ratios = [f"{seconds[name] / seconds['nothing']:.2f}" for name in ("plugin", "dynamic")]
            table.add_row(str(count), command, *times, *ratios)
    Console().print(table)


if __name__ == "__main__":
    main()
