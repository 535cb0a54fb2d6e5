"""A person at a shell: runs the command line, in this process or in one of its own, and sees what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from msgraph_meetings import cli

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COMMAND = [sys.executable, "-c", "from msgraph_meetings.cli import main; main()"]
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
PLUGIN = "msgraph-meetings:index:OnlineMeeting"
DYNAMIC = "pulumi-python:dynamic/msgraph-meetings:OnlineMeeting"
LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_{name}%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d"
USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
TENANT = "5f0c1d3a-6b7e-4c52-9a41-2d8e7f3b9c10"
_FOREIGN = ("ARM_", "AZURE_", "MSGRAPH_", "PULUMI_")
_TAKEN_OUT = ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
_LIMIT = 60


@dataclass(frozen=True)
class Seen:
    """The output of a command, and its exit code."""

    code: int
    output: str
    errors: str

    @property
    def object(self) -> dict[str, Any]:
        """The JSON object."""
        content: dict[str, Any] = json.loads(self.output)
        return content

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.output.splitlines()


@dataclass(frozen=True)
class Person:
    """A person with these variables, in UTC."""

    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def _all(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_FOREIGN) and name not in _TAKEN_OUT
        }
        return {**kept, "TZ": "UTC", **self.environment}

    def having(self, **variables: str) -> Person:
        """Return the same person with more variables."""
        return Person({**self.environment, **variables})

    def runs(self, *words: str | Path, given: str | bytes | None = None) -> Seen:
        """Run the command in this process."""
        gone = {name: None for name in os.environ if name not in self._all}
        done = CliRunner().invoke(cli._commands(), [*map(str, words)], input=given, env={**gone, **self._all})
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        return Seen(done.exit_code, done.stdout, done.stderr)

    def starts(self, *words: str | Path, **options: Any) -> subprocess.Popen[bytes]:
        """Start the command in a process of its own."""
        return subprocess.Popen([*COMMAND, *map(str, words)], env=self._all, **options)

    def finishes(self, *words: str | Path, given: bytes = b"") -> Seen:
        """Run the command in a process of its own."""
        with self.starts(*words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            output, errors = process.communicate(given, timeout=_LIMIT)
        return Seen(process.returncode, output.decode(), errors.decode())


def secret(value: Any = None, ciphertext: str = "v1:abc") -> dict[str, str]:
    """Return a secret as an export holds it: encrypted, or in clear with a value."""
    mark = {SIGNATURE: SECRET}
    return mark | ({"ciphertext": ciphertext} if value is None else {"plaintext": json.dumps(value)})


def resource(name: str, kind: str = PLUGIN, **outputs: Any) -> dict[str, Any]:
    """Return a meeting as an export holds it."""
    made = {
        "externalId": name,
        "userId": USER,
        "joinWebUrl": LINK.format(name=name),
        "joinMeetingId": "123456789",
        "organizer": {"id": USER, "tenantId": TENANT, "displayName": "Ada"},
        "creationDateTime": "2026-12-01T08:00:00Z",
    }
    values = {key: value for key, value in (made | outputs).items() if value is not None}
    return {
        "urn": f"urn:pulumi:dev::meetings::{kind}::{name}",
        "custom": True,
        "type": kind,
        "id": f"MSo-{name}",
        "outputs": values,
        "modified": "2026-12-02T09:30:00.123456789Z",
    }


def export(*resources: dict[str, Any]) -> str:
    """Return a stack's export with these resources."""
    return json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": [*resources]}})
