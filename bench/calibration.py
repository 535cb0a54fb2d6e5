"""The simulation beside a real fleet: engines, plugins and an emulator that throttles, with the same numbers.

    python -m bench.calibration [--rate 5] [--stacks 6] [--runners 3] [--meetings 20]

It prints how long both took. The simulation gets the start of an engine as measured here; nothing else is fitted.
"""

from __future__ import annotations

import queue
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from rich.console import Console

from bench.plugin import AS_THE_ENGINE
from bench.programs import PROGRAMS
from bench.simulation import Fleet, simulate
from bench.stack import Stack
from msgraph_meetings_emulator import EmulatorProcess
from msgraph_meetings_emulator.graph.throttle import Limit

_LATENCY = 0.02
"""Seconds that the emulator takes for a request, about."""


def _stack(name: str, count: int, folder: Path, emulator: EmulatorProcess) -> Stack:
    return Stack(folder / name, PROGRAMS["plugin"].of(count, name, emulator.user_id), emulator.environment())


def _fleet_of_engines(stacks: list[Stack], runners: int) -> float:
    """Return how many seconds the runners take for the stacks."""
    waiting: queue.SimpleQueue[Stack] = queue.SimpleQueue()
    for stack in stacks:
        waiting.put(stack)

    def work(_runner: int) -> None:
        while not waiting.empty():
            waiting.get().timed("up")

    began = time.perf_counter()
    with ThreadPoolExecutor(runners) as pool:
        list(pool.map(work, range(runners)))
    return time.perf_counter() - began


@click.command()
@click.option("--rate", default=5, show_default=True, help="Requests a second that the service allows.")
@click.option("--stacks", default=6, show_default=True, help="Stacks.")
@click.option("--runners", default=3, show_default=True, help="Runners.")
@click.option("--meetings", default=20, show_default=True, help="Meetings of each stack.")
def main(rate: int, stacks: int, runners: int, meetings: int) -> None:
    """Print one line of each."""
    say = Console(width=120).print
    with tempfile.TemporaryDirectory() as name, EmulatorProcess() as emulator:
        start = _stack("first", 1, Path(name), emulator).timed("up")
        made = [_stack(f"stack-{n}", meetings, Path(name), emulator) for n in range(stacks)]
        emulator.throttle(rate)
        real = _fleet_of_engines(made, runners)
        refused = sum(entry.status == 429 for entry in emulator.journal(path="*/createOrGet"))
        doubled = len(emulator.meetings()) - 1 - stacks * meetings
    fleet = Fleet(stacks * meetings, stacks, runners, AS_THE_ENGINE, _LATENCY, start)
    outcome = simulate(fleet, Limit(rate, by_emulator_clock=True))
    say(f"{stacks} stacks of {meetings} meetings, {runners} runners, {rate} requests a second, start {start:.1f} s")
    say(f"engines:    {real:.1f} s, {refused} refused, {doubled} meetings too many or too few")
    say(f"simulation: {outcome.seconds:.1f} s, {outcome.refused} refused; ratio {outcome.seconds / real:.2f}")


if __name__ == "__main__":
    main()
