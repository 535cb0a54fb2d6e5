"""The work of `make faults`: one job that breaks costs its own cells and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.matrix import __main__ as command
from tests.matrix import jobs
from tests.matrix.doors import DOORS
from tests.matrix.trial import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from tests.matrix.doors import Door

GOOD = jobs.Job("update", ["401"], lambda _folder, _emulator: {"401": Cell("done", 0, ())})


def breaks(_folder: object, _emulator: object) -> dict[str, Cell]:
    raise TimeoutError("the engine hangs")


def test_job_that_raises_any_exception_fails_each_of_its_rows_with_its_name() -> None:
    found = jobs.Job("update", ["400", "403"], breaks).run()
    assert {key: cell.problems for key, cell in found.items()} == {
        ("400", "update"): ("TimeoutError: the engine hangs",),
        ("403", "update"): ("TimeoutError: the engine hangs",),
    }


def test_run_prints_the_cells_of_the_other_jobs_and_fails_when_a_job_breaks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def both(_door: Door) -> Iterator[jobs.Job]:
        yield jobs.Job("update", ["400"], breaks)
        yield GOOD

    monkeypatch.setitem(command.TABLES, "kills", ("Killed", both))
    assert command.main(["kills"]) == 1
    printed = capsys.readouterr().out
    assert printed.count("TimeoutError: the engine hangs") == len(DOORS)
    assert printed.count("1 converged on what is declared, 1 bad.") == len(DOORS)


def test_each_job_names_the_cells_that_it_finds() -> None:
    assert GOOD.run().keys() == {(row, GOOD.column) for row in GOOD.rows}
