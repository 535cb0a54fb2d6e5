"""The help and the output of the commands about a stack's meetings, for docs/cli.md."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from click.testing import CliRunner

from msgraph_meetings import cli
from msgraph_meetings.commands.group import COMMANDS
from tests.commands.person import export, resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PROGRAM = "msgraph-meetings"
_STATE = export(
    resource(
        "standup",
        subject="Stand-up",
        startDateTime="2027-01-04T09:00:00Z",
        endDateTime="2027-01-04T09:15:00Z",
    ),
    resource("review", subject="Review", startDateTime="2027-01-15T13:00:00Z", endDateTime="2027-01-15T14:00:00Z"),
    resource("kickoff", subject="Kick-off", startDateTime="2026-11-10T09:00:00Z", endDateTime="2026-11-10T10:00:00Z"),
    resource("office-hours", subject="Office hours"),
)
_NOW = ("--now", "2027-01-02T00:00:00Z")


def helps() -> dict[str, Callable[[], str]]:
    """Return for each command the function that makes its help."""
    return {name: lambda name=name: _help(name) for name in COMMANDS}  # type: ignore[misc]  # mypy cannot infer it


def outputs() -> dict[str, Callable[[], str]]:
    """Return for each mark of the page the function that makes an output."""
    return {
        "list-output": lambda: _output("list dev", "list", *_NOW),
        "show-output": lambda: _output("show standup", "show", "standup", *_NOW),
        "expiring-output": lambda: _output("expiring dev --within 14d; echo $?", "expiring", *_NOW),
        "share-output": lambda: _output(
            "share dev --to markdown --only standup", "share", "--to", "markdown", "--only", "standup", *_NOW
        ),
    }


def _help(name: str) -> str:
    shown = CliRunner().invoke(cli._commands(), [name, "--help"], prog_name=_PROGRAM, terminal_width=80)
    return f"```console\n$ {_PROGRAM} {name} --help\n{shown.output}```\n"


def _output(told: str, *words: str) -> str:
    variables = {"COLUMNS": "80", "FORCE_COLOR": None, "NO_COLOR": "1", "TZ": "UTC"}
    with _in_utc():
        shown = CliRunner().invoke(cli._commands(), [*words, "--file", "-"], input=_STATE, env=variables)
    code = f"{shown.exit_code}\n" if told.endswith("$?") else ""
    return f"```console\n$ {_PROGRAM} {told}\n{shown.output}{code}```\n"


@contextmanager
def _in_utc() -> Iterator[None]:
    """Make UTC this process's time zone for a while."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
