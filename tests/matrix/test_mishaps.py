"""Two deployments at once, clocks that jump, full disks, Ctrl-C twice; `make faults` has each in both doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix.doors import DYNAMIC, PLUGIN
from tests.matrix.mishaps import MISHAPS
from tests.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.matrix.doors import Door


HERE = [
    (DYNAMIC, "two deployments of one stack at once"),
    (PLUGIN, "two stacks with one external id at once"),
    (DYNAMIC, "the service's clock jumps ahead before the PATCH"),
    (PLUGIN, "the service's clock jumps back before createOrGet"),
    (DYNAMIC, "the disk of the service's state is full"),
    (PLUGIN, "Ctrl-C twice"),
    (DYNAMIC, "Ctrl-C twice"),
    (DYNAMIC, "Ctrl-C while throttled"),
    (PLUGIN, "Ctrl-C while throttled"),
]
IN_TEST = [case for case in HERE[::2] if "at once" not in case[1]]
"""tests/scale has a second run of one stack, and tests/engine two stacks with one external id."""


@pytest.mark.parametrize(("door", "name"), sampled(HERE, IN_TEST), ids=lambda value: getattr(value, "name", value))
def test_service_and_state_have_the_declared_meeting_after_a_mishap(
    door: Door, name: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    MISHAPS[name](door, tmp_path, msgraph_emulator)
