"""Run the probe's command line against an emulator, and read its record."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from msgraph_meetings.probe.command import probe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

COMMAND = [sys.executable, "-c", "from msgraph_meetings.cli import main; main()", "probe"]
ONLY_MEETINGS = ["OnlineMeetings.ReadWrite.All"]
NOT_ANSWERED = "not answered"
_FOREIGN = ("ARM_", "AZURE_", "MSGRAPH_", "IDENTITY_", "IMDS_", "MSI_")


@dataclass(frozen=True)
class Outcome:
    """The end of one run."""

    code: int
    errors: str
    record: dict[str, Any]
    """The record; empty if none was written."""

    page: str = ""
    """The record as Markdown."""

    def answer(self, question: str) -> dict[str, Any]:
        """Return the answer to a question."""
        found: dict[str, Any] = next(one for one in self.record["answers"] if one["question"] == question)
        return found

    def value(self, question: str) -> Any:
        """Return the value that was observed, or the status of the answer if there is no value."""
        found = self.answer(question)
        return found["value"] if found["status"] == "observed" else found["status"]


@dataclass(frozen=True)
class Asker:
    """Runs the probe in a folder of its own, against an emulator whose app can only manage meetings."""

    emulator: Emulator
    folder: Path

    @property
    def journal(self) -> Path:
        """The journal of the runs."""
        return self.folder / "probe.journal"

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables of a machine that is set up for the emulator only."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
        return own | self.emulator.environment() | {"ARM_USE_CLI": "false"}

    def options(self, *more: str) -> list[str]:
        """Return the options of a run without waits and questions."""
        files = ["--record", str(self.folder / "record.json"), "--journal", str(self.journal)]
        return [*files, "--gap", "0", "--yes", *more]

    def ask(self, *more: str, **variables: str) -> Outcome:
        """Run the command in this process."""
        gone = {name: None for name in os.environ if name not in self.environment}
        environment = {**gone, **self.environment, **variables}
        done = CliRunner().invoke(probe, self.options(*more), env=environment)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return self._outcome(done.exit_code, done.stderr)

    def process(self, *more: str) -> subprocess.Popen[str]:
        """Start the command in a process of its own."""
        return subprocess.Popen(
            [*COMMAND, *self.options(*more)],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _outcome(self, code: int, errors: str) -> Outcome:
        file = self.folder / "record.json"
        if not file.exists():
            return Outcome(code, errors, {})
        page = file.with_suffix(".md")
        found = Outcome(code, errors, json.loads(file.read_text("utf-8")), page.read_text("utf-8"))
        file.unlink()
        page.unlink()
        return found
