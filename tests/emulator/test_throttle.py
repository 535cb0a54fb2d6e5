"""The rate limit: refused requests, their answers, and the requests that count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from msgraph_meetings_emulator import Emulator
from tests.emulator.client import Client, application, delegated, error
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BY_CLOCK: dict[str, Any] = {"by_emulator_clock": True}


@pytest.fixture(autouse=True)
def _stopped(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_clock("2027-01-04T09:00:00Z", stopped=True)


@pytest.fixture
def other_app(msgraph_emulator: Emulator) -> Iterator[Client]:
    """A second application of the tenant."""
    msgraph_emulator.put_app("other", secret="s", roles=["OnlineMeetings.ReadWrite.All"])
    msgraph_emulator.set_access_policy(["other", msgraph_emulator.client_id])
    with Client(
        msgraph_emulator, msgraph_emulator.application_token("other"), f"users/{msgraph_emulator.user_id}"
    ) as it:
        yield it


def statuses(client: Client, count: int) -> list[int]:
    return [client.create_or_get().status_code for _ in range(count)]


def test_a_request_above_the_rate_limit_is_refused_as_documented(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.throttle(2, seconds=10, **BY_CLOCK)
    assert statuses(client, 2) == [201, 200]
    refused = client.create_or_get()
    assert refused.headers["Retry-After"] == "10"
    assert error(refused) == (429, "TooManyRequests", "Please retry again later.")
    assert refused.json()["error"]["innerError"] == {
        "code": "429",
        "date": "2027-01-04T09:00:00",
        "message": "Please retry after",
        "request-id": refused.headers["request-id"],
        "status": "429",
    }


def test_a_throttled_request_is_not_carried_out_and_is_in_the_journal(
    msgraph_emulator: Emulator, client: Client
) -> None:
    msgraph_emulator.throttle(1, seconds=10, **BY_CLOCK)
    client.create_or_get("one")
    client.create_or_get("two")
    assert [meeting["externalId"] for meeting in msgraph_emulator.meetings()] == ["one"]
    assert [(entry.status, entry.worked) for entry in msgraph_emulator.journal()] == [(201, True), (429, False)]


def test_a_client_that_waits_for_retry_after_is_served(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.throttle(2, seconds=10, **BY_CLOCK)
    statuses(client, 2)
    msgraph_emulator.advance(float(client.create_or_get().headers["Retry-After"]))
    assert client.create_or_get().status_code == 200


def test_the_window_slides(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.throttle(2, seconds=10, refused_count=False, **BY_CLOCK)
    for seconds, expected in ((0, 201), (6, 200), (3, 429), (1, 200), (1, 429), (5, 200)):
        msgraph_emulator.advance(seconds)
        assert client.create_or_get().status_code == expected


def test_a_refused_request_counts_against_the_limit(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.throttle(1, seconds=10, **BY_CLOCK)
    client.create_or_get()
    for _ in range(3):
        msgraph_emulator.advance(9)
        assert client.create_or_get().status_code == 429
    msgraph_emulator.advance(10)
    assert client.create_or_get().status_code == 200


def test_retry_after_is_whole_seconds_rounded_up_unless_it_is_set(msgraph_emulator: Emulator, client: Client) -> None:
    for limit, said in (({}, "1"), ({"seconds": 2.5}, "3"), ({"retry_after": 10}, "10"), ({"retry_after": 0.5}, "0.5")):
        msgraph_emulator.throttle(1, **BY_CLOCK | limit)
        statuses(client, 1)
        assert client.create_or_get().headers["Retry-After"] == said


def test_a_refusal_can_omit_retry_after(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.throttle(1, says_how_long=False, **BY_CLOCK)
    statuses(client, 1)
    assert "Retry-After" not in client.create_or_get().headers


def test_the_requests_of_a_batch_are_counted_one_by_one_and_the_batch_is_not(
    msgraph_emulator: Emulator, client: Client
) -> None:
    msgraph_emulator.throttle(2, **BY_CLOCK)
    url = f"/{client.owner}/onlineMeetings/createOrGet"
    headers = {"Content-Type": "application/json"}
    asked = [
        {"id": str(n), "method": "POST", "url": url, "headers": headers, "body": {"externalId": str(n)}}
        for n in range(3)
    ]
    whole = client.session.post(f"{msgraph_emulator.endpoint}/v1.0/$batch", json={"requests": asked}, timeout=30)
    assert whole.status_code == 200
    answers = {answer["status"]: answer for answer in whole.json()["responses"]}
    assert sorted(answer["status"] for answer in whole.json()["responses"]) == [201, 201, 429]
    assert answers[429]["headers"]["Retry-After"] == "1"


def test_the_limit_counts_each_application_with_all_its_users(
    msgraph_emulator: Emulator, client: Client, other_app: Client
) -> None:
    msgraph_emulator.throttle(1, **BY_CLOCK)
    assert statuses(client, 2) == [201, 429]
    with delegated(msgraph_emulator) as signed_in:
        assert statuses(signed_in, 1) == [429]
    assert statuses(other_app, 2) == [200, 429]


def test_the_limit_counts_neither_sign_in_nor_requests_without_a_token(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.throttle(1, **BY_CLOCK)
    with Client(msgraph_emulator, "not a token", f"users/{msgraph_emulator.user_id}") as nobody:
        assert statuses(nobody, 3) == [401] * 3
    for _ in range(3):
        with application(msgraph_emulator) as client:
            assert client.emulator.journal() is not None
    url = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/oauth2/v2.0/token"
    asked = {
        "grant_type": "client_credentials",
        "client_id": msgraph_emulator.client_id,
        "client_secret": msgraph_emulator.client_secret,
        "scope": f"{msgraph_emulator.endpoint}/.default",
    }
    for _ in range(3):
        assert requests.post(url, asked, verify=str(msgraph_emulator.ca), timeout=30).status_code == 200
    with application(msgraph_emulator) as client:
        assert statuses(client, 2) == [201, 429]


def test_the_limit_uses_real_time_when_the_clock_is_stopped(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.throttle(1, seconds=0.001)
    statuses(client, 1)
    until(lambda: client.create_or_get().status_code != 429)
    assert msgraph_emulator.now() == "2027-01-04T09:00:00Z"


def test_the_limit_starts_anew_when_the_clock_is_set_back(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.throttle(1, **BY_CLOCK)
    msgraph_emulator.advance(60)
    statuses(client, 1)
    msgraph_emulator.set_clock("2027-01-04T09:00:30Z", stopped=True)
    assert statuses(client, 2) == [200, 429]


def test_a_limit_ends_when_it_is_lifted_or_the_emulator_is_reset(msgraph_emulator: Emulator, client: Client) -> None:
    for end in (msgraph_emulator.lift_throttle, msgraph_emulator.reset):
        msgraph_emulator.throttle(1)
        end()
        assert 429 not in statuses(client, 3)


def test_a_restart_keeps_the_limit(tmp_path: Path) -> None:
    for _ in range(2):
        with Emulator(state=tmp_path / "state.sqlite") as emulator, application(emulator) as client:
            if not emulator.meetings():
                emulator.throttle(1, seconds=600)
            assert statuses(client, 2)[-1] == 429


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": 0},
        {"rate": True},
        {"rate": 1.5},
        {"seconds": 0},
        {"seconds": 10**6},
        {"retry_after": "soon"},
        {"refused_count": 1},
        {"colour": "red"},
    ],
)
def test_a_limit_with_an_invalid_field_is_refused(msgraph_emulator: Emulator, client: Client, wrong: Any) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong)) if "colour" not in wrong else "fields of a limit are"):
        msgraph_emulator.throttle(**{"rate": 1} | wrong)
    assert 429 not in statuses(client, 3)
