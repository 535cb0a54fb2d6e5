"""Figures with their aims: CPU, memory, requests and connections."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bench.show import console, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("figure", "value", "aim", "")


@dataclass(frozen=True)
class Figure:
    """A measured value and its upper limit; ``aim`` is None if there is no limit."""

    what: str
    value: float
    unit: str
    aim: float | None = None

    @property
    def met(self) -> str:
        """'met' or 'NOT MET'; empty without an aim."""
        return "" if self.aim is None else "met" if self.value <= self.aim else "NOT MET"

    def cells(self) -> tuple[str, ...]:
        """Return the figure as a row of a table."""
        aim = "" if self.aim is None else f"at most {self.aim:g} {self.unit}".strip()
        return self.what, f"{self.value:g} {self.unit}".strip(), aim, self.met


def to_json(found: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return the figures for the results file."""
    return [asdict(figure) for figure in found]


def show(found: Sequence[Figure], title: str) -> None:
    """Print figures with their aims."""
    table = plain_table(*COLUMNS, title=title)
    for one in found:
        table.add_row(*one.cells())
    console().print(table)
