"""Faults at the requests of each operation, with the real engine; each operation in one of the doors.

`make faults` has every fault at every request in both doors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bad_days.graph import AT_ONCE, IN_VAIN, THROTTLED, TOLD_TO_WAIT
from tests.bad_days.token_service import TOKEN_SERVICE
from tests.matrix import sign_in
from tests.matrix.columns import COLUMNS
from tests.matrix.doors import DOORS, DYNAMIC, IMPATIENT, PATIENT, PLUGIN
from tests.matrix.trial import Trial
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.bad_days.day import Day
    from tests.matrix.doors import Door
    from tests.matrix.trial import Cell

PASSING = [
    (PLUGIN, "create: POST"),
    (DYNAMIC, "create: PATCH"),
    (DYNAMIC, "delete"),
    (PLUGIN, "replace: DELETE"),
]
LASTING = [(DYNAMIC, "create: POST", IN_VAIN), (PLUGIN, "create: PATCH", IN_VAIN), (PLUGIN, "delete", THROTTLED)]
READING = [(DYNAMIC, "refresh"), (PLUGIN, "import")]
SIGNING_IN = list(zip(DOORS, sign_in.REQUESTS.values(), strict=True))
SIGN_IN = ("503, twice", "connection lost before", "connection lost for good", "HTML", "called text/plain")
READ = ("400", "401 once", "404 after the work", "503, twice", "connection lost after the work", "answer cut")


def bad(cells: Mapping[str, Cell]) -> dict[str, tuple[tuple[str, ...], str]]:
    """What is wrong, by row; nothing when every cell is good."""
    return {name: (cell.problems, cell.said) for name, cell in cells.items() if cell.problems}


@pytest.mark.parametrize(
    ("door", "column"), sampled(PASSING, PASSING[:2]), ids=lambda value: getattr(value, "name", value)
)
def test_what_passes_is_outlasted_what_does_not_is_said_once_and_the_next_run_makes_all_as_declared(
    door: Door, column: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    cells = Trial(door, COLUMNS[column], AT_ONCE, PATIENT, tmp_path, msgraph_emulator).cells()
    assert bad(cells) == {}
    assert {cell.end for cell in cells.values()} == {"done", "failed"}


@pytest.mark.parametrize(
    ("door", "column", "rows"), sampled(LASTING, LASTING[1:2]), ids=["dynamic-POST", "plugin-PATCH", "plugin-429"]
)
def test_what_lasts_ends_with_the_time_of_the_operation_and_the_next_run_makes_all_as_declared(
    door: Door, column: str, rows: Mapping[str, Day], tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    assert bad(Trial(door, COLUMNS[column], rows, IMPATIENT, tmp_path, msgraph_emulator).cells()) == {}


def test_who_is_told_to_wait_waits_and_ends_well(tmp_path: Path, msgraph_emulator: Emulator) -> None:
    cells = Trial(DYNAMIC, COLUMNS["update"], TOLD_TO_WAIT, PATIENT, tmp_path, msgraph_emulator).cells()
    assert bad(cells) == {}
    assert all(cell.repeated for cell in cells.values())


@pytest.mark.parametrize(("door", "column"), sampled(READING, READING[:1]), ids=["refresh", "import"])
def test_a_fault_of_a_read_takes_nothing_out_of_the_state_but_what_is_gone(
    door: Door, column: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    rows = {name: AT_ONCE[name] for name in READ}
    assert bad(Trial(door, COLUMNS[column], rows, PATIENT, tmp_path, msgraph_emulator).cells()) == {}


@pytest.mark.parametrize(("door", "path"), sampled(SIGNING_IN, SIGNING_IN[:1]))
def test_a_fault_of_the_token_service_is_outlasted_or_said_once_and_the_next_run_makes_all_as_declared(
    door: Door, path: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    rows = {name: TOKEN_SERVICE[name] for name in SIGN_IN}
    assert bad(sign_in.cells(door, path, rows, tmp_path, msgraph_emulator)) == {}
