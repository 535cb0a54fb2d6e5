"""One program in five languages, with the real engine: what the README of the example promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests
import yaml

from tests.engine.requests import requests as asked_of_graph
from tests.engine.stack import Stack
from tests.sampling import sampled
from tests.sdk.languages import EXAMPLE, LANGUAGES, workshop
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.sdk.languages import Workshop

TOKEN = "msgraph-meetings:index:OnlineMeeting"
_SECONDS = 30


def declared() -> dict[str, Any]:
    """The meetings as the YAML program declares them, by resource name."""
    text = (Places.here().root / EXAMPLE / "yaml" / "Pulumi.yaml").read_text(encoding="utf-8")
    return {name: resource["properties"] for name, resource in yaml.safe_load(text)["resources"].items()}


def deployable(language: str, folder: Path, emulator: Emulator) -> tuple[Workshop, Stack]:
    """The example in a language, ready to be deployed, and an empty stack of it."""
    program = workshop(language, folder)
    stack = Stack(program.folder, emulator.environment())
    stack.environment = program.environment(stack.environment)
    return program, stack


@pytest.fixture
def review(msgraph_emulator: Emulator) -> dict[str, Any]:
    """The meeting `review`, made by somebody else as the program declares it."""
    meetings = f"{msgraph_emulator.endpoint}/v1.0/users/{msgraph_emulator.user_id}/onlineMeetings"
    with requests.Session() as session:
        session.trust_env = False  # the machine may name another authority
        session.verify = str(msgraph_emulator.ca)
        session.headers["Authorization"] = f"Bearer {msgraph_emulator.application_token()}"
        made = session.post(f"{meetings}/createOrGet", json=declared()["review"], timeout=_SECONDS).json()
        wanted = {name: declared()["review"][name] for name in ("allowedPresenters", "participants")}
        changed: dict[str, Any] = session.patch(f"{meetings}/{made['id']}", json=wanted, timeout=_SECONDS).json()
    asked_of_graph(msgraph_emulator)
    return changed


def assert_types_are_checked(program: Workshop, stack: Stack) -> None:
    """The program as it is passes; an argument that no meeting has is refused by its name."""
    right = program.run(program.check, stack.environment)
    assert right.returncode == 0, right.stdout

    text = program.source.read_text(encoding="utf-8")
    wrong = text.replace("subject", "subjekt").replace("Subject", "Subjekt")
    program.source.write_text(wrong, encoding="utf-8")
    refused = program.run(program.check, stack.environment)
    assert refused.returncode != 0
    assert "subjekt" in refused.stdout.lower()
    program.source.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("language", sampled(LANGUAGES, ["python"]))
def test_program_in_each_language_type_checks_imports_a_meeting_and_deploys_twice(
    language: str, tmp_path: Path, msgraph_emulator: Emulator, review: dict[str, Any]
) -> None:
    program, stack = deployable(language, tmp_path, msgraph_emulator)
    assert_types_are_checked(program, stack)

    stack.run("import", TOKEN, "review", review["id"], "--yes", "--protect=false", "--generate-code=false")
    assert "+ 1 to create\n    2 unchanged" in stack.preview().output

    asked_of_graph(msgraph_emulator)
    assert "+ 1 created\n    2 unchanged" in stack.up().output
    assert asked_of_graph(msgraph_emulator) == ["POST createOrGet", "PATCH meeting"]
    urls = {meeting["externalId"]: meeting["joinWebUrl"] for meeting in msgraph_emulator.meetings()}
    assert stack.outputs() == {"review": review["joinWebUrl"], "standup": urls["team-standup"]}

    assert "3 unchanged" in stack.up().output
    assert asked_of_graph(msgraph_emulator) == []

    stack.destroy()
    assert msgraph_emulator.meetings() == []


def test_an_imported_meeting_is_printed_as_the_program_would_declare_it(
    tmp_path: Path, msgraph_emulator: Emulator, review: dict[str, Any]
) -> None:
    _, stack = deployable("yaml", tmp_path, msgraph_emulator)
    stack.run("import", TOKEN, "review", review["id"], "--yes", "--protect=false", "--out", "imported.yaml")
    text = (stack.folder / "imported.yaml").read_text(encoding="utf-8")
    printed = yaml.load(text, yaml.BaseLoader)  # noqa: S506  (instants as they are written, not as objects)
    assert printed["resources"]["review"]["properties"] == declared()["review"] | {"userId": msgraph_emulator.user_id}
