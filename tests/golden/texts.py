"""The expected texts, made from the code."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

import msgraph_meetings
from bench.page import measured
from msgraph_meetings_emulator.run.command import emulator
from tests.golden.commands import helps, outputs
from tests.golden.doctor import doctor_help, doctor_output
from tests.golden.errors import error_catalogue, error_index
from tests.golden.probe import probe_help, probe_page, probe_plan, probe_questions, probe_undecided
from tests.golden.promises import promises_table
from tests.golden.records import records_table
from tests.golden.registry import installation, parameters, programs
from tests.golden.rules import rules_table
from tests.golden.serves import served_table
from tests.golden.switches import switches_table
from tests.golden.tables import arguments_table, settings_table

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Text:
    """A part of a file between two marks, and the function that makes it."""

    file: str
    mark: str
    make: Callable[[], str]

    def _bounds(self, content: str) -> tuple[int, int]:
        start = content.index(f"<!-- {self.mark}:")
        return content.index("-->\n", start) + 4, content.index(f"<!-- /{self.mark} -->")

    def committed(self) -> str:
        """Return the part in the file."""
        content = (ROOT / self.file).read_text(encoding="utf-8")
        start, end = self._bounds(content)
        return content[start:end]

    def write(self) -> None:
        """Write the part made from the code into the file."""
        path = ROOT / self.file
        content = path.read_text(encoding="utf-8")
        start, end = self._bounds(content)
        path.write_text(content[:start] + self.make() + content[end:], encoding="utf-8")


def public_names() -> str:
    """Return the names that can be imported from the package, and the arguments of the resource."""
    parameters = inspect.signature(msgraph_meetings.OnlineMeeting.__init__).parameters
    lines = [f"- `{name}`" for name in msgraph_meetings.__all__]
    lines += ["", "Arguments of `OnlineMeeting`: " + ", ".join(f"`{name}`" for name in list(parameters)[1:]) + "."]
    return "\n".join(lines) + "\n"


def emulator_help() -> str:
    """Return the output of `msgraph-meetings emulator --help`."""
    shown = CliRunner().invoke(emulator, ["--help"], prog_name="msgraph-meetings emulator", terminal_width=100)
    return f"```console\n$ msgraph-meetings emulator --help\n{shown.output}```\n"


TEXTS = (
    Text("docs/settings.md", "settings", settings_table),
    Text("docs/arguments.md", "arguments", arguments_table),
    Text("docs/arguments.md", "names", public_names),
    Text("docs/doctor.md", "help", doctor_help),
    Text("docs/doctor.md", "output", doctor_output),
    *(Text("docs/cli.md", f"{name}-help", make) for name, make in helps().items()),
    *(Text("docs/cli.md", mark, make) for mark, make in outputs().items()),
    Text("docs/emulator/reference.md", "help", emulator_help),
    Text("docs/emulator/reference.md", "switches", switches_table),
    Text("docs/emulator/rules.md", "rules", rules_table),
    Text("docs/emulator/serves.md", "serves", served_table),
    Text("docs/probe.md", "plan", probe_plan),
    Text("docs/probe.md", "help", probe_help),
    Text("docs/probe.md", "page", probe_page),
    Text("docs/probe.md", "questions", probe_questions),
    Text("docs/probe.md", "undecided", probe_undecided),
    Text("docs/contract/records.md", "records", records_table),
    Text("docs/promises.md", "promises", promises_table),
    Text("docs/errors.md", "index", error_index),
    Text("docs/errors.md", "errors", error_catalogue),
    Text("docs/_index.md", "installation", installation),
    Text("docs/_index.md", "programs", programs),
    Text("docs/_index.md", "parameters", parameters),
    Text("docs/performance.md", "measured", measured),
)
