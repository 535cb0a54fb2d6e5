"""The journal: every request, and no secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import requests

from msgraph_meetings_emulator import Fault
from msgraph_meetings_emulator.front.journal import Entry, Journal
from msgraph_meetings_emulator.outside.host_names import PATHS
from msgraph_meetings_emulator.state import instants
from msgraph_meetings_emulator.state.store import Store
from tests.emulator.client import Client, delegated
from tests.emulator.people import SCOPE, fields, redeem, sent_back

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.emulator.people import Ask


def test_the_journal_has_each_request_with_its_outcome(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made("team", subject="Stand-up", headers={"client-request-id": "0f0f", "Prefer": "x"})
    client.find("JoinWebUrl", "https://x")
    client.delete(meeting["id"])
    made, found, deleted = msgraph_emulator.journal()
    assert (made.method, made.status, found.status, deleted.method) == ("POST", 201, 404, "DELETE")
    assert made.path == f"/v1.0/users/{msgraph_emulator.user_id}/onlineMeetings/createOrGet"
    assert made.body == {"externalId": "team", "subject": "Stand-up"}
    assert (made.client_request_id, found.client_request_id) == ("0f0f", None)
    assert made.headers["prefer"] == "x"
    assert made.headers["authorization"] == "Bearer"
    assert (made.app_id, made.user_id) == (msgraph_emulator.client_id, None)
    assert made.audience == msgraph_emulator.endpoint
    assert found.query == "%24filter=JoinWebUrl+eq+%27https%3A%2F%2Fx%27"
    assert found.body is None
    assert made.seq < found.seq < deleted.seq
    assert instants.parse(made.time) < instants.parse(found.time) < instants.parse(deleted.time)
    assert made.duration > 0
    assert made.worked


def test_the_journal_has_the_path_as_sent(msgraph_emulator: Emulator, client: Client) -> None:
    client.send("GET", "/a%2Fb%2520c")
    assert msgraph_emulator.journal()[0].path.endswith("/onlineMeetings/a%2Fb%2520c")


def test_the_journal_names_the_signed_in_user(msgraph_emulator: Emulator) -> None:
    with delegated(msgraph_emulator) as client:
        client.create_or_get()
    assert msgraph_emulator.journal()[0].user_id == msgraph_emulator.user_id


def test_the_journal_has_a_request_without_an_answer(msgraph_emulator: Emulator, client: Client) -> None:
    lost, dropped = msgraph_emulator.arm(Fault.lost_answer(), Fault.lost_request())
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            client.create_or_get()
    first, second = msgraph_emulator.journal()
    assert (first.status, first.fault, first.worked) == (None, lost, True)
    assert (second.status, second.fault, second.worked) == (None, dropped, False)


def test_the_journal_can_be_filtered(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made()
    client.get(meeting["id"])
    middle = msgraph_emulator.journal()[-1].seq
    client.patch(meeting["id"], subject="x")
    assert [entry.method for entry in msgraph_emulator.journal(since=middle)] == ["PATCH"]
    assert [entry.method for entry in msgraph_emulator.journal(method="POST")] == ["POST"]
    assert [entry.method for entry in msgraph_emulator.journal(path=f"*/{meeting['id']}")] == ["GET", "PATCH"]


def test_a_cleared_journal_continues_its_numbers(msgraph_emulator: Emulator, client: Client) -> None:
    client.made()
    before = msgraph_emulator.journal()[-1].seq
    msgraph_emulator.clear_journal()
    assert msgraph_emulator.journal() == []
    client.create_or_get()
    assert [entry.seq for entry in msgraph_emulator.journal()] == [before + 1]


def test_control_requests_are_not_in_the_journal(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.meetings()
    msgraph_emulator.advance(1)
    assert msgraph_emulator.journal() == []


def test_no_secret_is_in_the_journal(msgraph_emulator: Emulator, client: Client) -> None:
    hidden = "s3cr3t"
    token = msgraph_emulator.application_token()
    tenant = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/oauth2/v2.0/token"
    names = ("client_secret", "client_assertion", "assertion", "password", "refresh_token", "Client_Secret")
    meeting = client.made()
    client.patch(meeting["id"], joinMeetingIdSettings={"passcode": hidden}, nested=[{"Passcode": hidden}])
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(msgraph_emulator.ca)
        session.post(tenant, data=dict.fromkeys(names, hidden), timeout=30)
        session.post(tenant, data=f"client_secret={hidden}", headers={"Content-Type": "text/plain"}, timeout=30)
        session.post(tenant, data=b"\xff" + hidden.encode(), timeout=30)
        session.post(tenant, auth=("app", hidden), timeout=30)
        session.get(tenant, params={"access_token": hidden, "client-secret": hidden, "kept": "kept"}, timeout=30)
        session.get(tenant, headers={"Authorization": token, "Cookie": hidden}, timeout=30)
        session.get(tenant, headers={"Authorization": f"Bearer {hidden}"}, timeout=30)
    written = json.dumps([vars(entry) for entry in msgraph_emulator.journal()])
    assert hidden not in written
    assert token not in written
    assert "kept=kept" in written


def test_journal_shows_the_response_when_a_request_is_answered(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made("team", subject="Stand-up")
    client.send("GET", "/nowhere")
    msgraph_emulator.arm(Fault.throttled())
    client.get(meeting["id"])
    client.delete(meeting["id"])
    made, missing, throttled, deleted = msgraph_emulator.journal()
    assert (made.status, made.response["subject"], made.response["id"]) == (201, "Stand-up", meeting["id"])
    assert made.response_headers["content-type"].startswith("application/json")
    assert missing.response["error"]["code"] == "BadRequest"
    assert (throttled.status, throttled.response_headers["retry-after"]) == (429, "1")
    assert (deleted.status, deleted.response) == (204, None)


def test_journal_is_read_when_a_version_without_responses_wrote_it() -> None:
    store = Store(None)
    journal = Journal(store)
    journal.add(Entry("2027-01-04T09:00:00Z", "GET", "/v1.0/me", "", {}, None, "1", None, status=200))
    store.run("UPDATE journal SET entry = json_remove(entry, '$.response', '$.response_headers')")
    (entry,) = journal.entries()
    store.close()
    assert (entry.status, entry.response_headers, entry.response) == (200, {}, None)


def test_journal_shows_no_response_when_the_client_got_none(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.lost_answer(), Fault.broken_off())
    for _ in range(2):
        with pytest.raises(requests.RequestException):
            client.create_or_get()
    lost, broken = msgraph_emulator.journal()
    assert (lost.status, lost.response_headers, lost.response) == (None, {}, None)
    assert broken.response == f"({Fault.broken_off().cut} bytes)"


def test_journal_only_measures_a_response_when_it_is_long_or_not_json(
    msgraph_emulator: Emulator, client: Client
) -> None:
    msgraph_emulator.arm(Fault.html(body="<p>down</p>"), Fault(status=200, body={"long": "x" * 70_000}))
    client.create_or_get()
    client.create_or_get()
    page, long = msgraph_emulator.journal()
    assert page.response == "(11 bytes)"
    assert long.response == f"({len(json.dumps({'long': ''})) + 70_000} bytes)"


def test_no_secret_of_a_response_is_in_the_journal_when_a_person_signs_in(
    msgraph_emulator: Emulator, ask: Ask, visit: Ask
) -> None:
    code = sent_back(visit())["code"]
    tokens = redeem(ask, code).json()
    flow = ask("oauth2/v2.0/devicecode", scope=SCOPE).json()
    form = fields(visit(response_mode="form_post").text)
    entries = msgraph_emulator.journal()
    written = json.dumps([vars(entry) for entry in entries])
    hidden = [code, form["code"], flow["device_code"], *(tokens[name] for name in ("access_token", "refresh_token"))]
    assert [secret for secret in hidden if secret in written] == []
    assert "code=(secret)" in entries[0].response_headers["location"]
    assert entries[1].response["access_token"] == "(secret)"


def test_no_secret_of_a_response_is_in_the_journal_when_a_meeting_has_a_passcode(
    msgraph_emulator: Emulator, client: Client
) -> None:
    msgraph_emulator.choose(passcode_required=True)
    meeting = client.made()
    client.find("JoinWebUrl", meeting["joinWebUrl"])
    written = json.dumps([vars(entry) for entry in msgraph_emulator.journal()])
    assert meeting["id"] in written
    assert meeting["joinMeetingIdSettings"]["passcode"] not in written


def test_no_secret_of_a_response_is_in_the_journal_when_a_machine_gets_a_token(
    msgraph_emulator: Emulator, session: requests.Session
) -> None:
    github, devops = msgraph_emulator.github_environment(), msgraph_emulator.azure_devops_environment()
    answers = [
        session.get(github["ACTIONS_ID_TOKEN_REQUEST_URL"], headers=_bearer(github["ACTIONS_ID_TOKEN_REQUEST_TOKEN"])),
        session.post(
            f"{devops['SYSTEM_OIDCREQUESTURI']}?api-version=7.1&serviceConnectionId=x",
            headers=_bearer(devops["SYSTEM_ACCESSTOKEN"]),
        ),
        session.get(
            f"{msgraph_emulator.endpoint}{PATHS['vm']}?api-version=2018-02-01&resource={msgraph_emulator.endpoint}",
            headers={"Metadata": "true"},
        ),
    ]
    written = json.dumps([vars(entry) for entry in msgraph_emulator.journal()])
    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert next(text for text in answer.json().values() if str(text).startswith("ey")) not in written


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_body_that_is_too_big_or_too_deep_is_only_measured(msgraph_emulator: Emulator, client: Client) -> None:
    client.create_or_get(subject="s" * 300_000)
    client.send("POST", "/createOrGet", data=b"[" * 100_000)
    big, deep = msgraph_emulator.journal()
    assert big.body == f"({300_000 + len(json.dumps({'externalId': 'team', 'subject': ''}))} bytes)"
    assert deep.body == "(100000 bytes)"
