"""Times at the end of the calendar, numbers that JSON cannot contain, headers with large values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from msgraph_meetings_emulator import Fault
from msgraph_meetings_emulator.faults.fault import seconds_text
from tests.emulator.client import Client, application, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings_emulator import Emulator, Handle

JSON = {"Content-Type": "application/json"}
LAST_HOUR = "9999-12-31T23:30:00Z"


@pytest.fixture
def own(msgraph_emulator: Emulator) -> Iterator[requests.Session]:
    """Send a request to a control path, and return status and body, which the handle would turn into an error."""
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(msgraph_emulator.ca)
        yield session


def _readable(emulator: Handle) -> None:
    """Check that the journal and the list of meetings can be read."""
    emulator.journal()
    emulator.meetings()


def test_client_gets_a_400_for_a_start_whose_default_end_is_after_9999(client: Client) -> None:
    answer = client.create_or_get(startDateTime=LAST_HOUR)
    assert error(answer)[:2] == (400, "InvalidArgument")
    assert client.emulator.meetings() == []


@pytest.mark.parametrize("days", [60, 10**30, -(10**30)])
def test_emulator_shows_the_expiry_of_a_meeting_at_the_end_of_the_calendar(
    msgraph_emulator: Emulator, client: Client, days: int
) -> None:
    meeting = client.made(startDateTime="9999-12-30T00:00:00Z", endDateTime=LAST_HOUR)
    msgraph_emulator.choose(expiry_shown=True, lifetime_days=days)
    assert client.get(meeting["id"]).status_code in (200, 404)
    _readable(msgraph_emulator)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "1" + "0" * 5000])
def test_client_gets_a_400_for_a_number_that_json_cannot_write(client: Client, number: str) -> None:
    body = f'{{"externalId": "team", "unknown": {number}}}'
    answer = client.send("POST", "/createOrGet", data=body, headers=JSON)
    assert answer.status_code == 400
    assert client.emulator.meetings() == []
    _readable(client.emulator)


@pytest.mark.parametrize("path", ["faults", "settings", "throttle", "clock", "directory/users/ada"])
def test_control_api_refuses_a_number_that_json_cannot_write(
    msgraph_emulator: Emulator, own: requests.Session, path: str
) -> None:
    method = {"faults": "POST", "clock": "POST", "settings": "PATCH"}.get(path, "PUT")
    body = '{"body": 1e999, "policy": {"x": 1e999}, "rate": 1e999, "advance": 1e999}'
    answer = own.request(method, f"{msgraph_emulator.endpoint}/_emulator/{path}", data=body, timeout=30)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert msgraph_emulator.armed() == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "journal?since=" + "9" * 30, None),
        ("GET", "journal?newest=" + "9" * 30, None),
        ("GET", "journal?newest=-" + "9" * 30, None),
        ("DELETE", "faults/" + "9" * 5000, None),
        ("POST", "clock", {"advance": 1e308}),
        ("POST", "clock", {"advance": []}),
        ("POST", "clock", {"advance": 10**400}),
        ("POST", "clock", {"advance": True}),
        ("POST", "tokens", {"user": []}),
        ("POST", "tokens", {"client_id": {}}),
        ("PATCH", "settings", {"cloud": []}),
        ("PATCH", "settings", {"policy": {"lobbyBypassSettings": 5}}),
        ("PATCH", "settings", {"policy": {"joinWebUrl": None}}),
        ("PATCH", "settings", {"policy": {"joinMeetingIdSettings": "x"}}),
        ("PATCH", "settings", {"policy": {"id": "x"}}),
        ("PUT", "directory/users/x", {"upn": 5}),
        ("PUT", "directory/users/x", {"display_name": None}),
        ("PUT", "directory/users/x", {"kind": []}),
        ("PUT", "directory/apps/x", {"secret": "y", "federated_credentials": [7]}),
        ("PUT", "throttle", {"rate": 10**400}),
        ("POST", "faults", {"headers": {"Retry-After": "1"}, "delay": 10**400}),
        ("POST", "oidc-tokens", {"lifetime": 10**400}),
    ],
)
def test_control_api_answers_a_sentence_when_a_value_cannot_be_used(
    client: Client, own: requests.Session, method: str, path: str, body: Any
) -> None:
    msgraph_emulator = client.emulator
    client.made()
    answer = own.request(method, f"{msgraph_emulator.endpoint}/_emulator/{path}", json=body, timeout=30)
    assert answer.status_code < 500, answer.text
    assert answer.status_code < 400 or next(iter(answer.json())).startswith("error")
    assert client.create_or_get().status_code == 200
    _readable(msgraph_emulator)


def test_etag_changes_with_each_change_while_the_clock_is_stopped(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.choose(etags=True)
    msgraph_emulator.set_clock("2027-01-04T09:00:00Z", stopped=True)
    with application(msgraph_emulator) as client:
        meeting = client.made()
        tags = [client.patch(meeting["id"], subject=subject).headers["ETag"] for subject in ("a", "b", "a")]
        assert client.get(meeting["id"]).headers["ETag"] == tags[-1]
    assert len({meeting["@odata.etag"], *tags}) == 4


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1e6, "1000000"), (1e16, "10000000000000000"), (7, "7"), (2.0, "2"), (0.5, "0.5"), (1e-7, "0.0000001")],
)
def test_retry_after_is_written_without_an_exponent(
    msgraph_emulator: Emulator, client: Client, seconds: float, text: str
) -> None:
    assert seconds_text(seconds) == text
    msgraph_emulator.arm(Fault.throttled(retry_after=seconds))
    assert client.create_or_get().headers["Retry-After"] == text
    msgraph_emulator.throttle(1, seconds=3600, retry_after=seconds)
    client.create_or_get()
    assert client.create_or_get().headers["Retry-After"] == text


def test_fault_armed_for_a_method_in_small_letters_fires(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(method="post", path="/createOrGet", status=503)
    assert client.create_or_get().status_code == 503
    assert [entry.status for entry in msgraph_emulator.journal(method="post")] == [503]


def test_fault_with_a_method_that_no_request_has_is_refused(msgraph_emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="method"):
        msgraph_emulator.arm(method="PO ST", status=503)
