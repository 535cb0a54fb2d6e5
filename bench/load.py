"""Many meetings through a service that allows a rate of requests and asks to wait with `Retry-After`.

    python -m bench.load [--count 1000] [--rate 20] [--door plugin --door dynamic]

It prints one table: the time of `pulumi up` against requests ÷ rate and the engine's floor (as many resources that do
nothing, in the same kind of process and the same run), the refused requests, and the result of each aim.

If both are much alike, no provider can reach the larger: the engine writes its whole state for each resource,
so it is fast at first, where the rate limits it, and slow in the end, where it is below the rate. The aim is compared
with both, second by second: the floor's seconds, each stretched if it had more requests than the rate allows.

The dynamic resource and the plugin take about five minutes together. Traffic goes to this machine only.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.plugin import AS_THE_ENGINE
from bench.programs import PROGRAMS, WAYS_IN, floor_of
from bench.stack import Stack
from msgraph_meetings_emulator import EmulatorProcess

_TIME = 1.15
_REFUSED = 0.02
_GRAPH = "*/onlineMeetings*"


@dataclass(frozen=True)
class Figures:
    """The figures of one `up`.

    Args:
        seconds: how long it took.
        floor: seconds of resources that do nothing, in the same kind of process.
        bound: the floor, with each second stretched to the allowed rate: no provider can be faster.
        wanted: the number of declared meetings.
        meetings: the number of meetings that the service has.
        external_ids: the number of their different external ids.
        requests: the number of requests to Graph that were not refused.
        refused: the number of refused requests to Graph.
        rate: the allowed requests a second.
    """

    seconds: float
    floor: float
    bound: float
    wanted: int
    meetings: int
    external_ids: int
    requests: int
    refused: int
    rate: int

    @property
    def larger(self) -> float:
        """The larger of requests ÷ rate and floor."""
        return max(self.requests / self.rate, self.floor)

    @property
    def allowed(self) -> float:
        """The refused requests that the aim allows: those that can be running at the first refusal, and a few."""
        return AS_THE_ENGINE + _REFUSED * self.wanted

    def aims(self) -> dict[str, bool]:
        """Each aim, and True if it is met."""
        return {
            "all made": self.external_ids == self.wanted,
            "none doubled": self.meetings == self.external_ids,
            f"up at most {_TIME} of that": self.seconds <= _TIME * self.bound,
            f"refused at most a burst and {_REFUSED:.0%}": self.refused <= self.allowed,
        }


def measure(door: str, count: int, rate: int, folder: Path) -> Figures:
    """Return the figures of one `up` through the dynamic resource or the plugin, after one `up` that does nothing."""
    with EmulatorProcess() as emulator:
        nothing = _stack(floor_of(door), count, folder, emulator)
        floor = nothing.logged("up")
        emulator.throttle(rate)
        seconds = _stack(door, count, folder, emulator).logged("up")
        entries = emulator.journal(path=_GRAPH)
        meetings = emulator.meetings()
    return Figures(
        seconds,
        floor,
        floor + sum(max(0.0, finished / rate - 1) for finished in nothing.finished()),
        count,
        len(meetings),
        len({meeting["externalId"] for meeting in meetings}),
        sum(entry.status != 429 for entry in entries),
        sum(entry.status == 429 for entry in entries),
        rate,
    )


def _stack(name: str, count: int, folder: Path, emulator: EmulatorProcess) -> Stack:
    text = PROGRAMS[name].of(count, name, emulator.user_id)
    return Stack(folder / name.replace(" ", "-"), text, emulator.environment())


def _cells(figures: Figures) -> dict[str, str]:
    """Return the figures and the aims of one run, by their names in the table."""
    return {
        "meetings made": f"{figures.external_ids} of {figures.wanted}",
        "meetings doubled": str(figures.meetings - figures.external_ids),
        "requests ÷ rate": f"{figures.requests / figures.rate:.1f} s",
        "engine's floor": f"{figures.floor:.1f} s",
        "up": f"{figures.seconds:.1f} s",
        "up ÷ the larger of both": f"{figures.seconds / figures.larger:.2f}",
        "both, second by second": f"{figures.bound:.1f} s",
        "up ÷ that": f"{figures.seconds / figures.bound:.2f}",
        "refused": f"{figures.refused} (aim: at most {figures.allowed:.0f})",
    } | {f"aim: {aim}": "met" if met else "NOT MET" for aim, met in figures.aims().items()}


@click.command()
@click.option("--count", default=1000, show_default=True, help="Meetings.")
@click.option("--rate", default=20, show_default=True, help="Requests a second that the service allows.")
@click.option("--door", "doors", type=click.Choice(WAYS_IN), multiple=True, default=WAYS_IN, help="Both, unless named.")
def main(count: int, rate: int, doors: tuple[str, ...]) -> None:
    """Print one table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cells = [_cells(measure(door, count, rate, folder)) for door in doors]
    table = Table("", *doors)
    for row in cells[0]:
        table.add_row(row, *(of_door[row] for of_door in cells))
    Console().print(table)


if __name__ == "__main__":
    main()
