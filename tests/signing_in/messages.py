"""Find the catalogue's sentences in the output of a deployment."""

from __future__ import annotations

import re
import string

from msgraph_meetings.errors.catalogue import CATALOGUE

_ROWS = {row.id: row for row in CATALOGUE}


def tells(said: str, row: str) -> bool:
    """Return True if a text contains the whole message of that row, with any values in its braces."""
    sentences = f"{_ROWS[row].what} {_ROWS[row].why} {_ROWS[row].fix}"
    for_people = "\n".join(line for line in said.splitlines() if '"v":' not in line)  # without the engine's log
    return re.search(_pattern(sentences), _one_line(for_people)) is not None


def _pattern(text: str) -> str:
    parts = string.Formatter().parse(_one_line(text))
    return "".join(re.escape(literal) + (".*?" if name is not None else "") for literal, name, *_ in parts)


def _one_line(text: str) -> str:
    return " ".join(text.split())
