"""The record: no name of a tenant or person, the same bytes for the same answers, readable by people and programs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from msgraph_meetings.probe.record import as_markdown
from msgraph_meetings.probe.redact import Redactor

if TYPE_CHECKING:
    from tests.probe.asking import Asker

CANARY = "canary-7f41"
_FEW = ("--only", "null_refused", "--only", "missing_content_type", "--only", "deleted_found_by_link")


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) and len(value) > 6 else []


def test_record_holds_nothing_that_names_a_tenant_a_person_a_meeting_or_a_token(asker: Asker) -> None:
    emulator = asker.emulator
    emulator.put_user(emulator.user_id, upn=f"{CANARY}@contoso.example", display_name=f"{CANARY} Lovelace")
    outcome = asker.ask("--plain-create")
    shown = json.dumps(outcome.record) + outcome.page
    bodies = [entry.body for entry in emulator.journal() if isinstance(entry.body, dict)]
    names = {text for body in bodies for key, text in body.items() if key == "externalId" and len(str(text)) > 6}
    private = {CANARY, emulator.client_id, emulator.client_secret, emulator.tenant_id, emulator.user_id, *names}
    assert [text for text in private if text in shown] == []
    assert re.findall(r"https?://(?!learn)|@(?!odata)\w|eyJ|[0-9a-f]{8}-[0-9a-f]{4}-", shown) == []


def test_record_holds_no_id_that_an_error_message_of_the_service_repeats(asker: Asker) -> None:
    emulator = asker.emulator
    tokens = emulator.application_token()
    links = "https://teams.microsoft.com/l/x 19:meeting_QUJD4@thread.v2"
    said = f"{CANARY}@contoso.example {emulator.user_id} {tokens} {links}"
    body = {"error": {"code": "BadRequest", "message": said}}
    emulator.arm(method="PATCH", status=400, body=body, times=None)
    outcome = asker.ask("--only", "null_refused")
    shown = json.dumps(outcome.record) + outcome.page
    assert outcome.value("null_refused") is True
    assert "BadRequest" in shown
    assert [text for text in said.split() if text in shown] == []


def test_domain_of_a_persons_address_is_hidden_because_it_names_the_tenant() -> None:
    redactor = Redactor("ada@contoso.example")
    redactor.learn({"upn": "ben@fabrikam.example", "attendee": {"upn": "probe@example.com"}})
    told = redactor.text("The tenant Contoso.example, zed@contoso.example of fabrikam.example, and example.com.")
    assert told == "The tenant (hidden), (address) of (hidden), and example.com."


def test_values_of_an_answer_are_hidden_wherever_they_appear_later() -> None:
    redactor = Redactor("tenant-name")
    redactor.learn({"joinMeetingIdSettings": {"joinMeetingId": "23456", "passcode": "Se cret"}, "subject": "kept"})
    told = redactor.text("Tenant-Name, 23456, se cret, kept, ada@x.example, 1*0**19:meeting_1@thread.v2x0123456789")
    assert re.findall(r"Tenant|23456|cret|ada|0123456789", told) == []
    assert "kept" in told


def test_two_runs_with_the_same_answers_write_the_same_bytes_but_the_date(asker: Asker) -> None:
    first, second = asker.ask(*_FEW), asker.ask(*_FEW)
    assert [first.record | {"date": ""}, first.page] == [second.record | {"date": ""}, second.page]


def test_record_says_when_where_and_with_what_it_was_made(asker: Asker) -> None:
    outcome = asker.ask(*_FEW)
    head = {name: value for name, value in outcome.record.items() if name != "answers"}
    assert list(head) == ["record", "date", "cloud", "service", "token", "versions"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", head["date"])
    assert (head["cloud"], head["service"], head["token"]) == ("public", "another endpoint", "application")
    assert list(head["versions"]) == ["msgraph-meetings", "python"]
    keys = ["question", "asks", "switch", "status", "value", "says", "seen"]
    assert all(list(answer) == keys for answer in outcome.record["answers"])


def test_page_of_a_record_has_each_answer_and_each_reason(asker: Asker) -> None:
    outcome = asker.ask("--only", "null_refused")
    assert outcome.page == as_markdown(json.dumps(outcome.record))
    assert outcome.page.startswith(f"# Observed on {outcome.record['date']}\n")
    (row,) = [line for line in outcome.page.splitlines() if "(`null_refused`)" in line]
    assert row == (
        "| Is null in a PATCH refused? (`null_refused`) | It is refused. | `true` |"
        " PATCH with subject null: 400 BadRequest: An error has occurred. |"
    )
    assert "| `join_link_reopens` | This needs a person" in outcome.page
