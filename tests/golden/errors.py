"""The error catalogue as a page."""

from __future__ import annotations

import itertools
import string
from typing import TYPE_CHECKING

from msgraph_meetings.errors.catalogue import CATALOGUE
from msgraph_meetings.errors.catalogue.entra import ENTRA
from msgraph_meetings.errors.catalogue.graph import GRAPH
from msgraph_meetings.errors.catalogue.methods import METHODS
from msgraph_meetings.errors.catalogue.network import NETWORK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgraph_meetings.errors.catalogue.answers import GraphRow
    from msgraph_meetings.errors.catalogue.entra import EntraRow
    from msgraph_meetings.errors.catalogue.rows import KindRow

    _Rows = Sequence[GraphRow] | Sequence[EntraRow] | Sequence[KindRow]


def _message(text: str) -> str:
    """Return a row's text, with the words of a case in italics."""
    parts = string.Formatter().parse(text)
    return "".join(literal + (f"*{name}*" if name and name != "number" else "") for literal, name, *_ in parts)


def _commands(fix: str) -> str:
    """Return the fix, with indented lines as blocks of code."""
    lines = []
    for code, group in itertools.groupby(fix.split("\n"), lambda line: line.startswith("    ")):
        block = [line.strip().replace("{", "<").replace("}", ">") if code else line for line in group]
        lines += ["", "```powershell", *block, "```", ""] if code else block
    return "\n".join(lines).rstrip("\n")


def _errors(title: str, rows: _Rows) -> str:
    parts = [f"## {title}\n"]
    for row in rows:
        source = f" ([source]({row.source}))" if row.source.startswith("https:") else f" ({row.source})"
        parts += [
            f"### {row.id}\n",
            (
                f"*Comes back:* {row.came}. *Evidence:* {row.evidence}{source if row.source else ''}."
                f" *Raises:* `{row.error.__name__}`.\n"
            ),
            f"> {_message(row.what)} {_message(row.why)}\n",
            f"{_message(_commands(row.fix))}\n",
        ]
    return "\n".join(parts)


def error_index() -> str:
    """Return a table that leads from a message to its section."""
    rows = ["| the message begins with | section |", "|---|---|"]
    for row in itertools.chain(GRAPH, ENTRA, METHODS, NETWORK):
        first = _message(row.what).replace("|", "\\|").replace("\n", " ")
        rows.append(f"| {first} | [{row.id}](#{row.id}) |")
    return "\n".join(rows) + "\n"


def error_catalogue() -> str:
    """Return every row of the catalogue as a page."""
    origins: dict[str, _Rows] = {
        "Answers of Microsoft Graph": GRAPH,
        "Refusals of Microsoft Entra": ENTRA,
        "Ways to sign in, before Entra or without it": METHODS,
        "The way there": NETWORK,
    }
    assert sum(map(len, origins.values())) == len(CATALOGUE)
    return "\n".join(_errors(title, rows) for title, rows in origins.items())
