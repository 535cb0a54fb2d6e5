"""Previews of create and update: what is known is shown, what is not is unknown, and nothing is sent."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from tests.plugin.door import UNKNOWN, external_id, secret

if TYPE_CHECKING:
    from tests.plugin.door import Door

MADE = {
    "adopted",
    "audioConferencing",
    "chatThreadId",
    "creationDateTime",
    "expiryDateTime",
    "meetingOptionsWebUrl",
    "joinMeetingId",
    "joinWebUrl",
    "organizer",
    "videoTeleconferenceId",
}
STATE: dict[str, Any] = {
    "externalId": "x",
    "subject": "Stand-up",
    "recordAutomatically": True,
    "joinWebUrl": "https://x",
    "joinMeetingId": "1",
    "passcode": secret("p"),
    "organizer": {"id": "u"},
    "creationDateTime": "2027-01-01T00:00:00Z",
    "adopted": True,
}


@pytest.fixture(autouse=True)
def _no_network(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python opens no connection; gRPC's own, which the test needs, is not Python's."""

    def refused(*_given: object) -> None:
        raise AssertionError("a preview opened a connection")

    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket.socket, "connect", refused)


def test_a_create_shows_what_is_asked_for_and_what_the_service_makes_is_unknown(door: Door) -> None:
    inputs, _ = door.check({"subject": "Stand-up", "startDateTime": "2027-01-04T10:00:00+01:00", "userId": UNKNOWN})
    id_, shown = door.create(inputs, preview=True)
    assert id_ == ""
    assert shown == {
        "externalId": external_id(),
        "subject": "Stand-up",
        "startDateTime": "2027-01-04T10:00:00+01:00",
        "userId": UNKNOWN,
        **dict.fromkeys(MADE, UNKNOWN),
        "passcode": secret(UNKNOWN),
        "policyOverrides": secret(UNKNOWN),
    }


def test_a_secret_argument_is_a_secret_output_in_a_preview(door: Door) -> None:
    inputs = {"externalId": "x", "participants": {"attendees": [{"upn": secret("a@example.com")}]}}
    _, shown = door.create(inputs, preview=True)
    assert shown["participants"] == secret({"attendees": [{"upn": "a@example.com"}]})
    assert shown["externalId"] == "x"


def test_an_update_keeps_what_the_service_made_and_shows_what_is_asked_for(door: Door) -> None:
    shown = door.update("id", STATE, {"externalId": "x", "subject": "New", "allowRecording": UNKNOWN}, preview=True)
    kept = {name: STATE[name] for name in STATE if name not in ("subject", "recordAutomatically")}
    assert shown == kept | {"subject": "New", "allowRecording": UNKNOWN, "policyOverrides": secret(UNKNOWN)}


def test_an_unknown_part_of_an_argument_leaves_the_rest_known(door: Door) -> None:
    news = {"externalId": "x", "lobbyBypassSettings": {"scope": UNKNOWN, "isDialInBypassEnabled": True}}
    shown = door.update("id", STATE, news, preview=True)
    assert shown["lobbyBypassSettings"] == news["lobbyBypassSettings"]
    assert door.create(news, preview=True)[1]["lobbyBypassSettings"] == news["lobbyBypassSettings"]


def test_preview_has_no_unknown_output_when_only_policies_of_the_provider_change(door: Door) -> None:
    news = {"externalId": "x", "subject": "Stand-up", "recordAutomatically": True, "deletionPolicy": "retain"}
    state = STATE | {"policyOverrides": secret({"recordAutomatically": False})}
    shown = door.update("id", state, news | {"recordAutomatically": False}, preview=True)
    assert UNKNOWN not in shown.values()
    assert shown == state | {"deletionPolicy": "retain"}
