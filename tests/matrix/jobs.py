"""The jobs of `make faults`: each finds some cells of a table, in a new folder with an empty emulator."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgraph_meetings_emulator import Emulator
from tests.bad_days.token_service import TOKEN_SERVICE
from tests.matrix import sign_in
from tests.matrix.columns import COLUMNS
from tests.matrix.kills import VICTIMS, kill_at
from tests.matrix.mishaps import MISHAPS
from tests.matrix.points import POINTS
from tests.matrix.trial import GROUPS, Cell, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tests.matrix.doors import Door
    from tests.matrix.mishaps import Mishap

    Find = Callable[[Path, Emulator], Mapping[str, Cell]]


@dataclass(frozen=True)
class Job:
    """Some cells of one column.

    Args:
        column: it.
        rows: the rows that it finds.
        find: finds them.
    """

    column: str
    rows: Iterable[str]
    find: Find

    def run(self) -> dict[tuple[str, str], Cell]:
        """Return the cells by row and column; if the job breaks, each of them says with which exception."""
        try:
            with tempfile.TemporaryDirectory() as folder, Emulator() as emulator:
                found = self.find(Path(folder, "stack"), emulator)
        except Exception as problem:  # noqa: BLE001  (the other cells took half an hour)
            found = dict.fromkeys(self.rows, _broken(problem))
        return {(row, self.column): cell for row, cell in found.items()}


def _broken(problem: Exception) -> Cell:
    return Cell("failed", 0, (f"{type(problem).__name__}: {problem}",))


def faults(door: Door) -> Iterator[Job]:
    """Each fault at each request of each operation."""
    for column in COLUMNS.values():
        for rows, seconds in GROUPS if door in column.doors else ():
            yield Job(
                column.name,
                rows,
                lambda folder, emulator, column=column, rows=rows, seconds=seconds: Trial(  # type: ignore[misc]
                    door, column, rows, seconds, folder, emulator
                ).cells(),
            )


def sign_ins(door: Door) -> Iterator[Job]:
    """Each fault at each request of a sign-in."""
    for name, path in sign_in.REQUESTS.items():
        yield Job(
            name,
            TOKEN_SERVICE,
            lambda folder, emulator, path=path: sign_in.cells(door, path, TOKEN_SERVICE, folder, emulator),  # type: ignore[misc]
        )


def kills(door: Door) -> Iterator[Job]:
    """Each process killed at each moment."""
    for name, point in POINTS.items():
        for victim in VICTIMS:
            yield Job(
                victim,
                [name],
                lambda folder, _emulator, name=name, point=point, victim=victim: {  # type: ignore[misc]
                    name: kill_at(door, point, victim, folder)
                },
            )


def mishaps(door: Door) -> Iterator[Job]:
    """Each mishap."""
    for name, mishap in MISHAPS.items():
        yield Job("", [name], partial(_lived, door, name, mishap))


def _lived(door: Door, name: str, mishap: Mishap, folder: Path, emulator: Emulator) -> dict[str, Cell]:
    mishap(door, folder, emulator)
    return {name: Cell("done", 0, ())}
