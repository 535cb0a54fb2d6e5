"""Faults as data: each applies to the requests that it matches, and to no others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from msgraph_meetings_emulator import Emulator, Fault
from tests.emulator.client import Client, application, error
from tests.waiting import until


def test_two_429_faults_apply_to_two_requests_only(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.throttled(times=2, retry_after=7, method="POST", path="/createOrGet"))
    first, second, third = (client.create_or_get() for _ in range(3))
    assert error(first) == (429, "TooManyRequests", "Please retry again later.")
    assert first.headers["Retry-After"] == "7"
    assert (second.status_code, third.status_code) == (429, 201)
    assert msgraph_emulator.armed() == []


def test_a_429_fault_can_omit_retry_after(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.throttled(retry_after=None))
    answer = client.create_or_get()
    assert answer.status_code == 429
    assert "Retry-After" not in answer.headers


def test_a_request_is_carried_out_when_only_its_answer_is_lost(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.lost_answer())
    with pytest.raises(requests.ConnectionError):
        client.create_or_get()
    [meeting] = msgraph_emulator.meetings()
    again = client.create_or_get()
    assert (again.status_code, again.json()["id"]) == (200, meeting["id"])


def test_a_lost_request_is_not_carried_out(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.lost_request())
    with pytest.raises(requests.ConnectionError):
        client.create_or_get()
    assert msgraph_emulator.meetings() == []
    assert client.create_or_get().status_code == 201


def test_a_fault_after_the_work_answers_an_error_for_a_request_carried_out(
    msgraph_emulator: Emulator, client: Client
) -> None:
    meeting = client.made(subject="before")
    msgraph_emulator.arm(method="PATCH", status=500, after_work=True)
    assert error(client.patch(meeting["id"], subject="after")) == (500, "InternalServerError", "Internal Server Error")
    assert client.get(meeting["id"]).json()["subject"] == "after"


def test_a_fault_with_a_status_prevents_the_request(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(status=503)
    assert client.create_or_get().status_code == 503
    assert msgraph_emulator.meetings() == []


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"body": "<html>", "headers": {"Content-Type": "text/html"}}, (200, "text/html", b"<html>")),
        ({"body": "", "status": 200}, (200, "application/json", b"")),
        ({"body": {"value": 1}, "status": 418}, (418, "application/json", b'{"value": 1}')),
        ({"body": "{}", "headers": {"Content-Type": "text/plain"}}, (200, "text/plain", b"{}")),
    ],
)
def test_a_fault_can_set_status_headers_and_body(
    msgraph_emulator: Emulator,
    client: Client,
    fault: dict[str, Any],
    expected: tuple[int, str, bytes],
) -> None:
    msgraph_emulator.arm(**({"status": 200} | fault))
    answer = client.create_or_get()
    assert (answer.status_code, answer.headers["Content-Type"], answer.content) == expected
    assert "request-id" in answer.headers


def test_a_fault_can_cut_the_body(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(cut=40)
    answer = client.create_or_get()
    assert answer.status_code == 201
    assert len(answer.content) == 40
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_headers_alone_leave_the_answer_as_it_is(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(headers={"Content-Type": "text/plain"})
    answer = client.create_or_get()
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.json()["externalId"] == "team"


def test_a_delayed_request_is_carried_out_in_the_end(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(delay=0.05)
    assert client.create_or_get().status_code == 201
    assert msgraph_emulator.journal()[0].duration >= 0.05


def test_a_delayed_answer_outlasts_an_impatient_client(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(delay=30, method="GET")
    meeting = client.made()
    with pytest.raises(requests.ReadTimeout):
        client.session.get(f"{msgraph_emulator.endpoint}/v1.0/me", timeout=0.05)
    assert client.get(meeting["id"]).status_code == 200


def test_a_delayed_request_is_dropped_when_a_reset_comes_first(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(delay=600)
    with application(msgraph_emulator) as late, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(late.create_or_get, "late")
        until(lambda: not msgraph_emulator.armed())
        msgraph_emulator.reset()
        with pytest.raises(requests.ConnectionError):
            waiting.result()
    assert (msgraph_emulator.meetings(), msgraph_emulator.journal()) == ([], [])


def test_a_delay_after_the_work_holds_the_answer_back_and_not_the_work(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(delay=600, after_work=True)
    with application(msgraph_emulator) as late, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(late.create_or_get, "late")
        until(lambda: not msgraph_emulator.armed())
        assert [meeting["externalId"] for meeting in msgraph_emulator.meetings()] == ["late"]
        msgraph_emulator.reset()
        with pytest.raises(requests.ConnectionError):
            waiting.result()


def test_a_delayed_request_does_not_keep_the_emulator_from_stopping() -> None:
    with Emulator() as emulator, application(emulator) as late, ThreadPoolExecutor(1) as pool:
        emulator.arm(delay=600)
        waiting = pool.submit(late.create_or_get)
        until(lambda: not emulator.armed())
        emulator.stop()
        with pytest.raises(requests.ConnectionError):
            waiting.result()


def test_a_fault_for_other_requests_does_not_block_the_next_fault(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault(method="DELETE", status=500), Fault(method="POST", status=503))
    assert client.create_or_get().status_code == 503
    assert client.create_or_get().status_code == 201
    assert [fault["method"] for fault in msgraph_emulator.armed()] == ["DELETE"]


def test_faults_for_the_same_request_go_off_one_after_another(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault(status=500), Fault(status=502, times=2), Fault(status=504))
    assert [client.create_or_get().status_code for _ in range(5)] == [500, 502, 502, 504, 201]


def test_a_fault_can_skip_the_first_requests(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(status=500, skip=2, times=1)
    assert [client.create_or_get().status_code for _ in range(4)] == [201, 200, 500, 200]


def test_skipping_counts_requests_to_which_another_fault_applied(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault(status=500), Fault(status=503, skip=1))
    assert [client.create_or_get().status_code for _ in range(3)] == [500, 503, 201]


def test_a_fault_without_times_stays_armed_until_disarmed(msgraph_emulator: Emulator, client: Client) -> None:
    [endless, other] = msgraph_emulator.arm(Fault(status=500, times=None), Fault(status=502, method="PUT"))
    assert {client.create_or_get().status_code for _ in range(10)} == {500}
    msgraph_emulator.disarm(endless)
    assert client.create_or_get().status_code == 201
    assert [fault["number"] for fault in msgraph_emulator.armed()] == [other]
    msgraph_emulator.disarm()
    assert msgraph_emulator.armed() == []


def test_the_sign_in_can_fail_too(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(status=503, path="/oauth2/v2.0/token")
    with requests.Session() as session:
        session.trust_env = False
        url = f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/oauth2/v2.0/token"
        answer = session.post(url, verify=str(msgraph_emulator.ca), timeout=30)
    assert answer.status_code == 503
    assert answer.json()["error"] == "temporarily_unavailable"


def test_a_fault_s_path_can_have_wildcards_or_be_the_end_only(msgraph_emulator: Emulator) -> None:
    ada, ben, _ = msgraph_emulator.user_ids
    msgraph_emulator.arm(status=500, path=f"*{ben}*", times=None)
    with application(msgraph_emulator, ada) as for_ada, application(msgraph_emulator, ben) as for_ben:
        assert for_ben.create_or_get().status_code == 500
        assert for_ada.create_or_get().status_code == 201


def test_a_fault_can_have_its_request_fields_under_match(msgraph_emulator: Emulator, client: Client) -> None:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(
            f"{msgraph_emulator.endpoint}/_emulator/faults",
            json={"match": {"method": "POST", "path": "/createOrGet"}, "times": 1, "status": 429},
            verify=str(msgraph_emulator.ca),
            timeout=30,
        )
    assert answer.status_code == 201
    assert client.create_or_get().status_code == 429


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ({"status": "429"}, "status"),
        ({"status": 99}, "status"),
        ({"delay": -1}, "delay"),
        ({"delay": 10**6}, "delay"),
        ({"times": True}, "times"),
        ({"headers": ["x"]}, "headers"),
    ],
)
def test_a_fault_with_an_invalid_field_is_refused(msgraph_emulator: Emulator, fault: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        msgraph_emulator.arm(**fault)
    assert msgraph_emulator.armed() == []


@pytest.mark.parametrize("body", ['{"colour": "red"}', "7", '[{"status": 500}, 7]', '{"match": 7}', "{"])
def test_data_other_than_a_fault_is_refused(msgraph_emulator: Emulator, body: str) -> None:
    with requests.Session() as session:
        session.trust_env = False
        url = f"{msgraph_emulator.endpoint}/_emulator/faults"
        answer = session.post(url, data=body, verify=str(msgraph_emulator.ca), timeout=30)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert msgraph_emulator.armed() == []
