"""Terraform's part of the bench: what it runs, what is missing, and the requests of the stand-in that we build.

The stand-in is not Microsoft's provider: it is a small one that sends the same requests and keeps as large a state.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bench import terraform
from bench.__main__ import time_cases
from bench.cases import PARALLEL, STAND_IN, TERRAFORM, Case
from bench.samples import Samples
from tools.clients import TERRAFORM_PROVIDER
from tools.console import Problem
from tools.engine import build, choice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

_COUNT = 3


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which a script called `terraform` writes its arguments; the provider's binary is an empty file."""
    script = tmp_path / "terraform"
    script.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/told\n', encoding="utf-8")
    script.chmod(0o755)
    (tmp_path / "provider").touch()
    monkeypatch.setenv(TERRAFORM_PROVIDER, str(tmp_path / "provider"))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "told"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a build returns, without any Go."""
    monkeypatch.setattr(build, "ensure", lambda *_: tmp_path / "built")
    return tmp_path / "built"


@pytest.fixture
def _broken_build(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Problem("Building failed. The last line names /a/folder")

    monkeypatch.setattr(build, "ensure", refuse)


@pytest.mark.usefixtures("told", "_broken_build")
def test_each_candidate_says_why_it_is_not_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    unbuilt = "its provider could not be built"
    assert terraform.not_measured() == {STAND_IN: unbuilt}
    monkeypatch.setenv(TERRAFORM_PROVIDER, str(tmp_path / "nothing"))
    assert terraform.not_measured() == {TERRAFORM: f"{TERRAFORM_PROVIDER} names no file", STAND_IN: unbuilt}
    monkeypatch.delenv(TERRAFORM_PROVIDER)
    assert terraform.not_measured() == {TERRAFORM: f"{TERRAFORM_PROVIDER} is not set", STAND_IN: unbuilt}
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert terraform.not_measured() == dict.fromkeys((TERRAFORM, STAND_IN), "terraform is not on PATH")


@pytest.mark.usefixtures("told", "_broken_build")
def test_run_keeps_why_a_candidate_was_not_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "language", lambda *_: [])
    samples = Samples(tmp_path / "samples.jsonl", {})
    samples.begin(anew=True)
    time_cases({Case(1): 0}, samples)
    assert samples.not_measured() == {}  # without a delay Terraform takes no part, so nothing is built
    time_cases({Case(1, 150): 0}, samples)
    assert samples.not_measured() == {STAND_IN: "its provider could not be built"}


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(("name", "resource"), [(TERRAFORM, "msgraph_resource"), (STAND_IN, "standin_resource")])
def test_terraform_runs_every_command_with_the_same_parallelism(
    told: Path, tmp_path: Path, name: str, resource: str
) -> None:
    provider = terraform.PROVIDERS[name]
    stack = terraform.TerraformStack(tmp_path / "stack", provider, provider.program(3, "ada"), {}, 10)
    for command in terraform.COMMANDS:
        stack.timed(command)
    lines = told.read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in lines] == ["apply", "apply", "plan", "apply", "destroy"]
    assert all("-parallelism=10 -input=false" in line for line in lines)
    program = (tmp_path / "stack" / "main.tf").read_text(encoding="utf-8")
    assert f'resource "{resource}" "meeting" {{\n  count = 3\n  url   = "users/ada/onlineMeetings"\n' in program
    assert program.count("2027-01-04T") == 2
    override = f'"{provider.source}" = "{provider.folder().as_posix()}"'
    assert override in (tmp_path / "stack" / "cli.tfrc").read_text(encoding="utf-8")


class _StandIn:
    """Our provider, run by the real Terraform against an emulator."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator, self._file = emulator, folder / "main.tf"
        provider = terraform.PROVIDERS[STAND_IN]
        program = provider.program(_COUNT, emulator.user_id)
        self._stack = terraform.TerraformStack(folder, provider, program, emulator.environment(), PARALLEL)

    def requests(self, command: str) -> Mapping[str, int]:
        """Run a command, and return its requests to Graph by method."""
        self.emulator.clear_journal()
        self._stack.timed(command)
        return Counter(entry.method for entry in self.emulator.journal(path="*/onlineMeetings*"))

    def attributes(self) -> dict[str, object]:
        """Return the first meeting in Terraform's state, without attributes that have no value."""
        state = json.loads((self._file.parent / "terraform.tfstate").read_text(encoding="utf-8"))
        attributes = state["resources"][0]["instances"][0]["attributes"]
        return {name: value for name, value in attributes.items() if value is not None}

    def rename(self, subject: str) -> None:
        """Give each meeting of the program another subject."""
        text = self._file.read_text(encoding="utf-8")
        self._file.write_text(text.replace("Meeting $", f"{subject} $"), encoding="utf-8")

    def subjects(self) -> set[str]:
        """Return the subjects that the service has."""
        return {meeting["subject"] for meeting in self.emulator.meetings()}


