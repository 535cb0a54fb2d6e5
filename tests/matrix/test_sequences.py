"""The promise through sequences of runs: no live meeting is deleted, orphaned or doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix.doors import DOORS, DYNAMIC, PLUGIN
from tests.matrix.scene import Scene
from tests.matrix.sequences import PLUGIN_SEQUENCES, SEQUENCES
from tests.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.matrix.doors import Door

HERE = (
    (DYNAMIC, "replaced, killed"),
    (DYNAMIC, "renamed, create refused"),
    (PLUGIN, "external ids swapped"),
)
"""A replacement with a kill, a new name with a refusal, and a swap, each in one of the two ways in."""


@pytest.mark.parametrize(
    ("door", "name"),
    sampled([(door, name) for name in SEQUENCES for door in DOORS], HERE),
    ids=lambda value: getattr(value, "name", value),
)
def test_meeting_keeps_its_url_through_each_sequence(
    door: Door, name: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    SEQUENCES[name](Scene(door, tmp_path / "stack", msgraph_emulator))


@pytest.mark.parametrize("name", sampled(PLUGIN_SEQUENCES, ()))
def test_plugin_meeting_keeps_its_url_through_each_sequence(
    name: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    PLUGIN_SEQUENCES[name](Scene(PLUGIN, tmp_path / "stack", msgraph_emulator))
