"""The CPU time of each process of a command: whose the time is that our resources need more than those that do nothing.

python -m bench.processes [--count 100 --delay 150 --rounds 3]

The processes are looked at every 50 ms, so the last moment of each is missing.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import click
import psutil

from bench.cases import BOTH_WAYS, COMMANDS, chosen
from bench.cpu import medians
from bench.rounds import prepared
from bench.service import cpu_seconds
from bench.show import console, plain_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.cases import Case

ROLES = {
    "pip list": ("-m pip list",),
    "program": ("pulumi-language-python-exec",),
    "provider": ("-m pulumi.dynamic", "msgraph_meetings.plugin.server", "bench.noop"),
    "emulator": ("-m msgraph_meetings_emulator",),
    "language host": ("pulumi-language-python",),
    "engine": ("pulumi ",),
}
"""The processes, by a part of their command lines; the first that fits."""

_LOOK_EVERY = 0.05


def role(command_line: Sequence[str]) -> str | None:
    """Return the role of a process."""
    text = " ".join(command_line)
    return next((name for name, parts in ROLES.items() if any(part in text for part in parts)), None)


class Watch:
    """The processes below this one, with the CPU seconds that each had when it was last seen."""

    def __init__(self) -> None:
        self._roles: dict[psutil.Process, str | None] = {}
        self._seconds: dict[psutil.Process, float] = {}

    def look(self) -> None:
        """Read them again; one that has ended keeps what it had."""
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                self._seconds[process] = cpu_seconds(process)
                self._roles[process] = role(process.cmdline())  # a new process has its parent's for a moment

    def seconds(self) -> dict[str, float]:
        """Return the sum by role."""
        sums: dict[str, float] = defaultdict(float)
        for process, name in self._roles.items():
            if name:
                sums[name] += self._seconds[process]
        return dict(sums)


@contextmanager
def watched() -> Iterator[dict[str, float]]:
    """Yield the CPU seconds by role of the processes below this one; complete when the block has ended."""
    found: dict[str, float] = {}
    watch, ended = Watch(), Event()
    watch.look()
    before = watch.seconds()

    def keep_looking() -> None:
        while not ended.wait(_LOOK_EVERY):
            watch.look()

    looking = Thread(target=keep_looking, daemon=True)
    looking.start()
    try:
        yield found
    finally:
        ended.set()
        looking.join()
        found.update({name: value - before.get(name, 0.0) for name, value in watch.seconds().items()})


def measured(name: str, case: Case) -> dict[str, dict[str, float]]:
    """Return the CPU seconds of each process, and those of the clock, by command."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        candidate = prepared(name, case, Path(folder, "stack"), running)
        candidate.prepare(case)
        found = {}
        for command in COMMANDS:
            with watched() as seconds:
                wall = candidate.stack.timed(command)
            found[command] = {"wall": wall} | dict.fromkeys(ROLES, 0.0) | seconds
        return found


@click.command(context_settings={"show_default": True})
@click.option("--count", type=int, default=100, help="Meetings.")
@click.option("--delay", type=int, default=150, help="Milliseconds a request.")
@click.option("--rounds", type=int, default=3)
def main(count: int, delay: int, rounds: int) -> None:
    """Print one table."""
    (case,) = chosen((count,), (delay,), rounds)
    found = [{name: measured(name, case) for name in BOTH_WAYS} for _ in range(rounds)]
    table = plain_table("command", "who", "wall", *ROLES, title=f"{case.title}: CPU seconds of each process")
    for command in COMMANDS:
        for name in BOTH_WAYS:
            seconds = medians([one[name][command] for one in found])
            cells = (f"{seconds[column]:.2f}" for column in ("wall", *ROLES))
            table.add_row(command, name, *cells, end_section=name == BOTH_WAYS[-1])
    console().print(table)


if __name__ == "__main__":
    main()
