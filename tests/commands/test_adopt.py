"""`adopt`: from links of meetings that exist to an import file and a program, against the emulator."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import tree_sitter_c_sharp
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_sitter import Language, Parser

from msgraph_meetings.commands.adopting.languages import LANGUAGES, Yaml, quoted, variable
from msgraph_meetings.commands.adopting.looking_up import Adopted
from msgraph_meetings.commands.adopting.requested import Requested, requested
from msgraph_meetings_emulator import Fault
from tests.emulator.client import application

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.commands.person import Person, Seen

DAY = {"startDateTime": "2027-01-15T13:00:00Z", "endDateTime": "2027-01-15T14:00:00Z"}
PEOPLE = {
    "allowedPresenters": "roleIsPresenter",
    "participants": {
        "attendees": [
            {"upn": "ada@contoso.example", "role": "presenter"},
            {"upn": "grace@contoso.example", "role": "attendee"},
        ]
    },
}
SUBJECT = 'Review: $5, ${x}, $$, "quotes", \\ and 会議 🎉'


@pytest.fixture
def meetings(msgraph_emulator: Emulator) -> list[dict[str, Any]]:
    """Two meetings that somebody else made, the first with presenters."""
    with application(msgraph_emulator) as client:
        made = client.made("team-review", subject=SUBJECT, **DAY, participants=PEOPLE["participants"])
        client.patch(made["id"], **PEOPLE)
        client.made("team-standup", subject="Stand-up")
    msgraph_emulator.clear_journal()
    return msgraph_emulator.meetings()


def adopt(person: Person, folder: Path, *words: str, language: str = "yaml", given: str | None = None) -> Seen:
    files = ("--import-file", folder / "import.json", "--program", folder / "program")
    return person.runs("adopt", *words, "--language", language, *files, given=given)


def imports(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "import.json").read_text("utf-8"))["resources"]
    return found


def test_each_form_of_an_id_becomes_an_import_with_its_inputs(
    admin: Person, msgraph_emulator: Emulator, meetings: list[dict[str, Any]], tmp_path: Path
) -> None:
    ids = (meetings[0]["joinWebUrl"], meetings[1]["joinMeetingIdSettings"]["joinMeetingId"])
    seen = adopt(admin, tmp_path, *ids)
    assert (seen.code, seen.output) == (0, "")
    assert "pulumi import --file" in seen.errors
    first, second = imports(tmp_path)
    assert (first["type"], first["name"], first["id"]) == (
        "msgraph-meetings:index:OnlineMeeting",
        "review-5-x-quotes-and",
        meetings[0]["id"],
    )
    assert (second["name"], second["id"]) == ("stand-up", meetings[1]["id"])
    people = [{"upn": "ada@contoso.example", "role": "presenter"}, {"upn": "grace@contoso.example"}]
    assert first["inputs"] == {
        "userId": msgraph_emulator.user_id,
        "externalId": "team-review",
        "subject": SUBJECT,
        **DAY,
        "participants": {"attendees": people},
        "allowedPresenters": "roleIsPresenter",
    }


def test_adopting_changes_nothing_on_the_service(
    admin: Person, msgraph_emulator: Emulator, meetings: list[dict[str, Any]], tmp_path: Path
) -> None:
    before = msgraph_emulator.meetings()
    adopt(admin, tmp_path, *(one["id"] for one in meetings))
    assert msgraph_emulator.meetings() == before
    assert {entry.method for entry in msgraph_emulator.journal(path="*/onlineMeetings*")} == {"GET"}


def test_the_organizer_comes_from_the_table_the_option_or_the_link(
    admin: Person, msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    other = msgraph_emulator.user_ids[1]
    with application(msgraph_emulator, other) as client:
        made = client.made("theirs", subject="Theirs")
    url, number = made["joinWebUrl"], made["joinMeetingIdSettings"]["joinMeetingId"]
    table = f"link,name,userId\n{number},a,{other}\n"
    for words, text in (((url,), None), ((number, "--user-id", other), None), (("--csv", "-"), table)):
        seen = adopt(admin, tmp_path, *words, "--force", given=text)
        assert seen.code == 0, seen.errors
        # The settings name another organizer, so the import id must name this one.
        assert imports(tmp_path)[0]["id"] == f"{other}/{made['id']}"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_as_excel_writes_it_is_read(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "meetings.csv"
    rows = [["Name", "Join URL", "User ID"], ["stand-up", "https://x/y", "u"], ["", "123 456", ""], ["", "", ""]]
    file.write_text("\r\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig", newline="")
    assert requested([], str(file)) == [Requested("https://x/y", "stand-up", "u"), Requested("123 456")]


def test_a_list_of_links_without_a_header_is_read_and_each_link_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "links.txt"
    file.write_text("https://x/a\nhttps://x/b\nhttps://x/a\n")
    assert requested(["https://x/b"], str(file)) == [Requested("https://x/b"), Requested("https://x/a")]


def test_a_table_without_a_column_of_meetings_names_its_columns(person: Person, tmp_path: Path) -> None:
    seen = adopt(person, tmp_path, "--csv", "-", given="name,subject\na,b\n")
    assert (seen.code, seen.output) == (3, "")
    assert "Its columns are: name, subject.\nName one of them link" in seen.errors


def test_what_is_not_found_is_named_and_nothing_is_written(
    admin: Person, msgraph_emulator: Emulator, meetings: list[dict[str, Any]], tmp_path: Path
) -> None:
    words = (meetings[0]["id"], "999999999")
    seen = adopt(admin, tmp_path, *words)
    assert seen.code == 3
    assert "Not adopted: 999999999\n  The organizer has no such meeting: it was deleted, or it expired." in seen.errors
    assert list(tmp_path.iterdir()) == []
    seen = adopt(admin, tmp_path, *words, "--skip-missing")
    assert (seen.code, len(imports(tmp_path))) == (3, 1)


def test_a_refusal_of_the_service_is_told_for_its_meeting(
    admin: Person, msgraph_emulator: Emulator, meetings: list[dict[str, Any]], tmp_path: Path
) -> None:
    msgraph_emulator.arm(
        Fault(method="GET", path="*/onlineMeetings/*", status=403, body={"error": {"code": "Forbidden"}})
    )
    seen = adopt(admin, tmp_path, meetings[0]["id"])
    assert seen.code == 3
    assert "Not adopted:" in seen.errors


def test_existing_files_are_kept_unless_forced(admin: Person, meetings: list[dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "import.json").write_text("mine")
    seen = adopt(admin, tmp_path, meetings[0]["id"])
    assert (seen.code, (tmp_path / "import.json").read_text()) == (3, "mine")
    assert "overwrite it with --force" in seen.errors
    assert adopt(admin, tmp_path, meetings[0]["id"], "--force").code == 0


def test_meetings_with_one_subject_get_names_of_their_own(
    admin: Person, msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    with application(msgraph_emulator) as client:
        made = [
            client.made(f"m{number}", subject=subject)["id"] for number, subject in enumerate(["A", "a", "会議", ""])
        ]
    assert adopt(admin, tmp_path, *made).code == 0
    assert [one["name"] for one in imports(tmp_path)] == ["a", "a-2", "m2", "m3"]


def test_without_settings_it_says_how_to_sign_in(person: Person, tmp_path: Path) -> None:
    seen = adopt(person, tmp_path, "123")
    assert seen.code == 3
    assert seen.errors.startswith("Error: ")


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_yaml_reads_every_text_that_it_is_given(text: str) -> None:
    adopted = Adopted(text or "m", "MSo", {"externalId": text, "participants": {"attendees": [{"upn": text}]}})
    read = yaml.safe_load(Yaml().program([adopted]))["resources"][text or "m"]["properties"]
    doubled = text.replace("$", "$$")
    assert read == {"externalId": doubled, "participants": {"attendees": [{"upn": doubled}]}}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_python_reads_every_text_that_it_is_given(text: str) -> None:
    import ast  # noqa: PLC0415

    assert ast.literal_eval(quoted(text)) == text


@given(st.text())
def test_any_name_makes_a_variable(name: str) -> None:
    assert variable(name, "_").isidentifier()
    assert variable(name).isidentifier()


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_makes_a_program_in_c_sharp_that_parses(text: str) -> None:
    parser = Parser(Language(tree_sitter_c_sharp.language()))
    inputs = {"externalId": text, "subject": text, **PEOPLE}
    program = LANGUAGES["csharp"]().program([Adopted(text, "MSo", inputs)])
    assert not parser.parse(program.encode()).root_node.has_error


EXPECTED = {
    "python": "allowed_presenters=msgraph.OnlineMeetingPresenters.ROLE_IS_PRESENTER,",
    "python-dynamic": 'allowed_presenters="roleIsPresenter",',
    "typescript": "allowedPresenters: msgraph.OnlineMeetingPresenters.RoleIsPresenter,",
    "go": "AllowedPresenters: msgraph.OnlineMeetingPresentersRoleIsPresenter,",
    "csharp": "AllowedPresenters = OnlineMeetingPresenters.RoleIsPresenter,",
    "java": ".allowedPresenters(OnlineMeetingPresenters.RoleIsPresenter)",
    "yaml": 'allowedPresenters: "roleIsPresenter"',
}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_each_language_declares_every_argument_in_its_own_way(language: str) -> None:
    inputs = {"userId": "u", "externalId": "e", "recordAutomatically": True, **PEOPLE}
    program = LANGUAGES[language]().program([Adopted("review", "MSo", inputs), Adopted("other", "MSo", {})])
    assert EXPECTED[language] in program
    assert program.count("ada@contoso.example") == 1
    assert "true" in program.lower()
    assert program.endswith("\n")
