"""With the real engine: the commands read what a deployment left, and an import of adopted meetings is quiet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.test_adopt import DAY, PEOPLE, SUBJECT, adopt
from tests.commands.test_share import read_by_icalendar
from tests.emulator.client import application
from tests.engine.requests import requests
from tests.engine.stack import Stack
from tests.sdk.languages import LANGUAGES, workshop

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.commands.person import Person

PROGRAM = """
a = OnlineMeeting("a", subject="Stand-up", external_id="a", start_date_time="2099-01-04T09:00:00Z")
pulumi.export("link", a.join_web_url)
pulumi.export("whole", {"subject": a.subject, "joinWebUrl": a.join_web_url})
"""


def of(person: Person, stack: Stack) -> Person:
    """Return the person at a shell that is set up for the stack's backend and service."""
    kept = {name: value for name, value in stack.environment.items() if os.environ.get(name) != value}
    return person.having(**kept)


def test_commands_read_a_deployed_stack_its_export_and_its_outputs(
    person: Person, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    stack = Stack(tmp_path / "dev", msgraph_emulator.environment())
    msgraph_emulator.choose(passcode_required=True)
    stack.up(PROGRAM)
    shell, link = of(person, stack), stack.outputs()["link"]
    there = ("--stack", "dev", "--cwd", stack.folder)

    (listed,) = shell.runs("list", *there, "--drift", "--json").object["meetings"]
    assert (listed["name"], listed["joinWebUrl"], listed["drift"]["outcome"]) == ("a", link, "same")
    assert "passcode" in listed["hidden"]
    passcode = msgraph_emulator.meetings()[0]["joinMeetingIdSettings"]["passcode"]
    assert passcode in shell.runs("show", "a", *there, "--passcodes").output

    for text in (stack.run("stack", "export").output, stack.run("stack", "output", "--json").output):
        seen = person.runs("share", "-", "--to", "json", given=text)
        assert {one["joinWebUrl"] for one in seen.object["meetings"]} == {link}
    (event,) = read_by_icalendar(shell.runs("share", *there, "--to", "ics").output)
    assert (event["summary"], event["url"]) == ("Stand-up", link)

    script = shell.runs("policy", *there)
    assert msgraph_emulator.user_id in script.output
    seen = shell.runs("list", "--stack", "none", "--cwd", stack.folder)
    assert (seen.code, "Pulumi said: no stack named 'none' found." in seen.errors) == (3, True)


@pytest.fixture
def meetings(msgraph_emulator: Emulator) -> list[dict[str, Any]]:
    """Two meetings that somebody else made, the first with presenters and odd letters."""
    with application(msgraph_emulator) as client:
        made = client.made("team-review", subject=SUBJECT, **DAY, participants=PEOPLE["participants"])
        client.patch(made["id"], **PEOPLE)
        client.made("team-standup", subject="Stand-up")
    requests(msgraph_emulator)
    return msgraph_emulator.meetings()


@pytest.mark.proof
@pytest.mark.parametrize("language", LANGUAGES)
def test_adopted_meetings_are_imported_and_the_next_preview_is_quiet(
    language: str, admin: Person, tmp_path: Path, msgraph_emulator: Emulator, meetings: list[dict[str, Any]]
) -> None:
    program = workshop(language, tmp_path)
    stack = Stack(program.folder, msgraph_emulator.environment())
    stack.environment = program.environment(stack.environment)
    seen = adopt(admin, tmp_path, *(one["joinWebUrl"] for one in meetings), language=language)
    assert seen.code == 0, seen.errors
    text = (tmp_path / "program").read_text("utf-8")
    program.source.write_text(f"name: every-language\nruntime: yaml\n{text}" if language == "yaml" else text, "utf-8")
    checked = program.run(program.check, stack.environment)
    assert checked.returncode == 0, checked.stdout

    stack.run("import", "--file", str(tmp_path / "import.json"), "--yes", "--generate-code=false", "--protect=false")
    requests(msgraph_emulator)
    assert "3 unchanged" in stack.preview("--expect-no-changes").output
    assert "3 unchanged" in stack.up().output
    assert requests(msgraph_emulator) == []
    assert msgraph_emulator.meetings() == meetings


@pytest.mark.proof
def test_an_adopted_dynamic_program_takes_the_meetings_over_without_a_change(
    admin: Person, tmp_path: Path, msgraph_emulator: Emulator, meetings: list[dict[str, Any]]
) -> None:
    stack = Stack(tmp_path / "dev", msgraph_emulator.environment())
    adopt(admin, tmp_path, *(one["id"] for one in meetings), language="python-dynamic")
    assert not (tmp_path / "import.json").exists()
    (stack.folder / "__main__.py").write_text((tmp_path / "program").read_text("utf-8"), "utf-8")
    requests(msgraph_emulator)
    assert "+ 3 created" in stack.up().output
    assert requests(msgraph_emulator) == ["POST createOrGet", "POST createOrGet"]
    assert msgraph_emulator.meetings() == meetings
    assert "3 unchanged" in stack.up().output
