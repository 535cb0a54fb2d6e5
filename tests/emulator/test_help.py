"""The start-up text of the emulator, and the help of the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from msgraph_meetings.cli import _commands
from msgraph_meetings_emulator.run.greeting import greeting

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator


def _help(*arguments: str) -> list[str]:
    shown = CliRunner().invoke(_commands(), [*arguments, "--help"], prog_name="msgraph-meetings", terminal_width=80)
    assert shown.output.startswith("Usage:")
    return shown.output.splitlines()


def _names() -> list[str]:
    commands = _commands()
    return sorted(commands.list_commands(click.Context(commands)))


def test_start_up_text_fits_80_columns_and_names_what_it_prints(msgraph_emulator: Emulator) -> None:
    description = replace(msgraph_emulator._description, proxy="http://127.0.0.1:44444")
    lines = greeting(description).splitlines()
    assert [line for line in lines if len(line) > 80 and not line.startswith(("export ", "  /"))] == []
    for title, value in {
        "Address (Graph and sign-in), and page for a browser:": description.endpoint,
        "CA certificate:": str(description.ca),
        "Proxy:": "http://127.0.0.1:44444",
        "Users (object ids):": description.user_ids[0],
    }.items():
        assert lines[lines.index(title) + 1] == f"  {value}"
    assert lines[-1] == "Press Ctrl-C to stop."


@pytest.mark.parametrize("arguments", [(), *((name,) for name in _names()), ("emulator", "env")])
def test_help_fits_80_columns_when_the_terminal_has_them(arguments: tuple[str, ...]) -> None:
    assert [line for line in _help(*arguments) if len(line) > 80] == []


def test_help_shows_whole_summaries_when_commands_are_listed() -> None:
    lines = _help()
    rows = lines[lines.index("Commands:") + 1 :]
    assert [row.split()[0] for row in rows] == _names()
    assert [row for row in rows if "..." in row or not row.endswith(".")] == []
