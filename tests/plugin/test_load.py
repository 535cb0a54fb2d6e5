"""More threads than a service allows requests a second: everything is made once, and little is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.plugin.crowd import make_all
from tests.plugin.processes import CONSOLE_SCRIPT, Process

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

THREADS = 64
MEETINGS = 100
RATE = 20


def test_sixty_four_creates_at_once_make_each_meeting_once_with_few_refusals(
    tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.throttle(RATE)
    variables = msgraph_emulator.environment() | {"PATH": ""}
    with Process((CONSOLE_SCRIPT,), folder=tmp_path, variables=variables) as plugin:
        plugin.door.configure()
        made = make_all(plugin.door, map(str, range(MEETINGS)), THREADS)
    statuses = [entry.status for entry in msgraph_emulator.journal(path="*/onlineMeetings*")]
    assert sorted(meeting["id"] for meeting in msgraph_emulator.meetings()) == sorted(one.id for one in made.values())
    assert len({one.id for one in made.values()}) == MEETINGS
    assert (statuses.count(201), statuses.count(200)) == (MEETINGS, 0)
    assert 0 < statuses.count(429) <= THREADS + 0.02 * MEETINGS