@pytest.fixture
def stand_in(msgraph_emulator: Emulator, tmp_path: Path) -> _StandIn:
    """The stand-in, built if the cache lacks it."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on PATH.")
    return _StandIn(msgraph_emulator, tmp_path / "stack")


@pytest.mark.proof
def test_stand_in_sends_as_many_requests_a_meeting_as_terraforms_provider(stand_in: _StandIn) -> None:
    assert stand_in.requests("up") == {"POST": _COUNT, "GET": _COUNT}
    assert stand_in.subjects() == {"Meeting 0", "Meeting 1", "Meeting 2"}
    for command in ("up again", "preview", "refresh"):
        assert stand_in.requests(command) == {"GET": _COUNT}
    stand_in.rename("Talk")
    assert stand_in.requests("up") == {"PATCH": _COUNT, "GET": 2 * _COUNT}
    assert stand_in.subjects() == {"Talk 0", "Talk 1", "Talk 2"}
    assert stand_in.requests("preview") == {"GET": _COUNT}
    assert stand_in.requests("destroy") == {"GET": _COUNT, "DELETE": _COUNT}
    assert stand_in.subjects() == set()


@pytest.mark.proof
def test_stand_in_keeps_the_attributes_of_terraforms_resource(stand_in: _StandIn) -> None:
    stand_in.requests("up")
    first = next(meeting for meeting in stand_in.emulator.meetings() if meeting["subject"] == "Meeting 0")
    url = f"users/{stand_in.emulator.user_id}/onlineMeetings"
    times = {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T10:00:00Z"}
    text = {"subject": "string", "startDateTime": "string", "endDateTime": "string"}
    assert stand_in.attributes() == {
        "api_version": "v1.0",
        "body": {"value": {"subject": "Meeting 0"} | times, "type": ["object", text]},
        "id": first["id"],
        "ignore_missing_property": True,
        "output": {"value": {"join": first["joinWebUrl"]}, "type": ["object", {"join": "string"}]},
        "resource_url": f"{url}/{first['id']}",
        "response_export_values": {"join": "joinWebUrl"},
        "url": url,
    }


@pytest.mark.proof
def test_stand_in_notices_a_changed_and_a_deleted_meeting(stand_in: _StandIn) -> None:
    stand_in.requests("up")
    changed, deleted, _ = stand_in.emulator.meetings()
    stand_in.emulator.edit(changed["id"], subject="Other")
    stand_in.emulator.delete(deleted["id"])
    assert stand_in.requests("refresh") == {"GET": _COUNT}
    assert stand_in.requests("up") == {"GET": _COUNT - 1 + 2, "PATCH": 1, "POST": 1}
    assert stand_in.subjects() == {"Meeting 0", "Meeting 1", "Meeting 2"}


@pytest.mark.proof
def test_stand_in_signs_in_once_for_each_process_that_sends_requests(stand_in: _StandIn) -> None:
    stand_in.requests("up")
    assert len(stand_in.emulator.journal(path="*/token")) == 1
    stand_in.requests("destroy")
    assert len(stand_in.emulator.journal(path="*/token")) == 2  # it reads in one process and deletes in another


@pytest.mark.proof
def test_stand_in_shows_the_status_and_the_message_of_a_refusal(stand_in: _StandIn) -> None:
    stand_in.emulator.arm(path="*/onlineMeetings", status=403)
    with pytest.raises(SystemExit) as refused:
        stand_in.requests("up")
    assert "The resource was not created" in str(refused.value)
    assert "status 403: " in str(refused.value)
