"""The promise through sequences of runs: no live meeting is deleted, orphaned or doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix.doors import DOORS, PLUGIN
from tests.matrix.scene import Scene
from tests.matrix.sequences import PLUGIN_SEQUENCES, SEQUENCES

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings.emulator import Emulator
    from tests.matrix.doors import Door


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
@pytest.mark.parametrize("name", SEQUENCES)
def test_each_meeting_keeps_its_url_through(name: str, door: Door, tmp_path: Path, msgraph_emulator: Emulator) -> None:
    SEQUENCES[name](Scene(door, tmp_path / "stack", msgraph_emulator))


@pytest.mark.parametrize("name", PLUGIN_SEQUENCES)
def test_each_meeting_of_the_plugin_keeps_its_url_through(
    name: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    PLUGIN_SEQUENCES[name](Scene(PLUGIN, tmp_path / "stack", msgraph_emulator))
