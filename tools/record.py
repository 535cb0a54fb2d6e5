"""The last result of each step of `make proof`, kept in docs/proof.md."""

from __future__ import annotations

import datetime as dt
import os
import platform
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from tools import markdown, shell
from tools.process import answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tools.places import Places

COUNTS = "MSGRAPH_MEETINGS_COUNTS"
"""The variable that names a file; each run of pytest adds a line to it: how many passed, failed and were skipped."""
_HEAD = """# The last `make proof`

`make proof` writes this page: the last result of each of its steps, with the versions that it ran with. A step that
was not run keeps the row of its last run. [CONTRIBUTING](../CONTRIBUTING.md) says what each step does.

"""


@dataclass(frozen=True)
class Row:
    """The last result of one step."""

    step: str
    result: str = "never run"
    date: str = ""
    minutes: str = ""
    tests: str = ""
    commit: str = ""
    python: str = ""
    pulumi: str = ""
    pulumi_sdk: str = ""
    system: str = ""
    cores: str = ""


_COLUMNS = [each.name for each in fields(Row)]


def write(page: Path, done: Iterable[Row], steps: Sequence[str]) -> None:
    """Write the page: the new rows, and the last ones of the other steps."""
    known = {row.step: row for row in (*read(page), *done)}
    rows = [known.get(step, Row(step)) for step in steps]
    columns = [name.replace("_", " ") for name in _COLUMNS]
    table = markdown.table(columns, ([getattr(row, name) for name in _COLUMNS] for row in rows))
    page.write_text(_HEAD + table, encoding="utf-8")


def read(page: Path) -> list[Row]:
    """Return the rows that the page has; none where there is no page."""
    lines = page.read_text(encoding="utf-8").splitlines() if page.is_file() else []
    table = [line for line in lines if line.startswith("| ")][1:]
    return [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in table if "---" not in line]


def counted(file: Path) -> str:
    """Return what the runs of pytest counted, added up: `12 passed, 1 failed`; empty where none ran."""
    lines = [line.split() for line in file.read_text(encoding="ascii").splitlines()] if file.is_file() else []
    sums = [sum(map(int, column)) for column in zip(*lines, strict=True)]
    names = ("passed", "failed", "skipped")
    return ", ".join(f"{number} {name}" for number, name in zip(sums, names, strict=False) if number)


def versions(places: Places, folders: Sequence[Path]) -> dict[str, str]:
    """Return what a row says of this machine: versions, the name of the system, and no other name."""
    sdk = "from importlib.metadata import version; print(version('pulumi'))"
    return {
        "date": dt.datetime.now(dt.timezone.utc).date().isoformat(),
        "commit": answer(["git", "rev-parse", "--short", "HEAD"], cwd=places.root),
        "python": platform.python_version(),
        "pulumi": answer(["pulumi", "version"], env=shell.environment(os.environ, folders)).removeprefix("v"),
        "pulumi_sdk": answer([places.python, "-c", sdk]),
        "system": _system(),
        "cores": str(os.cpu_count()),
    }


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"
