"""The sources of meetings: an export, stack outputs, a file, standard input; and their secrets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands.person import DYNAMIC, LINK, USER, export, resource, secret

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.person import Person

CANARY = "k4n4r1"


def listed(person: Person, text: str, *options: str) -> list[dict[str, Any]]:
    seen = person.runs("list", "-", "--json", *options, given=text)
    assert seen.code == 0, seen.errors
    found: list[dict[str, Any]] = seen.object["meetings"]
    return found


def test_both_ways_in_are_read_and_other_resources_are_not(person: Person) -> None:
    other = resource("other") | {"type": "azuread:index/user:User"}
    text = export(resource("a"), resource("b", DYNAMIC), other, {"type": "pulumi:pulumi:Stack", "urn": "x"})
    assert [one["name"] for one in listed(person, text)] == ["a", "b"]


def test_looked_up_and_replaced_meetings_are_not_of_the_stack(person: Person) -> None:
    text = export(resource("a"), resource("b") | {"external": True}, resource("c") | {"delete": True})
    assert [one["name"] for one in listed(person, text)] == ["a"]


def test_a_name_may_contain_colons(person: Person) -> None:
    assert listed(person, export(resource("team::a")))[0]["name"] == "team::a"


@pytest.mark.parametrize("value", [secret(), secret(CANARY)], ids=["encrypted", "in clear"])
@pytest.mark.parametrize("form", [(), ("--show-secrets",)], ids=["plain", "show-secrets"])
def test_a_passcode_is_shown_only_when_it_is_asked_for(person: Person, value: Any, form: tuple[str, ...]) -> None:
    text = export(resource("a", passcode=value))
    for command in (("list", "-"), ("show", "--file", "-"), ("share", "-", "--to", "json", "--ended")):
        seen = person.runs(*command, *form, given=text)
        assert CANARY not in seen.output + seen.errors
    assert listed(person, text, *form)[0]["hidden"] == ["passcode"]


def test_a_passcode_that_a_source_has_in_clear_is_hidden_too(person: Person) -> None:
    outputs = json.dumps({"whole": {"joinWebUrl": LINK.format(name="a"), "passcode": CANARY}})
    for text in (export(resource("a", passcode=CANARY)), outputs):
        for command in (("list", "-", "--json"), ("show", "--file", "-"), ("share", "-", "--to", "markdown")):
            seen = person.runs(*command, "--show-secrets", given=text)
            assert (seen.code, CANARY in seen.output) == (0, False)
            assert CANARY in person.runs(*command, "--passcodes", given=text).output


def test_passcodes_shows_passcodes_and_no_other_secret(person: Person) -> None:
    text = export(resource("a", passcode=secret("1234"), subject=secret(CANARY)))
    (found,) = listed(person, text, "--passcodes")
    assert (found["passcode"], found["subject"], found["hidden"]) == ("1234", None, ["subject"])


def test_show_secrets_shows_links_of_a_secret_organizer(person: Person) -> None:
    text = export(resource("a", joinWebUrl=secret(LINK.format(name="a")), userId=secret(USER), organizer=None))
    (hidden,) = listed(person, text)
    assert (hidden["joinWebUrl"], hidden["organizer"]["id"]) == (None, None)
    (shown,) = listed(person, text, "--show-secrets")
    assert (shown["joinWebUrl"], shown["organizer"]["id"]) == (LINK.format(name="a"), USER)


def test_stack_outputs_give_links_objects_and_lists_of_them(person: Person) -> None:
    outputs = {
        "url": LINK.format(name="a"),
        "whole": {
            "join_web_url": LINK.format(name="b"),
            "subject": "Review",
            "start_date_time": "2027-01-15T13:00:00Z",
        },
        "many": [{"joinWebUrl": LINK.format(name="c")}, {"nested": LINK.format(name="d")}],
        "other": "https://example.com/",
        "number": 1,
        "hidden": "[secret]",
    }
    found = {one["name"]: one for one in listed(person, json.dumps(outputs))}
    assert set(found) == {"url", "whole", "many[0]", "many[1].nested"}
    assert found["whole"]["startDateTime"] == "2027-01-15T13:00:00Z"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "no JSON", '{"deployment": []}', '{"deployment": {"resources": 1}}', '{"a":' * 3000, "\ud800x"],
    ids=["empty", "list", "words", "odd deployment", "odd resources", "deep", "half of a character"],
)
def test_what_is_not_a_state_is_refused_in_a_sentence(person: Person, text: str) -> None:
    seen = person.runs("list", "-", given=text.encode("utf-8", "surrogatepass"))
    assert (seen.code, seen.output) == (3, "")
    assert seen.errors.startswith("Error: Cannot read the standard input.")


def test_a_stack_without_resources_has_no_meetings(person: Person) -> None:
    for text in ('{"version": 3, "deployment": null}', '{"deployment": {}}', export()):
        seen = person.runs("list", "-", given=text)
        assert (seen.code, seen.output) == (0, "")
        assert "There are no meetings in the standard input." in seen.errors


def test_a_file_with_a_byte_order_mark_is_read(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_text(export(resource("a")), encoding="utf-8-sig")
    assert person.runs("list", "--file", file, "--json").object["meetings"][0]["name"] == "a"


def test_malformed_values_of_a_state_edited_by_hand_do_no_harm(person: Person) -> None:
    odd = resource("a", subject=1, startDateTime=[], organizer="x", joinWebUrl={}, passcode=7, expiryDateTime="soon")
    bare: dict[str, Any] = {"type": DYNAMIC, "urn": None, "outputs": []}
    for command in ("list", "show", "expiring"):
        seen = person.runs(command, "--file", "-", given=export(odd, bare))
        assert seen.code == (3 if command == "expiring" else 0), seen.errors
        assert "Traceback" not in seen.errors


@pytest.mark.parametrize(
    "words",
    [("dev", "--stack", "dev"), ("dev", "--file", "x"), ("--file", "x", "--cwd", "."), ("--cwd", "/no/such/folder")],
)
def test_contradicting_sources_are_wrong_use(person: Person, words: tuple[str, ...]) -> None:
    assert person.runs("list", *words).code == 2


def test_without_pulumi_the_file_is_named_as_another_way(person: Person) -> None:
    seen = person.having(PATH="").runs("list", "dev")
    assert seen.code == 3
    assert "Cannot read the state of the stack dev." in seen.errors
    assert "Install the Pulumi CLI, or name an export file with --file." in seen.errors
