"""Run the doctor's command line with the environment of an imaginary machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from msgraph_meetings.doctor.command import doctor

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMAND = [sys.executable, "-c", "from msgraph_meetings.cli import main; main()", "doctor"]
_LIMIT = 60
_TITLES = {
    "Settings": "settings",
    "Way to sign in": "method",
    "Token service": "signInEndpoint",
    "Microsoft Graph": "graphEndpoint",
    "Clock": "clock",
    "Token": "token",
    "Permission": "permission",
    "Organizer": "organizer",
    "Access policy": "accessPolicy",
    "Trial meeting": "create",
}
NAMES = list(_TITLES.values())
_LINE = re.compile(r"(?P<mark>[^\s\w]) (?P<title>[A-Z][A-Za-z ]+): (?P<summary>.*)")
_STATUS = {"✓": "passed", "✗": "failed", "\N{EN DASH}": "skipped"}


@dataclass(frozen=True)
class Report:
    """The doctor's output and its exit code."""

    code: int
    output: str
    errors: str

    @property
    def statuses(self) -> dict[str, str]:
        """The result of each check; checks that were not run are counted in one line."""
        lines = [line for line in map(_LINE.match, self.output.splitlines()) if line]
        found = {_TITLES[line["title"]]: _STATUS[line["mark"]] for line in lines if line["title"] in _TITLES}
        counted = [int(line["summary"].split()[0]) for line in lines if line["title"] == "Not run"]
        assert counted in ([], [len(_TITLES) - len(found)])
        return dict.fromkeys(NAMES, "skipped") | found

    @property
    def failures(self) -> list[str]:
        """The checks with a cross."""
        return [name for name, status in self.statuses.items() if status == "failed"]

    @property
    def object(self) -> dict[str, Any]:
        """The JSON object of ``--json``."""
        content: dict[str, Any] = json.loads(self.output)
        return content

    def check(self, name: str) -> dict[str, Any]:
        """Return one check of that object."""
        found: dict[str, Any] = next(check for check in self.object["checks"] if check["name"] == name)
        return found


@dataclass(frozen=True)
class Machine:
    """A machine: its variables, and its secrets, which must not be printed."""

    environment: Mapping[str, str]
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def having(self, **variables: str) -> Machine:
        """Return the same machine with more variables; their secrets must not be printed."""
        new = tuple(value for name, value in variables.items() if "SECRET" in name or "TOKEN" in name)
        return Machine({**self.environment, **variables}, (*self.secrets, *new))

    def without(self, *names: str) -> Machine:
        """Return the same machine without these variables."""
        kept = {name: value for name, value in self.environment.items() if name not in names}
        return Machine(kept, self.secrets)

    def doctor(self, *options: str, answer: str | None = None) -> Report:
        """Run the command in this process."""
        gone = {name: None for name in os.environ if name not in self.environment}
        done = CliRunner().invoke(doctor, options, input=answer, env={**gone, **self.environment})
        return self._seen(Report(done.exit_code, done.stdout, done.stderr))

    def doctor_process(self, *options: str) -> Report:
        """Run the command in a process of its own, as a user does."""
        done = subprocess.run(
            [*COMMAND, *options],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=_LIMIT,
            check=False,
        )
        return self._seen(Report(done.returncode, done.stdout, done.stderr))

    def _seen(self, report: Report) -> Report:
        everything = report.output + report.errors
        assert "Traceback" not in everything
        assert [secret for secret in self.secrets if secret in everything] == []
        return report
