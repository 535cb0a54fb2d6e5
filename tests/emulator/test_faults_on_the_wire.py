"""Faults, as seen by a client that checks every byte and the end of its connection."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import requests

from msgraph_meetings_emulator import Emulator, Fault
from tests.emulator import wire
from tests.emulator.client import error
from tests.emulator.wire import CLOSED, DROPPED, RESET, create_or_get, heard
from tests.waiting import until

if TYPE_CHECKING:
    from tests.emulator.client import Client


def _made(emulator: Emulator) -> int:
    return len(emulator.meetings())


@pytest.mark.parametrize(("how", "end"), [("drop", DROPPED), ("reset", RESET)])
@pytest.mark.parametrize("after_work", [False, True])
def test_a_connection_is_dropped_or_reset_without_an_answer(
    msgraph_emulator: Emulator, how: str, end: str, *, after_work: bool
) -> None:
    msgraph_emulator.arm(after_work=after_work, **{how: True})
    answer = heard(msgraph_emulator, create_or_get(msgraph_emulator))
    assert (answer.pieces, answer.end) == ((), end)
    assert _made(msgraph_emulator) == after_work
    assert [entry.status for entry in msgraph_emulator.journal()] == [None]


@pytest.mark.parametrize(("how", "end"), [("drop", DROPPED), ("reset", RESET)])
def test_a_connection_is_dropped_or_reset_in_the_middle_of_the_answer(
    msgraph_emulator: Emulator, how: str, end: str
) -> None:
    msgraph_emulator.arm(cut=20, **{how: True})
    answer = heard(msgraph_emulator, create_or_get(msgraph_emulator))
    assert answer.end == end
    assert len(answer.body) == 20
    assert "content-length: 20" not in answer.head
    assert _made(msgraph_emulator) == 1
    assert [entry.status for entry in msgraph_emulator.journal()] == [201]


def test_a_fault_s_own_body_can_break_off_too(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(status=503, body="0123456789", cut=4, reset=True)
    answer = heard(msgraph_emulator, create_or_get(msgraph_emulator))
    assert (answer.end, answer.body) == (RESET, b"0123")
    assert "content-length: 10" in answer.head
    assert _made(msgraph_emulator) == 0


@pytest.mark.parametrize(("how", "end"), [("drop", DROPPED), ("reset", RESET)])
def test_a_connection_is_dropped_or_reset_in_the_handshake(msgraph_emulator: Emulator, how: str, end: str) -> None:
    msgraph_emulator.arm(Fault(handshake=True, skip=1, **{how: True}))  # type: ignore[arg-type]
    sent = create_or_get(msgraph_emulator)
    first, second, third = (heard(msgraph_emulator, sent) for _ in range(3))
    assert (second.pieces, second.end) == ((), end)
    assert [first.end, third.end] == [CLOSED, CLOSED]
    assert [entry.status for entry in msgraph_emulator.journal()] == [201, 200]
    assert msgraph_emulator.armed() == []


def test_a_handle_connects_while_a_fault_breaks_all_handshakes(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(Fault.lost_handshake(times=None))
    sent = create_or_get(msgraph_emulator)
    assert {heard(msgraph_emulator, sent).end for _ in range(3)} == {RESET}
    msgraph_emulator.disarm()
    assert heard(msgraph_emulator, sent).end == CLOSED


def test_a_connection_without_bytes_uses_up_no_fault(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(Fault.lost_handshake())
    sent = create_or_get(msgraph_emulator)
    socket.create_connection(("127.0.0.1", wire.port_of(msgraph_emulator)), timeout=wire.LIMIT).close()
    assert heard(msgraph_emulator, sent).end == RESET


def test_a_silent_client_s_connection_is_closed_with_the_emulator() -> None:
    with Emulator() as emulator:
        emulator.arm(Fault.lost_handshake())
        with socket.create_connection(("127.0.0.1", wire.port_of(emulator)), timeout=wire.LIMIT) as silent:
            assert len(emulator.armed()) == 1
            emulator.stop()
            assert silent.recv(1) == b""


def test_an_answer_drips_byte_by_byte(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(status=200, body="0123456789", drip=0.01)
    answer = heard(msgraph_emulator, create_or_get(msgraph_emulator))
    assert (answer.end, answer.body) == (CLOSED, b"0123456789")
    assert {len(piece) for piece in answer.pieces[1:]} == {1}


def test_an_answer_of_the_service_itself_drips_too(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.slow_drip(drip=0.0001))
    assert error(client.get("none")) == (400, "BadRequest", "Meeting Id is corrupted.")


def test_a_drip_ends_when_its_client_is_gone(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.slow_drip(drip=600))
    with wire.connected(msgraph_emulator) as connection:
        connection.sendall(create_or_get(msgraph_emulator))
        assert connection.recv(1)
    assert client.create_or_get().status_code == 200


def test_a_drip_can_break_off(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(status=200, body="0123456789", drip=0.001, cut=3, reset=True)
    answer = heard(msgraph_emulator, create_or_get(msgraph_emulator))
    assert (answer.end, answer.body) == (RESET, b"012")


@pytest.mark.parametrize("how", ["reset", "stop"])
def test_a_drip_does_not_outlast_a_reset_or_the_emulator(how: str) -> None:
    with Emulator() as emulator, ThreadPoolExecutor(1) as pool:
        emulator.arm(Fault.slow_drip(drip=600))
        waiting = pool.submit(heard, emulator, create_or_get(emulator))
        until(emulator.journal)
        getattr(emulator, how)()
        assert waiting.result().end == DROPPED


def test_an_html_fault_answers_with_an_html_page(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.html(), Fault.html(status=200, body="<p>Sign in"))
    first, second = client.create_or_get(), client.create_or_get()
    assert (first.status_code, first.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert first.text.startswith("<!DOCTYPE html>")
    assert (second.status_code, second.text) == (200, "<p>Sign in")
    assert _made(msgraph_emulator) == 0


def test_a_redirect_fault_sends_the_client_to_another_url(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.redirect("https://elsewhere.example/x"), Fault.redirect("/again", status=302))
    first, second = (client.send("POST", "/createOrGet", json={}, allow_redirects=False) for _ in range(2))
    assert (first.status_code, first.headers["Location"], first.content) == (307, "https://elsewhere.example/x", b"")
    assert (second.status_code, second.headers["Location"]) == (302, "/again")


def test_a_content_type_fault_keeps_the_service_s_body(msgraph_emulator: Emulator, client: Client) -> None:
    msgraph_emulator.arm(Fault.content_type("application/xml"))
    answer = client.create_or_get()
    assert (answer.status_code, answer.headers["Content-Type"]) == (201, "application/xml")
    assert answer.json()["externalId"] == "team"


def test_the_token_endpoint_is_down_and_graph_is_not(msgraph_emulator: Emulator, client: Client) -> None:
    path = f"/{msgraph_emulator.tenant_id}/oauth2/v2.0/token"
    [refusing] = msgraph_emulator.arm(Fault.token_endpoint_down())
    for _ in range(3):
        answer = heard(msgraph_emulator, wire.request(msgraph_emulator, "POST", path))
        assert "503" in answer.head.splitlines()[0]
        assert json.loads(answer.body)["error"] == "temporarily_unavailable"
    assert client.create_or_get().status_code == 201
    msgraph_emulator.disarm(refusing)
    msgraph_emulator.arm(Fault.token_endpoint_down(times=1, status=None))
    assert heard(msgraph_emulator, wire.request(msgraph_emulator, "POST", path)).end == DROPPED
    assert "400" in heard(msgraph_emulator, wire.request(msgraph_emulator, "POST", path)).head.splitlines()[0]


@pytest.mark.parametrize("status", [204, 304])
def test_a_fault_with_a_bodiless_status_has_no_body(msgraph_emulator: Emulator, status: int) -> None:
    msgraph_emulator.arm(status=status, body="x")
    answer = heard(msgraph_emulator, create_or_get(msgraph_emulator))
    assert (answer.end, answer.body) == (CLOSED, b"")


@pytest.mark.parametrize(
    "fault",
    [
        Fault.throttled(method="POST"),
        Fault.lost_answer(),
        Fault.lost_request(),
        Fault.lost_handshake(),
        Fault.broken_off(),
        Fault.slow_drip(),
        Fault.html(),
        Fault.redirect("/x"),
        Fault.content_type("text/plain"),
        Fault.token_endpoint_down(),
    ],
)
def test_every_fault_can_be_armed_and_read_as_json(msgraph_emulator: Emulator, fault: Fault) -> None:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(msgraph_emulator.ca)
        url = f"{msgraph_emulator.endpoint}/_emulator/faults"
        assert session.post(url, json=fault.to_json(), timeout=30).status_code == 201
    [armed] = msgraph_emulator.armed()
    assert {name: value for name, value in armed.items() if name not in ("number", "met")} == fault.to_json()


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ({"drip": -1}, "drip"),
        ({"drip": "slow"}, "drip"),
        ({"cut": -1}, "cut"),
        ({"reset": 1}, "reset"),
        ({"reset": True, "drop": True}, "either"),
        ({"handshake": True}, "handshake"),
        ({"handshake": True, "reset": True, "status": 500}, "handshake"),
        ({"handshake": True, "drop": True, "path": "/token"}, "handshake"),
        ({"headers": {"Retry-After": 7}}, "headers"),
        ({"headers": {"Location": "/a\r\nSet-Cookie: b"}}, "headers"),
        ({"headers": {"A b": "c"}}, "headers"),
        ({"headers": {"Location": "/\u20ac"}}, "headers"),
    ],
)
def test_a_fault_that_http_cannot_carry_is_refused(
    msgraph_emulator: Emulator, fault: dict[str, Any], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        msgraph_emulator.arm(**fault)
    assert msgraph_emulator.armed() == []
