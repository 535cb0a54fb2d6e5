"""The printed tables, and the sentence below them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.matrix.trial import Cell

    Cells = Mapping[tuple[str, str], Cell]
    """By row and column."""


def table(title: str, cells: Cells) -> Table:
    """Return a table by fault (rows) and request (columns): the first run's result, and the repair by the next run."""
    columns = list(dict.fromkeys(column for _, column in cells))
    drawn = Table("", *columns, title=title, title_justify="left")
    for row in dict.fromkeys(row for row, _ in cells):
        drawn.add_row(row, *(_text(cells.get((row, column))) for column in columns))
    return drawn


def summary(name: str, cells: Cells) -> str:
    """Return the number of cells of each kind, in words."""
    ends = Counter(_end(cell) for cell in cells.values())
    bad = sum(bool(cell.problems) for cell in cells.values())
    counted = ", ".join(f"{number} {end}" for end, number in sorted(ends.items()))
    return f"{name}: {len(cells)} cells, {counted}; {len(cells) - bad} converged on what is declared, {bad} bad."


def complaints(cells: Cells) -> Iterator[str]:
    """Return a paragraph for each bad cell."""
    for (row, column), cell in cells.items():
        if cell.problems:
            yield f"{column} / {row}: {'; '.join(cell.problems)}\n{cell.said}\n"


def _text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return f"[red]{_end(cell)} / NO[/red]" if cell.problems else f"{_end(cell)} / yes"


def _end(cell: Cell) -> str:
    return f"repeated {cell.repeated}" if cell.repeated and cell.end == "done" else cell.end
