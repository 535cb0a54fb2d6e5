"""CLI for Microsoft 365, which knows only Microsoft's hosts.

`teams meeting list` is left out: it looks for meetings in the calendar (`/users/{id}/events`), which is not served.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.client.pki import identity
from tests.clients.programs import PLACES, environment
from tests.emulator.client import Client
from tools import clients
from tools.sdk import toolchains

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

pytestmark = pytest.mark.proof
_LIMIT = 120


@dataclass(frozen=True)
class M365:
    """The command line, at home in a folder of its own, where nobody is signed in yet."""

    emulator: Emulator
    home: Path

    def __call__(self, *words: str, fails: bool = False) -> Any:
        """Return the output of a command: its JSON, or its error text."""
        node, _ = toolchains.node(PLACES)
        program = clients.folder("m365", PLACES) / "node_modules/@pnp/cli-microsoft365/dist/index.js"
        env = environment(self.emulator) | {"HOME": str(self.home), "CI": "true"}
        command = [str(node / "node"), str(program), *words, "--output", "json"]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=_LIMIT, check=False)
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr if fails else json.loads(done.stdout or "null")


@pytest.fixture
def m365(proxied_emulator: Emulator, tmp_path: Path) -> M365:
    """The command line behind the proxy; it tells nobody that it is used."""
    cli = M365(proxied_emulator, tmp_path)
    cli("cli", "config", "set", "--key", "disableTelemetry", "--value", "true")
    return cli


@pytest.fixture
def signed_in(m365: M365) -> M365:
    """The same, signed in with the app's secret."""
    m365("login", "--authType", "secret", "--secret", m365.emulator.client_secret, *_app(m365.emulator))
    return m365


def _app(emulator: Emulator) -> tuple[str, ...]:
    return "--appId", emulator.client_id, "--tenant", emulator.tenant_id


def test_m365_signs_in_with_a_secret_and_names_the_app(signed_in: M365) -> None:
    status = signed_in("status")
    assert (status["connectedAs"], status["authType"]) == ("Emulator", "secret")
    assert signed_in.emulator.journal(path="/oauth2/v2.0/token")[0].status == 200


def test_m365_signs_in_with_a_certificate(m365: M365, tmp_path: Path) -> None:
    m365.emulator.put_app(m365.emulator.client_id, certificates=[identity().certificate_pem])
    file = tmp_path / "app.pem"
    file.write_text(identity().pem(), encoding="utf-8")
    m365("login", "--authType", "certificate", "--certificateFile", str(file), *_app(m365.emulator))
    assert m365("status")["authType"] == "certificate"


def test_m365_is_told_when_the_secret_is_wrong(m365: M365) -> None:
    told = m365("login", "--authType", "secret", "--secret", "wrong", *_app(m365.emulator), fails=True)
    assert "AADSTS7000215" in told


def test_m365_adds_a_meeting_and_gets_it_by_its_link(signed_in: M365) -> None:
    organizer = signed_in.emulator.user_id
    times = "--startTime", "2037-01-04T09:00:00Z", "--endTime", "2037-01-04T09:30:00Z"
    made = signed_in(
        *("teams", "meeting", "add", "--organizerEmail", "ada@emulator.example", "--subject", "Planning"), *times
    )
    assert [meeting["subject"] for meeting in signed_in.emulator.meetings()] == ["Planning"]
    found = signed_in("teams", "meeting", "get", "--userId", organizer, "--joinUrl", made["joinWebUrl"])
    assert (found["id"], found["startDateTime"]) == (made["id"], "2037-01-04T09:00:00Z")
    by_name = signed_in(
        *("teams", "meeting", "get", "--userName", "ada@emulator.example", "--joinUrl", made["joinWebUrl"])
    )
    assert by_name["id"] == made["id"]


def test_m365_gets_a_meeting_of_another_client_by_its_link(signed_in: M365) -> None:
    organizer = f"users/{signed_in.emulator.user_id}"
    with Client(signed_in.emulator, signed_in.emulator.application_token(), organizer) as other:
        made = other.made("team", subject="Planning")
    words = "teams", "meeting", "get", "--userId", signed_in.emulator.user_id, "--joinUrl", made["joinWebUrl"]
    assert signed_in(*words)["subject"] == "Planning"


def test_m365_is_told_that_calendars_are_not_served(signed_in: M365) -> None:
    words = (
        "teams",
        "meeting",
        "list",
        "--userId",
        signed_in.emulator.user_id,
        "--startDateTime",
        "2027-01-01T00:00:00Z",
    )
    assert "events" in signed_in(*words, fails=True)
