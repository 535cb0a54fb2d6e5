"""Many meetings adopted in one run, with the real engine: a few warnings, and one line for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.http.notices import ONE_BY_ONE
from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack
from tests.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

MANY = 40
PROGRAMS = {
    Stack: "for n in range({}): OnlineMeeting(f'm{{n}}', external_id=f'm{{n}}')",
    PluginStack: "for n in range({}): OnlineMeeting(f'm{{n}}', externalId=f'm{{n}}')",
}


@pytest.mark.parametrize("kind", sampled(PROGRAMS, [Stack]), ids=["dynamic", "plugin"])
def test_many_adoptions_are_shown_in_few_lines(tmp_path: Path, msgraph_emulator: Emulator, kind: type[Stack]) -> None:
    stack = kind(tmp_path, msgraph_emulator.environment())
    stack.up(PROGRAMS[kind].format(MANY))
    stack.lose_state()
    diagnostics = stack.up().output.rpartition("Diagnostics:")[2]
    assert diagnostics.count("adopted the meeting that the external id") == ONE_BY_ONE
    summaries = [line for line in diagnostics.splitlines() if "more meeting" in line]
    assert sum(int(line.split("adopted ")[1].split()[0]) for line in summaries) == MANY - ONE_BY_ONE
    assert len(summaries) <= MANY // 4  # one for each pause between creates
    assert len(msgraph_emulator.meetings()) == MANY
