"""Run every fault and every kill with the real engine, and print tables: `make faults`.

python -m tests.matrix [faults | kills | mishaps]      (all by default; takes most of an hour)

The exit code is 1 if a cell is bad: the first run had a wrong result or a bad message, or the run after
it did not leave one meeting for each external id, as declared, in service and state, with nothing left to send.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from rich.console import Console

from tests.matrix import jobs
from tests.matrix.doors import DOORS
from tests.matrix.table import complaints, summary, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.matrix.doors import Door
    from tests.matrix.trial import Cell

_AT_ONCE = 3
"""Jobs at once; each is an engine, a provider and an emulator, and waits half of its time."""
_WIDTH = 200
TABLES: dict[str, tuple[str, Callable[[Door], Iterator[jobs.Job]]]] = {
    "faults": ("Faults", jobs.faults),
    "sign-in": ("Faults of the token service", jobs.sign_ins),
    "kills": ("Killed", jobs.kills),
    "mishaps": ("Mishaps", jobs.mishaps),
}
_ASKED = {"faults": ("faults", "sign-in"), "kills": ("kills",), "mishaps": ("mishaps",)}


def _found(pool: ThreadPoolExecutor, every: Iterator[jobs.Job]) -> dict[tuple[str, str], Cell]:
    """The cells of all jobs."""
    return {key: cell for found in pool.map(jobs.Job.run, every) for key, cell in found.items()}


def main(words: list[str]) -> int:
    """Print the requested tables, and return the exit code."""
    console, bad = Console(width=_WIDTH), 0
    if unknown := sorted(set(words) - set(_ASKED)):
        console.print(f"There is no {', '.join(unknown)}: ask for {', '.join(_ASKED)}, or for nothing to have all.")
        return 2
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for word in words or list(_ASKED):
            for title, every in (TABLES[name] for name in _ASKED[word]):
                for door in DOORS:
                    name, found = f"{title}, {door.name} door", _found(pool, every(door))
                    console.print(table(name, found), summary(name, found), *complaints(found), sep="\n", end="\n\n")
                    bad += sum(bool(cell.problems) for cell in found.values())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
