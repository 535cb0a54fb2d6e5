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
    """Return the problems by row; empty if every cell is good."""
    return {name: (cell.problems, cell.said) for name, cell in cells.items() if cell.problems}


@pytest.mark.parametrize(
    ("door", "column"), sampled(PASSING, PASSING[1:2]), ids=lambda value: getattr(value, "name", value)
)
def test_run_after_a_fault_of_graph_leaves_the_declared_meetings(
    door: Door, column: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    cells = Trial(door, COLUMNS[column], AT_ONCE, PATIENT, tmp_path, msgraph_emulator).cells()
    assert bad(cells) == {}
    assert {cell.end for cell in cells.values()} == {"done", "failed"}


@pytest.mark.parametrize(
    ("door", "column", "rows"), sampled(LASTING, ()), ids=["dynamic-POST", "plugin-PATCH", "plugin-429"]
)
def test_run_after_a_fault_until_the_deadline_leaves_the_declared_meetings(
    door: Door, column: str, rows: Mapping[str, Day], tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    assert bad(Trial(door, COLUMNS[column], rows, IMPATIENT, tmp_path, msgraph_emulator).cells()) == {}


def test_operation_waits_and_succeeds_when_graph_asks_to_wait(tmp_path: Path, msgraph_emulator: Emulator) -> None:
    cells = Trial(DYNAMIC, COLUMNS["update"], TOLD_TO_WAIT, PATIENT, tmp_path, msgraph_emulator).cells()
    assert bad(cells) == {}
    assert all(cell.repeated for cell in cells.values())


@pytest.mark.parametrize(("door", "column"), sampled(READING, READING[:1]), ids=["refresh", "import"])
def test_fault_of_a_read_removes_only_deleted_meetings_from_the_state(
    door: Door, column: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    rows = {name: AT_ONCE[name] for name in READ}
    assert bad(Trial(door, COLUMNS[column], rows, PATIENT, tmp_path, msgraph_emulator).cells()) == {}


@pytest.mark.parametrize(("door", "path"), sampled(SIGNING_IN, ()))
def test_run_after_a_fault_of_the_token_service_leaves_the_declared_meetings(
    door: Door, path: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    rows = {name: TOKEN_SERVICE[name] for name in SIGN_IN}
    assert bad(sign_in.cells(door, path, rows, tmp_path, msgraph_emulator)) == {}
