"""100,000 meetings in 500 stacks: each assumed limit with a number of runners, the results and their chart.

    python -m bench.fleet_plans [--write]

`--write` writes `bench/fleet.json`, and from it the chart and the table of docs/scale.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from bench.fleet_chart import drawn
from bench.simulation import Fleet, simulate
from msgraph_meetings_emulator.graph.throttle import Limit
from tools import markdown

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "fleet.json"
CHART = ROOT / "docs" / "charts" / "fleet.svg"
PAGE = ROOT / "docs" / "scale.md"
_BEGIN, _END = "<!-- fleet: written by `python -m bench.fleet_plans --write` -->\n", "<!-- /fleet -->"
_POINTS = 100
_HOUR = 3600
FLEET = Fleet()


@dataclass(frozen=True)
class Plan:
    """A limit and who works against it.

    Args:
        rate: requests that the application may send in `seconds`.
        seconds: see there.
        runners: stacks that are deployed at once.
        timeout: `operationTimeout`.
    """

    rate: int
    seconds: float
    runners: int
    timeout: float = FLEET.timeout

    @property
    def limit(self) -> str:
        """The limit in words."""
        return f"{self.rate:,} in {self.seconds:g} s" if self.seconds > 1 else f"{self.rate} a second"


PLANS = (
    Plan(130_000, 10, 50),
    Plan(100, 1, 50),
    Plan(50, 1, 50),
    Plan(20, 1, 50),
    Plan(20, 1, 20),
    Plan(10, 1, 50),
    Plan(10, 1, 50, 1800),
    Plan(10, 1, 10),
    Plan(5, 1, 5),
    Plan(15, 30, 1),
)


def result(plan: Plan, fleet: Fleet = FLEET) -> dict[str, Any]:
    """Return what becomes of a plan, with points for the chart."""
    fleet = replace(fleet, runners=plan.runners, timeout=plan.timeout)
    outcome = simulate(fleet, Limit(plan.rate, plan.seconds, by_emulator_clock=True))
    served = outcome.served
    every = max(1, len(served) // _POINTS)
    return {
        "limit": plan.limit,
        "runners": plan.runners,
        "timeout": plan.timeout,
        "hours": round(outcome.seconds / _HOUR, 2),
        "hours at the limit": round(fleet.meetings * plan.seconds / plan.rate / _HOUR, 2),
        "made": len(served),
        "refused": outcome.refused,
        "runs started again": outcome.failed,
        "made after hours": [[round(at / _HOUR, 3), n] for n, at in enumerate(served) if n % every == 0],
    }


def table(results: list[dict[str, Any]]) -> str:
    """Return the table of docs/scale.md."""
    head = (
        "limit of the application",
        "runners",
        "`operationTimeout`",
        "hours",
        "hours at the limit itself",
        "meetings made",
        "requests refused",
        "runs that failed",
    )
    rows = [
        (
            row["limit"],
            row["runners"],
            f"{row['timeout']:.0f} s",
            f"{row['hours']:.2f}",
            f"{row['hours at the limit']:.2f}",
            f"{row['made']:,}",
            f"{row['refused']:,}",
            f"{row['runs started again']:,}",
        )
        for row in results
    ]
    return markdown.table(head, rows)


def page(text: str, results: list[dict[str, Any]]) -> str:
    """Return the text of docs/scale.md with the table in it."""
    before, rest = text.split(_BEGIN)
    return f"{before}{_BEGIN}{table(results)}{_END}{rest.split(_END, 1)[1]}"


@click.command()
@click.option("--write", is_flag=True, help="Write results, chart and table.")
def main(*, write: bool) -> None:
    """Simulate every plan and print the table."""
    results = [result(plan) for plan in PLANS]
    Console(width=160).print(table(results))
    if write:
        RESULTS.parent.mkdir(exist_ok=True)
        CHART.parent.mkdir(exist_ok=True)
        RESULTS.write_text("[\n" + ",\n".join(map(json.dumps, results)) + "\n]\n", encoding="utf-8")
        CHART.write_text(drawn(results), encoding="utf-8")
        PAGE.write_text(page(PAGE.read_text("utf-8"), results), encoding="utf-8")


if __name__ == "__main__":
    main()
