"""Tables: with lines on a terminal, and as plain text, as wide as needed, anywhere else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from bench.figures import BUSY, busy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.cases import Case
    from bench.figures import Row

COLUMNS = ("command", "who", "rounds", "median s", "÷ floor", "÷ Terraform", "÷ stand-in", "emulator's CPU")
_WIDE = 160
"""The width of a table that is not printed to a terminal: rich would use 80 and cut words."""


def console() -> Console:
    """Return where the tables go."""
    return Console() if sys.stdout.isatty() else Console(width=_WIDE, no_color=True)


def plain_table(*columns: str, title: str = "") -> Table:
    """Return an empty table."""
    style = box.SIMPLE_HEAD if sys.stdout.isatty() else box.ASCII2
    table = Table(title=title or None, title_justify="left", box=style)
    for number, column in enumerate(columns):
        table.add_column(column, no_wrap=number == 0)
    return table


def times(found: Sequence[Row], not_measured: Mapping[str, str]) -> list[Table]:
    """Return a table for each case, with the reason for each candidate that was not measured."""
    cases = dict.fromkeys(row.case for row in found)
    return [_of_case(case, [row for row in found if row.case == case], not_measured) for case in cases]


def _of_case(case: Case, found: Sequence[Row], not_measured: Mapping[str, str]) -> Table:
    columns, lines = columns_and_lines(found)
    table = plain_table(*columns, title=case.title)
    for row, line in zip(found, lines, strict=True):
        table.add_row(*line, end_section=row.candidate == found[-1].candidate)
    for name, reason in not_measured.items():
        if name in case.candidates:
            table.add_row("", name, "", f"not measured: {reason}")
    return table


def columns_and_lines(found: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """Return a case's columns, without those that have no value in any row, and its rows as text."""
    lines = [cells(row) for row in found]
    filled = [number for number in range(len(COLUMNS)) if any(line[number] for line in lines)]
    return [COLUMNS[number] for number in filled], [[line[number] for number in filled] for line in lines]


def cells(row: Row) -> list[str]:
    """Return one row as text."""
    return [
        row.command,
        row.candidate,
        str(len(row.seconds)),
        f"{row.median:.2f}",
        ratio(row.over_floor),
        ratio(row.over_terraform),
        ratio(row.over_stand_in),
        "" if row.service is None else f"{row.service:.0%}",
    ]


def ratio(value: float | None) -> str:
    """Return a ratio as text; an empty string for none."""
    return "" if value is None else f"{value:.2f}"


def note(found: Sequence[Row]) -> str:
    """Return a sentence about rows in which the emulator may have been the bottleneck; an empty string for none."""
    named = [f"{row.candidate} {row.command}, {row.case.title} ({row.service:.0%})" for row in busy(found)]
    return service_may_limit("; ".join(named)) if named else ""


def service_may_limit(rows: str) -> str:
    """Return a sentence that names the rows in which the emulator may have been the bottleneck."""
    return f"The emulator used more than {BUSY * 100:.0f} % of one core, so the service may be the limit: {rows}."
