"""The office hours in each language: type-checked, deployed twice and destroyed, with the same meetings and outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import tree_sitter_c_sharp
import yaml
from tree_sitter import Language, Parser

from tests.engine.stack import Stack
from tests.examples.cases import EXAMPLES
from tests.sdk.languages import workshop

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

NAME = "15-office-hours"
COMPARED = ("externalId", "subject", "startDateTime", "endDateTime", "allowMeetingChat", "allowedPresenters")


def declared() -> dict[str, dict[str, Any]]:
    """The properties in the YAML program, by external id."""
    program = yaml.safe_load((EXAMPLES / NAME / "yaml" / "Pulumi.yaml").read_text(encoding="utf-8"))
    every = [resource["properties"] for resource in program["resources"].values()]
    return {properties["externalId"]: properties for properties in every}


def instant(text: str) -> str:
    """An instant without the fraction of a second."""
    return f"{text[:19]}Z"


@pytest.mark.proof
@pytest.mark.parametrize("language", ["go", "java", "typescript"])
def test_office_hours_in_each_language_make_the_meetings_of_the_yaml_program(
    language: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    program = workshop(language, tmp_path, f"examples/{NAME}")
    stack = Stack(program.folder, msgraph_emulator.environment())
    stack.environment = program.environment(stack.environment)
    checked = program.run(program.check, stack.environment)
    assert checked.returncode == 0, checked.stdout

    msgraph_emulator.choose(passcode_required=True)
    stack.run("config", "set", "coHost", msgraph_emulator.user_ids[1])
    assert "+ 4 to create" in stack.preview().output
    stack.up()
    held = {meeting["externalId"]: meeting for meeting in msgraph_emulator.meetings()}
    for meeting in held.values():
        meeting |= {name: instant(meeting[name]) for name in ("startDateTime", "endDateTime")}
        (invited,) = meeting["participants"]["attendees"]
        assert (invited["identity"]["user"]["id"], invited["role"]) == (msgraph_emulator.user_ids[1], "coorganizer")
    assert {key: {name: meeting[name] for name in COMPARED} for key, meeting in held.items()} == {
        key: {name: properties[name] for name in COMPARED} for key, properties in declared().items()
    }

    assert "4 unchanged" in stack.up().output
    links = {f"week-{week}": held[f"office-hours-week-{week}"]["joinWebUrl"] for week in (1, 2, 3)}
    assert stack.outputs()["links"] == links
    assert all(stack.outputs()["passcodes"].values())
    shown = stack.run("stack", "output").output
    assert not any(passcode in shown for passcode in stack.outputs()["passcodes"].values())

    stack.destroy()
    assert msgraph_emulator.meetings() == []


def test_office_hours_in_csharp_parse_and_declare_the_properties_of_the_other_languages() -> None:
    """C# cannot be compiled here: no package registry that the tests reach has .NET."""
    source = (EXAMPLES / NAME / "csharp" / "Program.cs").read_bytes()
    tree = Parser(Language(tree_sitter_c_sharp.language())).parse(source)
    assert not tree.root_node.has_error
    text = source.decode().lower()
    for properties in declared().values():
        assert [name for name in properties if f"{name} =".lower() not in text] == []
