"""$batch: many requests in one, each with its own answer, journal entry and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from msgraph_meetings_emulator import Fault
from tests.emulator.client import Client, error

if TYPE_CHECKING:
    import requests

    from msgraph_meetings_emulator import Emulator

JSON = {"Content-Type": "application/json"}


def _send(client: Client, *items: dict[str, Any]) -> requests.Response:
    url = f"{client.emulator.endpoint}/v1.0/$batch"
    return client.session.post(url, json={"requests": list(items)}, timeout=30)


def _answers(client: Client, *items: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The answers by id."""
    answer = _send(client, *items)
    assert answer.status_code == 200, answer.text
    return {item["id"]: item for item in answer.json()["responses"]}


def _create(client: Client, name: str, **more: Any) -> dict[str, Any]:
    url = f"/{client.owner}/onlineMeetings/createOrGet"
    return {"id": name, "method": "POST", "url": url, "headers": JSON, "body": {"externalId": name}} | more


def _get(client: Client, name: str, meeting_id: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "method": "GET", "url": f"/{client.owner}/onlineMeetings/{quote(meeting_id, safe='')}"} | more


def test_every_request_of_a_batch_has_an_answer(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made()
    patch = _get(client, "p", meeting["id"]) | {"method": "PATCH", "headers": JSON, "body": {"subject": "New"}}
    answers = _answers(client, _create(client, "c"), patch, _get(client, "g", "MSx"))
    assert {name: answer["status"] for name, answer in answers.items()} == {"c": 201, "p": 200, "g": 400}
    assert answers["c"]["body"]["externalId"] == "c"
    assert answers["p"]["body"]["subject"] == "New"
    assert answers["g"]["body"]["error"]["message"] == "Meeting Id is corrupted."
    assert answers["c"]["headers"]["Content-Type"].startswith("application/json")
    assert answers["c"]["headers"]["request-id"] != answers["p"]["headers"]["request-id"]
    assert len(msgraph_emulator.meetings()) == 2


def test_a_batch_accepts_twenty_requests_and_not_twenty_one(msgraph_emulator: Emulator, client: Client) -> None:
    assert len(_answers(client, *(_create(client, str(number)) for number in range(20)))) == 20
    refused = _send(client, *(_create(client, f"x{number}") for number in range(21)))
    assert error(refused) == (400, "BadRequest", "Number of requests inside batch exceed the limit.")
    assert len(msgraph_emulator.meetings()) == 20


def test_batch_with_one_id_twice_is_refused_by_the_id(client: Client) -> None:
    refused = _send(client, _create(client, "1"), _create(client, "2"), _create(client, "1"))
    assert error(refused) == (400, "BadRequest", "Request Id 1 has to be unique in a batch.")


def test_a_request_of_a_batch_waits_for_those_it_depends_on(client: Client) -> None:
    late = _create(client, "late", dependsOn=["EARLY"], body={"externalId": "one", "subject": "late"})
    early = _create(client, "early", body={"externalId": "one", "subject": "early"})
    answers = _answers(client, late, early)
    assert (answers["early"]["status"], answers["late"]["status"]) == (201, 200)
    assert answers["late"]["body"]["subject"] == "early"


def test_a_request_that_depends_on_a_failed_one_is_not_carried_out(msgraph_emulator: Emulator, client: Client) -> None:
    chain = [
        _get(client, "1", "MSx"),
        _create(client, "2", dependsOn=["1"]),
        _create(client, "3", dependsOn=["2"]),
        _create(client, "4"),
    ]
    answers = _answers(client, *chain)
    assert [answers[name]["status"] for name in "1234"] == [400, 424, 424, 201]
    assert answers["2"]["body"]["error"]["code"] == "FailedDependency"
    assert [meeting["externalId"] for meeting in msgraph_emulator.meetings()] == ["4"]


@pytest.mark.parametrize(
    "items",
    [
        [],
        [{"id": "1"}],
        [{"id": True, "method": "GET", "url": "/me/onlineMeetings/x"}],
        [{"id": 1.5, "method": "GET", "url": "/me/onlineMeetings/x"}],
        [{"id": 1, "method": "GET", "url": "/me/x"}, {"id": "1", "method": "GET", "url": "/me/x"}],
        [{"id": "", "method": "GET", "url": "/me/onlineMeetings/x"}],
        [{"id": "1", "method": "BREW", "url": "/me/onlineMeetings/x"}],
        [{"id": "1", "method": "GET", "url": "/me/onlineMeetings/x", "headers": {"a": 1}}],
        [{"id": "1", "method": "GET", "url": "/me/onlineMeetings/x", "headers": {"é": "1"}}],
        [{"id": "1", "method": "GET", "url": "/me/onlineMeetings/x", "dependsOn": ["2"]}],
        [{"id": "1", "method": "GET", "url": "/me/onlineMeetings/x", "dependsOn": ["1"]}],
        [{"id": "1", "method": "GET", "url": "/me/onlineMeetings/x", "dependsOn": "1"}],
        [{"id": "a", "method": "GET", "url": "/me/x"}, {"id": "A", "method": "GET", "url": "/me/x"}],
        [{"id": "1", "method": "POST", "url": "/me/onlineMeetings", "body": {}}],
        [{"id": "1", "method": "GET", "url": "https://graph.microsoft.com/v1.0/me/x"}],
        [{"id": "1", "method": "POST", "url": "/$batch"}],
        ["x"],
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_whole(
    msgraph_emulator: Emulator, client: Client, items: list[Any]
) -> None:
    assert error(_send(client, *items))[:2] == (400, "BadRequest")
    assert [entry.path for entry in msgraph_emulator.journal()] == ["/v1.0/$batch"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"requests": {}}'])
def test_a_body_without_a_batch_is_refused(client: Client, body: bytes) -> None:
    url = f"{client.emulator.endpoint}/v1.0/$batch"
    assert error(client.session.post(url, data=body, headers=JSON, timeout=30))[:2] == (400, "BadRequest")


def test_a_batch_needs_a_token(msgraph_emulator: Emulator) -> None:
    with Client(msgraph_emulator, None, "me") as nobody:
        assert _send(nobody, _create(nobody, "1")).status_code == 401


def test_requests_of_a_batch_use_the_token_of_the_batch(msgraph_emulator: Emulator, client: Client) -> None:
    item = _create(client, "1", headers=JSON | {"Authorization": "Bearer other"})
    assert _answers(client, item)["1"]["status"] == 201
    msgraph_emulator.deny_access_policy(msgraph_emulator.user_id)
    assert _answers(client, item)["1"]["status"] == 403


def test_the_journal_has_each_request(msgraph_emulator: Emulator, client: Client) -> None:
    _send(client, _create(client, "1"), _create(client, "2", headers=JSON | {"client-request-id": "own"}))
    first, second, whole = msgraph_emulator.journal()
    assert (first.method, first.status, second.status, whole.status) == ("POST", 201, 201, 200)
    assert first.path == f"/v1.0/{client.owner}/onlineMeetings/createOrGet"
    assert first.body == {"externalId": "1"}
    assert second.client_request_id == "own"
    assert first.batch == second.batch == whole.request_id
    assert whole.batch is None


def test_each_request_is_throttled_by_itself(client: Client) -> None:
    client.emulator.arm(Fault.throttled(path="/createOrGet", retry_after=7))
    answers = _answers(client, _create(client, "1"), _create(client, "2"))
    assert (answers["1"]["status"], answers["2"]["status"]) == (429, 201)
    assert answers["1"]["headers"]["Retry-After"] == "7"
    assert answers["1"]["body"]["error"]["code"] == "TooManyRequests"


@pytest.mark.parametrize(
    "url", ["", "?", "//x/y", "/me/onlineMeetings/\u0000", "/é?$filter=é", "/" + "x" * 9000, "/a/../b#c"]
)
def test_an_unknown_url_in_a_batch_fails_alone(client: Client, url: str) -> None:
    answers = _answers(client, {"id": "1", "method": "GET", "url": url}, _create(client, "2"))
    assert (answers["1"]["status"], answers["2"]["status"]) == (400, 201)


def test_a_request_of_a_batch_answers_504_when_its_connection_breaks(
    msgraph_emulator: Emulator, client: Client
) -> None:
    msgraph_emulator.arm(Fault.broken_off(cut=20, path="/createOrGet"))
    assert _answers(client, _create(client, "1"))["1"]["status"] == 504


def test_a_request_of_a_batch_is_carried_out_when_its_answer_is_lost(
    msgraph_emulator: Emulator, client: Client
) -> None:
    msgraph_emulator.arm(Fault.lost_answer(path="/createOrGet"))
    answers = _answers(client, _create(client, "1"), _create(client, "2"))
    assert (answers["1"]["status"], answers["2"]["status"]) == (504, 201)
    assert len(msgraph_emulator.meetings()) == 2


def test_an_answer_in_a_batch_is_text_when_it_is_not_json(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(path="/createOrGet", status=502, body="<html>")
    answer = _answers(client, _create(client, "1"))["1"]
    assert (answer["status"], answer["body"]) == (502, "PGh0bWw+")


def test_an_answer_in_a_batch_has_no_body_when_the_request_has_none(client: Client) -> None:
    meeting = client.made()
    answer = _answers(client, _get(client, "1", meeting["id"]) | {"method": "DELETE"})["1"]
    assert answer["status"] == 204
    assert "body" not in answer


def test_a_request_of_a_batch_keeps_the_blanks_and_options_of_its_query(client: Client) -> None:
    meeting = client.made()
    url = f"/{client.owner}/onlineMeetings?$filter=JoinWebUrl eq '{quote(meeting['joinWebUrl'], safe='')}'&$select=id"
    item = {"id": "1", "method": "GET", "url": url, "headers": {"Prefer": "include-unknown-enum-members"}}
    answer = _answers(client, item)["1"]
    assert answer["body"]["value"] == [{"id": meeting["id"]}]
    assert answer["headers"]["Preference-Applied"] == "include-unknown-enum-members"
