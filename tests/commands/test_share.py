"""`share`: a calendar that two independent readers accept, Markdown, JSON, and what is never shared by accident."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from msgraph_meetings.commands.sharing.ics import calendar, escaped, folded
from msgraph_meetings.commands.stacks.meeting import Meeting
from tests.commands.person import LINK, export, resource, secret

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.person import Person

NOW = "2027-01-01T00:00:00Z"
STANDUP: dict[str, Any] = {
    "subject": "Stand-up",
    "startDateTime": "2027-01-04T09:00:00Z",
    "endDateTime": "2027-01-04T09:15:00Z",
}
ODD = 'Fünf; a, b \\ "c" <b>&amp; 会議 🎉\nsecond line'
URL = LINK.format(name="a")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def shared(person: Person, form: str, *resources: dict[str, Any], options: tuple[str, ...] = ()) -> str:
    seen = person.runs("share", "-", "--to", form, "--now", NOW, *options, given=export(*resources))
    assert seen.code == 0, seen.errors
    return seen.output


def read_by_icalendar(text: str) -> list[dict[str, Any]]:
    """Return the events as the library `icalendar` reads them."""
    found: Any = icalendar.Calendar.from_ical(text)
    assert not found.errors
    return [
        {
            "uid": str(event["UID"]),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
            "url": str(event["URL"]),
            "start": event["DTSTART"].dt,
            "end": event["DTEND"].dt if "DTEND" in event else None,
            "stamp": event["DTSTAMP"].dt,
        }
        for event in found.walk("VEVENT")
        if not event.errors
    ]


def read_by_vobject(text: str) -> list[dict[str, Any]]:
    """Return the events as the library `vobject` reads and validates them."""
    found = vobject.readOne(text)
    found.validate(raiseException=True)
    return [
        {
            "uid": event.uid.value,
            "summary": event.summary.value,
            "description": event.description.value,
            "url": event.url.value,
            "start": event.dtstart.value.astimezone(timezone.utc),
            "end": event.dtend.value.astimezone(timezone.utc) if hasattr(event, "dtend") else None,
            "stamp": event.dtstamp.value.astimezone(timezone.utc),
        }
        for event in getattr(found, "vevent_list", [])
    ]


@pytest.mark.parametrize("read", [read_by_icalendar, read_by_vobject])
def test_two_independent_readers_see_the_same_calendar(person: Person, read: Any) -> None:
    text = shared(person, "ics", resource("a", **STANDUP | {"subject": ODD}), resource("b", **STANDUP))
    first, second = read(text)
    assert first["summary"] == " ".join(ODD.split())
    assert first["url"] == URL
    assert first["description"] == f"Join the meeting: {URL}\nMeeting ID: 123456789"
    assert first["start"] == datetime(2027, 1, 4, 9, tzinfo=timezone.utc)
    assert first["end"] == datetime(2027, 1, 4, 9, 15, tzinfo=timezone.utc)
    assert first["stamp"] == datetime(2026, 12, 2, 9, 30, tzinfo=timezone.utc)
    assert first["uid"] != second["uid"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(subject=TEXTS, number=TEXTS)
def test_any_subject_and_number_make_a_calendar_of_one_event(subject: str, number: str) -> None:
    values = {"subject": subject, "joinMeetingId": number, "joinWebUrl": URL, "externalId": "a", **_times()}
    text = calendar([Meeting.of("m", values)])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    (one,), (other,) = read_by_icalendar(text), read_by_vobject(text)
    assert one == other
    assert one["summary"] == Meeting.of("m", values).title


def _times() -> dict[str, str]:
    return {name: STANDUP[name] for name in ("startDateTime", "endDateTime")}


@settings(deadline=None)
@given(TEXTS)
def test_folding_breaks_no_character_and_unfolds_to_the_same_line(text: str) -> None:
    line = "X:" + escaped(text)
    parts = folded(line).split("\r\n")
    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == line
    assert all(len(part.encode()) <= 75 for part in parts)


def test_uid_stays_the_same_while_external_id_and_organizer_do(person: Person) -> None:
    def uid(**values: Any) -> str:
        return str(read_by_icalendar(shared(person, "ics", resource("a", **STANDUP | values)))[0]["uid"])

    moved = {"startDateTime": "2027-01-05T09:00:00Z", "endDateTime": "2027-01-05T10:00:00Z", "subject": "Other"}
    assert uid() == uid(**moved) == uid(joinWebUrl=LINK.format(name="new"))
    assert len({uid(), uid(externalId="b"), uid(userId="0" * 8), uid(externalId=None)}) == 4
    assert uid(externalId=None) == uid(externalId=None, **moved)
    assert uid(externalId="a#2027", rotation="2027", joinWebUrl=LINK.format(name="new")) == uid()


def test_the_same_state_gives_the_same_bytes(person: Person) -> None:
    for form in ("ics", "html", "markdown", "json"):
        assert shared(person, form, resource("a", **STANDUP)) == shared(person, form, resource("a", **STANDUP))


def test_a_start_without_an_end_lasts_an_hour_and_an_end_at_the_start_is_left_out(person: Person) -> None:
    start = STANDUP["startDateTime"]
    (one,) = read_by_icalendar(shared(person, "ics", resource("a", startDateTime=start)))
    assert one["end"] == datetime(2027, 1, 4, 10, tzinfo=timezone.utc)
    text = shared(person, "ics", resource("a", startDateTime=start, endDateTime=start))
    assert (read_by_icalendar(text)[0]["end"], read_by_vobject(text)[0]["end"]) == (None, None)


def test_a_meeting_without_a_time_is_named_and_left_out_of_a_calendar(person: Person) -> None:
    text = export(resource("a", **STANDUP), resource("open"))
    seen = person.runs("share", "-", "--to", "ics", "--now", NOW, given=text)
    assert len(read_by_icalendar(seen.output)) == 1
    assert seen.errors == "Not shared: open, because it has no start, and a calendar needs one.\n"


@pytest.mark.parametrize("form", ["ics", "html", "markdown", "json"])
def test_a_passcode_is_in_no_form_unless_it_is_asked_for(person: Person, form: str) -> None:
    meeting = resource("a", passcode=secret("k4n4r1"), **STANDUP)
    assert "k4n4r1" not in shared(person, form, meeting, options=("--show-secrets",))
    assert "k4n4r1" in shared(person, form, meeting, options=("--passcodes",))


@pytest.mark.parametrize("form", ["ics", "html", "markdown", "json"])
def test_attendees_and_ids_of_people_are_never_shared_in_a_page_or_calendar(person: Person, form: str) -> None:
    people: dict[str, Any] = {"participants": {"attendees": [{"upn": "grace@contoso.example"}]}}
    assert "grace" not in shared(person, form, resource("a", **STANDUP, **people))


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "http://x/", 'https://x/"><script>', "https://x/\r\nBEGIN:VEVENT", "https://x y/", ""],
)
@pytest.mark.parametrize("form", ["ics", "html", "markdown", "json"])
def test_what_is_no_https_address_is_not_shared_as_a_link(person: Person, form: str, url: str) -> None:
    text = export(resource("a", **STANDUP | {"joinWebUrl": url}))
    seen = person.runs("share", "-", "--to", form, "--now", NOW, given=text)
    assert (seen.code, seen.output) == (3, "")
    assert "Not shared: a, because it has no join URL." in seen.errors


def test_a_secret_link_says_the_option_that_shares_it(person: Person) -> None:
    text = export(resource("a", **STANDUP | {"joinWebUrl": secret(URL)}))
    seen = person.runs("share", "-", "--to", "json", "--now", NOW, given=text)
    assert seen.code == 3
    assert "its join URL is a secret; --show-secrets shares it" in seen.errors
    assert URL in shared(person, "json", json.loads(text)["deployment"]["resources"][0], options=("--show-secrets",))


def test_ended_meetings_are_shared_only_if_asked(person: Person) -> None:
    text = export(resource("a", **STANDUP))
    later = ("share", "-", "--to", "json", "--now", "2027-02-01T00:00:00Z")
    refused = person.runs(*later, given=text)
    assert (refused.code, refused.output) == (3, "")
    assert "add --ended for those that have ended" in refused.errors
    assert len(person.runs(*later, "--ended", given=text).object["meetings"]) == 1


def test_only_shares_the_named_meetings(person: Person) -> None:
    text = shared(
        person, "json", *(resource(name, **STANDUP) for name in "abc"), options=("--only", "c", "--only", "a")
    )
    assert [one["name"] for one in json.loads(text)["meetings"]] == ["a", "c"]
    seen = person.runs("share", "-", "--to", "json", "--only", "x", given=export(resource("a")))
    assert (seen.code, seen.errors) == (3, "Error: There is no meeting 'x' in the standard input.\nIt has: a.\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(subject=TEXTS.filter(str.strip))
def test_markdown_shows_any_subject_as_it_is_and_runs_no_html(person: Person, subject: str) -> None:
    text = shared(person, "markdown", resource("a", **STANDUP | {"subject": subject}))
    tokens = MarkdownIt().parse(text)
    assert not [token for token in tokens if token.type.startswith("html")]
    inline = [token for token in tokens if token.type == "inline"]
    links = [child for token in inline for child in token.children or [] if child.type == "link_open"]
    assert [link.attrs["href"] for link in links] == [URL]
    heading = "".join(child.content for child in inline[1].children or [])
    assert heading.split() == Meeting.of("a", {"subject": subject}).title.split()


def test_markdown_keeps_a_link_with_parentheses_whole(person: Person) -> None:
    text = shared(person, "markdown", resource("a", **STANDUP | {"joinWebUrl": "https://x/a)b(c"}))
    parts = [child for token in MarkdownIt().parse(text) for child in token.children or []]
    assert [part.attrs["href"] for part in parts if part.type == "link_open"] == ["https://x/a)b(c"]


def test_markdown_has_time_link_and_numbers(person: Person) -> None:
    text = shared(person, "markdown", resource("a", passcode=secret("pass"), **STANDUP), options=("--passcodes",))
    assert text == (
        "# Meetings\n\n## Stand-up\n\n- When: Monday 4 January 2027, 09:00 to 09:15 UTC\n"
        f"- [Join the meeting]({URL})\n- Meeting ID: 123456789\n- Passcode: `pass`\n"
    )


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_meeting_that_expires_soon_says_when(person: Person, form: str) -> None:
    soon = resource("a", subject="Office hours", expiryDateTime="2027-01-10T12:00:00Z")
    text = shared(person, form, soon, resource("b", **STANDUP))
    assert text.count("Expires on Sunday 10 January 2027, 12:00 UTC") == text.count("Expire") == 1
    assert "Expire" not in shared(person, form, soon, options=("--within", "2d"))


def test_times_can_be_in_another_time_zone(person: Person) -> None:
    text = shared(person, "markdown", resource("a", **STANDUP), options=("--timezone", "Asia/Tokyo"))
    assert "Monday 4 January 2027, 18:00 to 18:15 JST" in text
    seen = person.runs("share", "-", "--to", "html", "--timezone", "Mars/Base", "--ended", given=export(resource("a")))
    assert seen.code == 3
    assert "This machine does not know the time zone 'Mars/Base'." in seen.errors


@pytest.mark.parametrize(("name", "starts"), [("a.ics", "BEGIN:VCALENDAR\r\n"), ("a.html", "<!doctype html>\n")])
def test_out_writes_a_file_in_the_form_that_its_name_says(
    person: Person, tmp_path: Path, name: str, starts: str
) -> None:
    seen = person.runs("share", "-", "--out", tmp_path / name, "--now", NOW, given=export(resource("a", **STANDUP)))
    assert (seen.code, seen.output) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(starts.encode())
    seen = person.runs("share", "-", "--out", tmp_path, "--to", "ics", given="")
    assert seen.code == 2


def test_without_a_form_the_forms_are_named(person: Person) -> None:
    seen = person.runs("share", "-", given=export())
    assert seen.code == 2
    assert "Choose a form with --to: html, ics, json, markdown." in seen.errors


def test_without_the_library_for_qr_codes_the_page_says_how_to_get_it(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "segno", None)
    text = export(resource("a", **STANDUP))
    seen = person.runs("share", "-", "--to", "html", "--now", NOW, given=text)
    assert seen.code == 3
    assert "pip install 'msgraph-meetings[share]'" in seen.errors
    assert "<svg" not in person.runs("share", "-", "--to", "html", "--no-qr", "--now", NOW, given=text).output


def test_the_page_has_no_script_and_loads_nothing(person: Person) -> None:
    text = shared(person, "html", resource("a", **STANDUP | {"subject": "<script>alert(1)</script>"}))
    assert "<script" not in text
    assert "default-src 'none'" in text
    assert not re.findall(r'(?:src|href)="(?!https://teams|data:text/calendar)[^"]*"', text)
