"""The calls that the emulator serves, from its table and the routes of its code."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.serves import EVERYWHERE, SERVED, UNSERVED, Served
from tests.emulator.routes import grouped, own_routes


def served_table() -> str:
    """Return every path and method, and the differences of its answers."""
    always = f"In every request to Graph these headers count: {_names(EVERYWHERE)}.\n"
    return "\n".join([always, *(_part(about, rows) for about, rows in SERVED.items()), _otherwise(), _own()])


def _part(about: str, rows: tuple[Served, ...]) -> str:
    lines = [
        f"## {about}\n",
        "| request | answer | query options | headers that count | otherwise |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{row.method} {row.path}` | {row.says} | {_names(row.query)} | {_names(row.headers)} | {row.otherwise} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _otherwise() -> str:
    lines = ["## What it does not serve\n", "| request | what it is | answer |", "|---|---|---|"]
    lines += [f"| `{row.method} {row.path}` | {row.says} | {row.status} `{row.code}` |" for row in UNSERVED]
    return "\n".join(lines) + "\n"


def _own() -> str:
    lines = ["## The control paths\n", "| request | what it does |", "|---|---|"]
    lines += [f"| `{method} {path}` | {line} |" for method, path, line in grouped(own_routes())]
    return "\n".join(lines) + "\n"
