"""Run every fault and every kill with the real engine, and print tables: `make faults`.

python -m tests.matrix [faults | kills | mishaps]      (all by default; takes twenty-five minutes)

The exit code is 1 if a cell is bad: the first run had a wrong result or a bad message, or the run after
it did not leave one meeting for each external id, as declared, in service and state, with nothing left to send.
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from msgraph_meetings_emulator import Emulator
from tests.matrix import sign_in
from tests.matrix.columns import COLUMNS
from tests.matrix.doors import DOORS
from tests.matrix.faults import GROUPS
from tests.matrix.kills import VICTIMS, kill_at
from tests.matrix.mishaps import MISHAPS
from tests.matrix.points import POINTS
from tests.matrix.table import complaints, summary, table
from tests.matrix.trial import Cell, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.matrix.doors import Door

    Found = dict[tuple[str, str], Cell]
    Job = Callable[[Path, Emulator], Found]
    """Some cells by row and column, found in a new folder with an empty emulator."""

_AT_ONCE = 3
"""Jobs at once; each is an engine, a provider and an emulator, and waits half of its time."""
_WIDTH = 200


def _faults(door: Door) -> Iterator[Job]:
    for column in COLUMNS.values():
        for rows, seconds in GROUPS if door in column.doors else ():
            yield lambda folder, emulator, column=column, rows=rows, seconds=seconds: {  # type: ignore[misc]
                (row, column.name): cell
                for row, cell in Trial(door, column, rows, seconds, folder, emulator).cells().items()
            }


def _sign_in(door: Door) -> Iterator[Job]:
    for name, path in sign_in.REQUESTS.items():
        yield lambda folder, emulator, name=name, path=path: {  # type: ignore[misc]
            (row, name): cell for row, cell in sign_in.cells(door, path, sign_in.TOKEN_ROWS, folder, emulator).items()
        }


def _kills(door: Door) -> Iterator[Job]:
    for name, point in POINTS.items():
        for victim in VICTIMS:
            yield lambda folder, _emulator, name=name, point=point, victim=victim: {  # type: ignore[misc]
                (name, victim): kill_at(door, point, victim, folder)
            }


def _mishaps(door: Door) -> Iterator[Job]:
    for name, mishap in MISHAPS.items():
        yield lambda folder, emulator, name=name, mishap=mishap: {(name, ""): _lived(mishap, folder, emulator)}  # type: ignore[misc]

    def _lived(mishap: Callable[..., None], folder: Path, emulator: Emulator) -> Cell:
        try:
            mishap(door, folder, emulator)
        except AssertionError as problem:
            return Cell("failed", 0, (str(problem),))
        return Cell("done", 0, ())


TABLES: dict[str, tuple[str, Callable[[Door], Iterator[Job]]]] = {
    "faults": ("Faults", _faults),
    "sign-in": ("Faults of the token service", _sign_in),
    "kills": ("Killed", _kills),
    "mishaps": ("Mishaps", _mishaps),
}
_ASKED = {"faults": ("faults", "sign-in"), "kills": ("kills",), "mishaps": ("mishaps",)}


def _run(job: Job) -> Found:
    with tempfile.TemporaryDirectory() as folder, Emulator() as emulator:
        return job(Path(folder, "stack"), emulator)


def _gathered(pool: ThreadPoolExecutor, jobs: Iterator[Job]) -> tuple[Found, list[str]]:
    """Return the cells of all jobs, and a sentence for each job that broke, because the others took half an hour."""
    running = [pool.submit(_run, job) for job in jobs]
    problems = [problem for job in running if (problem := job.exception())]
    found = {key: cell for job in running if not job.exception() for key, cell in job.result().items()}
    return found, [f"A job broke, its cells are missing: {type(problem).__name__}: {problem}" for problem in problems]


def main(words: list[str]) -> int:
    """Print the requested tables, and return the exit code."""
    console, bad = Console(width=_WIDTH), 0
    if unknown := sorted(set(words) - set(_ASKED)):
        console.print(f"There is no {', '.join(unknown)}: ask for {', '.join(_ASKED)}, or for nothing to have all.")
        return 2
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for word in words or list(_ASKED):
            for title, jobs in (TABLES[name] for name in _ASKED[word]):
                for door in DOORS:
                    name = f"{title}, {door.name} door"
                    found, broken = _gathered(pool, jobs(door))
                    said = (*complaints(found), *broken)
                    console.print(table(name, found), summary(name, found), *said, sep="\n", end="\n\n")
                    bad += sum(bool(cell.problems) for cell in found.values()) + len(broken)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
