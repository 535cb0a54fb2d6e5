"""The Python program's own time with many dynamic resources, `up` and `up` again, beside resources that do nothing.

python -m bench.program [--count 500 --count 1000 --count 2000]

The program writes down its own CPU and wall time as it ends; the engine's time and the provider's are not in it. The
engine keeps no checkpoints, so that it holds the program up as little as it can.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import NamedTuple

import click

from bench.aims import Figure, show
from bench.cases import WITHOUT_CHECKPOINTS
from bench.programs import PROGRAMS, floor_of
from bench.service import Service
from bench.stack import Stack

COUNTS = (500, 1000, 2000)
TITLE = "The Python program with dynamic resources"
_COMMANDS = ("up", "up again")
_WATCHED = """
import atexit, json, os, time
_start = time.perf_counter()
@atexit.register
def _told():
    with open(os.environ["BENCH_PROGRAM"], "w") as file:
        json.dump({"cpu": time.process_time(), "wall": time.perf_counter() - _start}, file)
"""


class Own(NamedTuple):
    """Seconds of the program alone."""

    cpu: float
    wall: float


def measured(name: str, count: int) -> dict[str, Own]:
    """Return the program's own time by command."""
    with tempfile.TemporaryDirectory() as folder, Service() as service:
        service.fresh()
        told = Path(folder, "told.json")
        variables = service.environment() | WITHOUT_CHECKPOINTS | {"BENCH_PROGRAM": str(told)}
        text = _WATCHED + PROGRAMS[name].of(count, "program", service.user_id)
        stack, found = Stack(Path(folder, "stack"), text, variables), {}
        for command in _COMMANDS:
            stack.timed(command)
            found[command] = Own(**json.loads(told.read_text(encoding="utf-8")))
        return found


def figures(counts: tuple[int, ...] = COUNTS) -> list[Figure]:
    """Return the program's times, without an aim: they are the SDK's."""
    return [
        Figure(f"{command}, {name}, {count:,} resources: {what}", round(seconds, 2), "s")
        for count in counts
        for name in (floor_of("dynamic"), "dynamic")
        for command, own in measured(name, count).items()
        for what, seconds in own._asdict().items()
    ]


@click.command()
@click.option("--count", "counts", multiple=True, type=int, default=COUNTS, show_default=True, help="Resources.")
def main(counts: tuple[int, ...]) -> None:
    """Print one table."""
    show(figures(counts), TITLE)


if __name__ == "__main__":
    main()
