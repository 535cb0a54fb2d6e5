"""`make bench`: times of every command, CPU and memory; a table, a results file and charts.

python -m bench [--quick] [--resume] [--rounds N] [--count N ...] [--delay MS ...] [--growth] [--section NAME ...]

What was measured is kept after each round in bench/results/samples.jsonl: `--resume` goes on there, and so does a run
without times.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bench import aims, charts, cpu, machine, memory, program, stack, terraform
from bench.cases import GROWTH, QUICK, ROUNDS, Case, chosen
from bench.figures import rows
from bench.page import CHARTS, RESULTS
from bench.results import results
from bench.rounds import measured
from bench.samples import Samples
from bench.show import console, note, times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bench.aims import Figure

_LITTLE = 200
"""Meetings for the CPU figures of a quick run."""

SECTIONS: dict[str, tuple[str, Callable[[], list[Figure]]]] = {
    "cpu": (cpu.TITLE, cpu.figures),
    "memory": (memory.TITLE, memory.figures),
    "program": (program.TITLE, program.figures),
}
_DEFAULT = ("times", "cpu", "memory")
_SAMPLES = "samples.jsonl"


def plan(
    counts: tuple[int, ...], delays: tuple[int, ...], rounds: int | None, *, quick: bool, growth: bool
) -> dict[Case, int]:
    """Return how many rounds each case has."""
    if counts:
        return chosen(counts, delays or (0,), rounds or 1)
    cases = QUICK if quick else GROWTH if growth else ROUNDS
    return {case: rounds or number for case, number in cases.items() if not delays or case.delay_ms in delays}


def time_cases(cases: Mapping[Case, int], samples: Samples) -> None:
    """Measure the rounds that are missing."""
    if any(case.delay_ms for case in cases):
        samples.leave_out(terraform.not_measured() | stack.not_measured())
    for case, rounds in cases.items():
        done, start = samples.rounds(case), time.monotonic()
        if done >= rounds:
            continue
        _say(f"{case.title}: round {done + 1} of {rounds} …")
        for number, found in enumerate(measured(case, range(done, rounds), samples.not_measured()), done + 1):
            samples.add(found)
            _say(f"{case.title}: round {number} of {rounds} done, {time.monotonic() - start:.0f} s")


def other_sections(names: tuple[str, ...], samples: Samples, *, quick: bool) -> None:
    """Measure what is not a time of a command and not there yet, and print it."""
    for name in [name for name in names if name not in samples.sections()]:
        title, figures = SECTIONS[name]
        _say(f"{title} …")
        found = cpu.figures(_LITTLE) if quick and name == "cpu" else figures()
        samples.add_section(name, aims.to_json(found))
        aims.show(found, title)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


_AT_LEAST_ONE, _FROM_ZERO = click.IntRange(min=1), click.IntRange(min=0)


@click.command(context_settings={"show_default": True})
@click.option("--quick", is_flag=True, help="Two minutes: shows that it works. Writes no charts.")
@click.option("--resume", is_flag=True, help="Keep the rounds there are, and measure only those that are missing.")
@click.option("--rounds", type=_AT_LEAST_ONE, help="As many of every case.")
@click.option("--count", "counts", type=_AT_LEAST_ONE, multiple=True, help="Meetings, instead of the usual cases.")
@click.option("--delay", "delays", type=_FROM_ZERO, multiple=True, help="Milliseconds a request: only these cases.")
@click.option("--growth", is_flag=True, help="1 to 5,000 meetings, for the fit of our part.")
@click.option("--section", "sections", type=click.Choice(["times", *SECTIONS]), multiple=True, default=_DEFAULT)
@click.option("--output", type=click.Path(path_type=Path), default=RESULTS, help="The folder of the results.")
def main(  # noqa: PLR0913 - one parameter an option
    *,
    quick: bool,
    resume: bool,
    rounds: int | None,
    counts: tuple[int, ...],
    delays: tuple[int, ...],
    growth: bool,
    sections: tuple[str, ...],
    output: Path,
) -> None:
    """Measure, print the table, and write the results file and the charts."""
    made_by = {"machine": machine.machine(), "versions": machine.versions()}
    samples = Samples(output / (f"quick-{_SAMPLES}" if quick else _SAMPLES), made_by)
    try:
        samples.begin(anew="times" in sections and not resume)
    except ValueError as error:
        sys.exit(str(error))
    if "times" in sections:
        time_cases(plan(counts, delays, rounds, quick=quick, growth=growth), samples)
    wanted = tuple(name for name in sections if name in SECTIONS and not (quick and name != "cpu"))
    other_sections(wanted, samples, quick=quick)
    finish(samples, made_by, output, quick=quick)


def finish(samples: Samples, made_by: dict[str, Any], output: Path, *, quick: bool) -> None:
    """Print the table of times, and write what is kept."""
    found = rows(samples.all())
    for table in times(found, samples.not_measured()):
        console().print(table)
    if sentence := note(found):
        console().print(sentence)
    today = dt.datetime.now(dt.timezone.utc).date().isoformat()
    path = results(samples, today, made_by).write(output, quick=quick)
    if not quick:
        charts.write(found, CHARTS if output == RESULTS else output / "charts")
    _say(f"Written: {path}" + ("" if quick else ". For the docs: python -m tests.golden"))


if __name__ == "__main__":
    main()
