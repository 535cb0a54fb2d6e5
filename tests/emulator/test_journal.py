"""The journal: every request, and no secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import requests

from msgraph_meetings_emulator import Fault
from msgraph_meetings_emulator.graph import instants
from tests.emulator.client import Client, delegated

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator


def test_every_request_is_there_with_what_became_of_it(msgraph_emulator: Emulator, client: Client) -> None:
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


def test_a_path_is_there_as_it_was_sent(msgraph_emulator: Emulator, client: Client) -> None:
    client.send("GET", "/a%2Fb%2520c")
    assert msgraph_emulator.journal()[0].path.endswith("/onlineMeetings/a%2Fb%2520c")


def test_a_signed_in_user_is_named(msgraph_emulator: Emulator) -> None:
    with delegated(msgraph_emulator) as client:
        client.create_or_get()
    assert msgraph_emulator.journal()[0].user_id == msgraph_emulator.user_id


def test_a_request_that_got_no_answer_is_there(msgraph_emulator: Emulator, client: Client) -> None:
    lost, dropped = msgraph_emulator.arm(Fault.lost_answer(), Fault.lost_request())
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            client.create_or_get()
    first, second = msgraph_emulator.journal()
    assert (first.status, first.fault, first.worked) == (None, lost, True)
    assert (second.status, second.fault, second.worked) == (None, dropped, False)


def test_the_journal_can_be_asked_for_a_part(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made()
    client.get(meeting["id"])
    middle = msgraph_emulator.journal()[-1].seq
    client.patch(meeting["id"], subject="x")
    assert [entry.method for entry in msgraph_emulator.journal(since=middle)] == ["PATCH"]
    assert [entry.method for entry in msgraph_emulator.journal(method="POST")] == ["POST"]
    assert [entry.method for entry in msgraph_emulator.journal(path=f"*/{meeting['id']}")] == ["GET", "PATCH"]


def test_a_cleared_journal_counts_on(msgraph_emulator: Emulator, client: Client) -> None:
    client.made()
    before = msgraph_emulator.journal()[-1].seq
    msgraph_emulator.clear_journal()
    assert msgraph_emulator.journal() == []
    client.create_or_get()
    assert [entry.seq for entry in msgraph_emulator.journal()] == [before + 1]


def test_what_tests_set_and_read_is_not_in_the_journal(msgraph_emulator: Emulator) -> None:
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


def test_a_body_that_is_too_big_or_too_deep_is_only_measured(msgraph_emulator: Emulator, client: Client) -> None:
    client.create_or_get(subject="s" * 300_000)
    client.send("POST", "/createOrGet", data=b"[" * 100_000)
    big, deep = msgraph_emulator.journal()
    assert big.body == f"({300_000 + len(json.dumps({'externalId': 'team', 'subject': ''}))} bytes)"
    assert deep.body == "(100000 bytes)"
