"""`make proof`: the tests of every promise, in a few hours, including those that `make test` leaves out.

Each step is one command. All steps run, even after a failure, and a table shows their results.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tools import fuzz, pythons, suite
from tools.console import Problem, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tools.places import Places

    Step = Callable[[Places, Sequence[Path]], int]

_FUZZ_SECONDS = 1800.0


STEPS: dict[str, Step] = {
    "tests": lambda places, folders: suite.run(places, folders, suite.ALL),
    "pythons": pythons.run,
    "faults": lambda places, folders: suite.module(places, folders, "tests.matrix"),
    "clients": lambda places, folders: suite.run(places, folders, ("tests/clients", *suite.ALL)),
    "load": lambda places, folders: suite.module(places, folders, "bench.load"),
    "fuzz": lambda places, folders: fuzz.run(places, folders, _FUZZ_SECONDS, None),
}


def run(places: Places, folders: Sequence[Path], names: Sequence[str]) -> int:
    """Run the named steps, or all, print a table of results and return the exit code.

    Raises:
        Problem: a name is not a step.
    """
    if unknown := [name for name in names if name not in STEPS]:
        raise Problem(f"make proof has no step {', '.join(unknown)}. Its steps are {', '.join(STEPS)}.")
    rows = [_timed(name, places, folders) for name in names or STEPS]
    say("step      result   minutes")
    for name, result, taken in rows:
        say(f"{name:<10}{result:<9}{taken / 60:.1f}")
    return int(any(result == "failed" for _, result, _ in rows))


def _timed(name: str, places: Places, folders: Sequence[Path]) -> tuple[str, str, float]:
    began = time.monotonic()
    code = STEPS[name](places, folders)
    return name, "failed" if code else "passed", time.monotonic() - began
