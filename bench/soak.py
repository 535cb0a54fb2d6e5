"""An hour of the service's clock, in which tokens expire, through one process of the plugin and one dynamic server.

    python -m bench.soak [--names 100] [--threads 8]

Each of twelve steps changes and refreshes every meeting once. It prints the figures after the warm-up of three steps
and at the end. Traffic goes to this machine only.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import psutil
from rich.console import Console
from rich.table import Table

from msgraph_meetings_emulator import EmulatorProcess
from tests.dynamic.server import DynamicServer
from tests.plugin.crowd import LIFETIME, STEPS, Meetings, an_hour, sign_ins
from tests.plugin.processes import CONSOLE_SCRIPT, Process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Started = tuple[int, Callable[[str], None]]
    """The process, and what is done again and again."""

WARM = 3


class Held(NamedTuple):
    """The figures of a process: resident megabytes, threads, connections."""

    megabytes: float
    threads: int
    connections: int

    @classmethod
    def by(cls, pid: int) -> Held:
        """Return the figures of a process now."""
        process = psutil.Process(pid)
        with process.oneshot():
            megabytes = process.memory_info().rss / 2**20
            return cls(megabytes, process.num_threads(), len(process.net_connections()))


class DynamicMeetings:
    """Meetings of one dynamic server that are changed and refreshed repeatedly."""

    def __init__(self, server: DynamicServer, names: list[str]) -> None:
        self._server, self._times = server, 0
        self._made: dict[str, tuple[str, dict[str, Any]]] = {name: server.up({"externalId": name}) for name in names}

    def work(self, name: str) -> None:
        """Change and refresh one meeting."""
        self._times += 1
        id_, state = self._made[name]
        after = self._server.update(id_, state, {"externalId": name, "subject": f"subject {self._times}"})
        self._made[name] = id_, after
        self._server.refresh(id_, after)


@contextmanager
def plugin(emulator: EmulatorProcess, folder: Path, names: list[str], threads: int) -> Iterator[Started]:
    """Start a plugin, and yield it with its meetings."""
    with Process((CONSOLE_SCRIPT,), folder=folder, variables=emulator.environment()) as process:
        process.door.configure()
        yield process.process.pid, Meetings(process.door, names, threads).work


@contextmanager
def dynamic(emulator: EmulatorProcess, folder: Path, names: list[str], _threads: int) -> Iterator[Started]:
    """Start the SDK's dynamic server, and yield it with its meetings."""
    with DynamicServer(folder, os.environ | emulator.environment()) as server:
        yield server.pid, DynamicMeetings(server, names).work


DOORS = {"plugin": plugin, "dynamic": dynamic}


def soaked(emulator: EmulatorProcess, door: str, names: list[str], threads: int) -> tuple[Held, Held, int]:
    """Return the figures after the warm-up and at the end, and the number of sign-ins."""
    emulator.reset()
    emulator.set_token_lifetime(LIFETIME)
    with tempfile.TemporaryDirectory() as folder, DOORS[door](emulator, Path(folder), names, threads) as (pid, work):
        after = {step: Held.by(pid) for step in an_hour(emulator, work, names, threads)}
    return after[WARM], after[STEPS], sign_ins(emulator)


@click.command()
@click.option("--names", default=100, show_default=True, help="Meetings.")
@click.option("--threads", default=8, show_default=True, help="Operations at once.")
def main(names: int, threads: int) -> None:
    """Print one table."""
    table = Table("door", "operations", "sign-ins", "MB", "threads", "connections", caption="warm-up → end")
    with EmulatorProcess() as emulator:
        for door in DOORS:
            warm, end, count = soaked(emulator, door, [str(number) for number in range(names)], threads)
            table.add_row(
                door,
                str(2 * STEPS * names),
                str(count),
                f"{warm.megabytes:.1f} → {end.megabytes:.1f}",
                f"{warm.threads} → {end.threads}",
                f"{warm.connections} → {end.connections}",
            )
    Console().print(table)


if __name__ == "__main__":
    main()
