"""Tables in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table, with a line end after each row."""
    lines = (columns, ["---"] * len(columns), *rows)
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
