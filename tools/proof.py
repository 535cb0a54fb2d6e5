"""`make proof`: the tests of every promise, in a few hours, including those that `make test` leaves out.

Each step is one command. Missing programs are installed where that is allowed; what remains missing is printed in one
list before anything is built. All steps that can run do run, even after a failure, and a table shows their results.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools import debian, engines, fuzz, pythons, record, sdks, suite
from tools.console import Problem, say
from tools.engine.kits import OLDER_ENGINE
from tools.needs import CHROMIUM, CURL, DEBOOTSTRAP, GNUSTEP, JDK, JQ, MAVEN, MIRROR, OBJECTIVE_C, ROOT, met

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tools.needs import Need
    from tools.places import Places

PAGE = "docs/proof.md"
NOT_RUN = "not run"
_FUZZ_SECONDS = 1800.0
_CLIENTS = (CURL, JDK, MAVEN)


@dataclass(frozen=True)
class Step:
    """One step, and what it needs of the machine beyond Python and the registries."""

    run: Callable[[Places, Sequence[Path]], int]
    needs: tuple[Need, ...] = ()
    with_clients: bool = False
    """True if other Graph clients and the hosts of all languages are built before the step."""
    pulumi: str = ""
    """The version of its engine, if it brings one of its own."""


STEPS: dict[str, Step] = {
    "tests": Step(
        lambda places, folders: suite.run(places, folders, suite.ALL),
        (*_CLIENTS, CHROMIUM, JQ, OBJECTIVE_C, GNUSTEP),
        with_clients=True,
    ),
    "pythons": Step(pythons.run),
    "sdks": Step(sdks.run),
    "engines": Step(engines.run, pulumi=OLDER_ENGINE.version),
    "faults": Step(lambda places, folders: suite.module(places, folders, "tests.matrix")),
    "clients": Step(
        lambda places, folders: suite.run(places, folders, ("tests/clients", *suite.ALL)), _CLIENTS, with_clients=True
    ),
    "load": Step(lambda places, folders: suite.module(places, folders, "bench.load")),
    "fuzz": Step(lambda places, folders: fuzz.run(places, folders, _FUZZ_SECONDS, None)),
    "debian": Step(lambda places, _: debian.run(places, ()), (ROOT, DEBOOTSTRAP, MIRROR)),
}


def chosen(names: Sequence[str], tests: Sequence[str]) -> dict[str, Step]:
    """Return the steps named, or all; `tests` is the part of the suite that `debian` runs.

    Raises:
        Problem: A name is not a step, or another step than `debian` was to run a part.
    """
    if unknown := [name for name in names if name not in STEPS]:
        raise Problem(f"make proof has no step {', '.join(unknown)}. Its steps are {', '.join(STEPS)}.")
    if not tests:
        return {name: STEPS[name] for name in names or STEPS}
    if list(names) != ["debian"]:
        raise Problem("Only one step runs a part of the tests: make proof STEPS=debian TESTS=tests/unit.")
    return {"debian": Step(lambda places, _: debian.run(places, tests), STEPS["debian"].needs)}


def able(places: Places, steps: Mapping[str, Step]) -> list[str]:
    """Return the names of the steps that can be run; say in one list what the others lack."""
    wanted = list(dict.fromkeys(need for step in steps.values() for need in step.needs))
    there = met(places, wanted)
    missing = [need for need in wanted if need not in there]
    if not missing:
        return list(steps)
    say("This machine lacks:")
    for need in missing:
        lacking = [name for name, step in steps.items() if need in step.needs]
        say(f"  {need.says}. Without it these steps are not run: {', '.join(lacking)}.")
    return [name for name, step in steps.items() if not set(missing) & set(step.needs)]


def run(places: Places, folders: Sequence[Path], steps: Mapping[str, Step], names: Sequence[str], part: str) -> int:
    """Run the steps named, keep the result of each, print a table of all and return the exit code."""
    page = places.root / PAGE
    rows = []
    for name in names:
        rows.append(_done(name, steps[name], places, folders, part))
        record.write(page, rows[-1:], list(STEPS))
    rows += [record.Row(name, NOT_RUN) for name in steps if name not in names]
    say("step      result   minutes  tests")
    for row in rows:
        say(f"{row.step:<10}{row.result:<9}{row.minutes:<9}{row.tests}".rstrip())
    return int(any(not row.result.startswith("passed") for row in rows))


def _done(name: str, step: Step, places: Places, folders: Sequence[Path], part: str) -> record.Row:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder, "counts")
        os.environ[record.COUNTS] = str(counts)
        code = _code(step, places, folders)
        tests = record.counted(counts)
    result = ("failed" if code else "passed") + (f", only {part}" if part else "")
    minutes = f"{(time.monotonic() - began) / 60:.1f}"
    versions = record.versions(places, folders) | ({"pulumi": step.pulumi} if step.pulumi else {})
    return record.Row(name, result, minutes=minutes, tests=tests, **versions)


def _code(step: Step, places: Places, folders: Sequence[Path]) -> int:
    try:
        return step.run(places, folders)
    except Problem as problem:
        say(str(problem))
        return 1
