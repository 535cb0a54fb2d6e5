"""One generation of each meeting is alive, whatever interrupts a rotation; `make proof` has every sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix.doors import DOORS, DYNAMIC
from tests.matrix.rotations import ROTATIONS
from tests.matrix.scene import Scene
from tests.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.matrix.doors import Door

HERE = ((DYNAMIC, "renamed and rotated"),)


@pytest.mark.parametrize(
    ("door", "name"),
    sampled([(door, name) for name in ROTATIONS for door in DOORS], HERE),
    ids=lambda value: getattr(value, "name", value),
)
def test_one_generation_of_each_meeting_is_alive_after_each_sequence(
    door: Door, name: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    ROTATIONS[name](Scene(door, tmp_path / "stack", msgraph_emulator))
