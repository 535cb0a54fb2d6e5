"""Processes killed at every point; `make faults TABLES=kills` has every victim at each in both doors."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from tests.matrix.doors import DYNAMIC, PLUGIN
from tests.matrix.kills import kill_at
from tests.matrix.points import POINTS
from tests.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.matrix.doors import Door

HERE = [
    *((PLUGIN, victim, point) for victim, point in zip(cycle(("engine", "provider")), POINTS, strict=False)),
    (DYNAMIC, "provider", "after createOrGet"),
    (DYNAMIC, "engine", "after the DELETE of a replacement"),
    (PLUGIN, "emulator", "after createOrGet"),
]
IN_TEST = [
    (PLUGIN, "engine", "before the PATCH of an update"),
    (DYNAMIC, "provider", "after createOrGet"),
    (PLUGIN, "emulator", "after createOrGet"),
]
"""Each victim once; the service that is back at once is the other test."""


@pytest.mark.parametrize(
    ("door", "victim", "point"), sampled(HERE, IN_TEST), ids=lambda value: getattr(value, "name", value)
)
def test_next_up_leaves_one_meeting_after_any_process_was_killed_at_any_point(
    door: Door, victim: str, point: str, tmp_path: Path
) -> None:
    cell = kill_at(door, POINTS[point], victim, tmp_path)
    assert cell.problems == (), cell.said


@pytest.mark.parametrize("door", sampled([DYNAMIC, PLUGIN], [DYNAMIC]), ids=lambda door: door.name)
def test_run_succeeds_when_the_service_is_killed_and_restarted(door: Door, tmp_path: Path) -> None:
    cell = kill_at(door, POINTS["before the first PATCH"], "emulator, back at once", tmp_path)
    assert (cell.end, cell.problems) == ("done", ()), cell.said
