"""The handle: setting and reading everything on a running emulator."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import requests

from msgraph_meetings_emulator import Emulator, Handle
from msgraph_meetings_emulator.run.server import CannotListenError
from msgraph_meetings_emulator.state import instants
from tests.emulator.client import Client, application

if TYPE_CHECKING:
    from pathlib import Path


def test_a_meeting_can_be_edited_as_a_person_would(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made(subject="before")
    edited = msgraph_emulator.edit(
        meeting["id"],
        subject="after",
        joinMeetingIdSettings={"isPasscodeRequired": True, "passcode": "xyz"},
        participants={"attendees": [{"upn": "a@x.example", "role": "presenter"}]},
        audioConferencing={"conferenceId": "1"},
    )
    seen = client.get(meeting["id"]).json()
    assert seen["subject"] == edited["subject"] == "after"
    assert seen["joinMeetingIdSettings"] == meeting["joinMeetingIdSettings"] | {
        "isPasscodeRequired": True,
        "passcode": "xyz",
    }
    assert "Passcode%3a+xyz" in seen["joinInformation"]["content"]
    assert seen["participants"]["attendees"][0]["role"] == "presenter"
    assert seen["participants"]["organizer"] == meeting["participants"]["organizer"]
    assert seen["audioConferencing"] == {"conferenceId": "1"}


@pytest.mark.parametrize("properties", [{"id": "x"}, {"startDateTime": "today"}, {"participants": {"attendees": 7}}])
def test_an_edit_that_would_break_the_meeting_is_refused(
    msgraph_emulator: Emulator, client: Client, properties: dict[str, Any]
) -> None:
    meeting = client.made()
    with pytest.raises(ValueError, match="cannot be set"):
        msgraph_emulator.edit(meeting["id"], **properties)
    assert client.get(meeting["id"]).json() == meeting


def test_a_meeting_can_be_deleted_without_an_api_request(msgraph_emulator: Emulator, client: Client) -> None:
    meeting = client.made()
    msgraph_emulator.delete(meeting["id"])
    assert client.get(meeting["id"]).status_code == 404
    with pytest.raises(ValueError, match="no meeting"):
        msgraph_emulator.delete(meeting["id"])


def test_meetings_are_listed_for_every_user_oldest_first(msgraph_emulator: Emulator, client: Client) -> None:
    with application(msgraph_emulator, msgraph_emulator.user_ids[1]) as other:
        ids = [client.made("b")["id"], other.made("a")["id"], client.made("c")["id"]]
    assert [meeting["id"] for meeting in msgraph_emulator.meetings()] == ids


def test_the_clock_runs_on_when_set_and_stands_still_when_stopped(msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_clock("2030-01-01T00:00:00Z")
    first, second = (instants.parse(msgraph_emulator.now()) for _ in range(2))
    assert instants.parse("2030-01-01T00:00:00Z") < first < second
    msgraph_emulator.advance(timedelta(days=1))
    assert instants.parse(msgraph_emulator.now()) > second + instants.TICKS_PER_DAY
    msgraph_emulator.set_clock("2030-01-01T00:00:00Z", stopped=True)
    assert msgraph_emulator.now() == "2030-01-01T00:00:00Z"
    msgraph_emulator.advance(0.5)
    assert msgraph_emulator.now() == "2030-01-01T00:00:00.5Z"


@pytest.mark.parametrize(
    "wish", [{"set": "today"}, {"set": "1900-01-01T00:00:00Z"}, {"advance": 1e12}, {"advance": "x"}]
)
def test_a_time_that_the_clock_cannot_show_is_refused(msgraph_emulator: Emulator, wish: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        msgraph_emulator._ask("POST", "clock", wish)


def test_users_can_be_added_and_removed(msgraph_emulator: Emulator) -> None:
    new = "11111111-2222-3333-4444-555555555555"
    msgraph_emulator.put_user(new, upn="new@emulator.example")
    with application(msgraph_emulator, new) as client:
        assert client.made()["participants"]["organizer"]["upn"] == "new@emulator.example"
        msgraph_emulator.remove_user(new)
        assert client.create_or_get().status_code == 404
    with pytest.raises(ValueError, match="not in the directory"):
        msgraph_emulator.delegated_token(new)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "directory/users/x", {"age": 7}),
        ("PUT", "directory/users/x", {"access_policy": "all"}),
        ("PUT", "directory/apps/x", {}),
        ("PUT", "directory/apps/x", {"secret": "s", "roles": "all"}),
        ("PATCH", "directory", {"access_policy": None}),
        ("PUT", "directory/users/x", []),
        ("DELETE", "faults/first", None),
        ("GET", "journal?since=first", None),
        ("DELETE", "directory/apps/a3d6f8e1-47b2-4b0f-8c65-91e2d7c4f5ab", None),
    ],
)
def test_invalid_users_and_applications_are_refused_with_one_sentence(
    msgraph_emulator: Emulator, method: str, path: str, body: Any
) -> None:
    with pytest.raises(ValueError, match=r"\w'?\.$|invalid literal"):
        msgraph_emulator._ask(method, path, body)


def test_no_secret_of_an_application_is_shown(msgraph_emulator: Emulator) -> None:
    assert msgraph_emulator.client_secret not in str(msgraph_emulator._ask("GET", "directory"))


def test_the_health_path_answers_ok(msgraph_emulator: Emulator) -> None:
    assert msgraph_emulator._ask("GET", "health") == {"status": "ok"}


def test_the_environment_points_a_program_at_the_emulator(msgraph_emulator: Emulator) -> None:
    variables = msgraph_emulator.environment({"NO_PROXY": "intranet.example, 10.0.0.1"})
    assert variables["MSGRAPH_ENDPOINT"] == variables["AZURE_AUTHORITY_HOST"] == msgraph_emulator.endpoint
    assert variables["ARM_TENANT_ID"] == msgraph_emulator.tenant_id
    assert variables["ARM_CLIENT_ID"] == msgraph_emulator.client_id
    assert variables["ARM_CLIENT_SECRET"] == msgraph_emulator.client_secret
    assert variables["MSGRAPH_USER_ID"] == msgraph_emulator.user_id == msgraph_emulator.user_ids[0]
    assert variables["NO_PROXY"] == variables["no_proxy"] == "intranet.example,10.0.0.1,127.0.0.1,localhost,::1"
    bundles = {variables[name] for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")}
    assert bundles == {str(msgraph_emulator.ca_bundle)}


def test_the_bundle_has_the_public_authorities_when_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    with Emulator() as emulator:
        assert len(ssl.create_default_context(cafile=str(emulator.ca_bundle)).get_ca_certs()) > 100


def test_the_bundle_keeps_the_authorities_that_were_trusted_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, msgraph_emulator: Emulator
) -> None:
    own = msgraph_emulator.ca.read_text()
    assert own in msgraph_emulator.ca_bundle.read_text()
    company = tmp_path / "company.pem"
    company.write_text(own)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.setenv("CURL_CA_BUNDLE", str(tmp_path / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(company))
    with Emulator() as other:
        assert len(ssl.create_default_context(cafile=str(other.ca_bundle)).get_ca_certs()) == 2


def test_a_client_that_does_not_trust_the_emulator_refuses_it(msgraph_emulator: Emulator) -> None:
    with requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.exceptions.SSLError):
            session.get(f"{msgraph_emulator.endpoint}/_emulator/health", timeout=30)


def test_the_certificate_is_good_for_localhost_too(msgraph_emulator: Emulator) -> None:
    port = msgraph_emulator.endpoint.rsplit(":", 1)[1]
    context = ssl.create_default_context(cafile=str(msgraph_emulator.ca))
    connection = http.client.HTTPSConnection("localhost", int(port), timeout=30, context=context)
    try:
        connection.request("GET", "/_emulator/health")
        assert connection.getresponse().status == 200
    finally:
        connection.close()


def test_a_port_in_use_is_named_in_the_error() -> None:
    with Emulator() as first:
        port = int(first.endpoint.rsplit(":", 1)[1])
        with pytest.raises(CannotListenError, match=f"cannot listen on 127.0.0.1, port {port}: Address already in use"):
            Emulator(port=port).__enter__()


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_the_emulator_can_listen_on_another_address() -> None:
    with Emulator(host="0.0.0.0") as everywhere:  # noqa: S104
        assert everywhere.endpoint.startswith("https://127.0.0.1:")
        assert everywhere.meetings() == []


def test_a_running_emulator_is_found_by_its_ready_file(tmp_path: Path, msgraph_emulator: Emulator) -> None:
    ready = tmp_path / "ready.json"
    ready.write_text(msgraph_emulator._description.to_json())
    found = Handle.from_ready_file(ready)
    assert found.environment(os.environ) == msgraph_emulator.environment()
    assert found.meetings() == []
