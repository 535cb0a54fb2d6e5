"""Diff: every change at its path, a replacement marked; from the state and the arguments alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pulumi.runtime.proto import provider_pb2

from tests.plugin.door import UNKNOWN, secret

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.plugin.door import Door

Kind = provider_pb2.PropertyDiff
SOME, NONE = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
STATE: dict[str, Any] = {
    "externalId": "x",
    "userId": USER,
    "subject": "Stand-up",
    "startDateTime": "2027-01-04T09:00:00Z",
    "lobbyBypassSettings": {"scope": "everyone"},
    "participants": {"attendees": [{"upn": "a@example.com"}, {"upn": "b@example.com"}]},
    "passcode": secret("p"),
    "joinWebUrl": "https://x",
    "adopted": False,
}
ASKED = {name: STATE[name] for name in ("externalId", "userId", "subject", "startDateTime", "participants")} | {
    "lobbyBypassSettings": {"scope": "everyone"}
}


def kinds(response: provider_pb2.DiffResponse) -> dict[str, Any]:
    assert response.hasDetailedDiff
    return {path: diff.kind for path, diff in response.detailedDiff.items()}


def test_plugin_sends_nothing_when_it_checks_and_compares(meetings: Door, msgraph_emulator: Emulator) -> None:
    for news in (ASKED, {"subject": 5}, {"subject": "New"}):
        meetings.check(news)
        meetings.diff(STATE, news)
    assert msgraph_emulator.journal() == []


SAME: dict[str, dict[str, Any]] = {
    "the same": {},
    "the same instant in another zone": {"startDateTime": "2027-01-04T10:00:00.0000000+01:00"},
    "the same people in another order": {
        "participants": {"attendees": [{"upn": "B@example.com"}, {"upn": "a@example.com"}]}
    },
    "the same object id in capitals": {"userId": USER.upper()},
    "the same value as a secret": {"subject": secret("Stand-up")},
}


@pytest.mark.parametrize("news", SAME.values(), ids=SAME)
def test_values_with_the_same_meaning_are_no_change(door: Door, news: dict[str, Any]) -> None:
    response = door.diff(STATE, ASKED | news)
    assert (response.changes, kinds(response), list(response.diffs)) == (NONE, {}, [])


CHANGES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"subject": "New"}, {"subject": Kind.UPDATE}),
    ({"subject": UNKNOWN}, {"subject": Kind.UPDATE}),
    ({"recordAutomatically": False}, {"recordAutomatically": Kind.ADD}),
    ({"lobbyBypassSettings": {"scope": "invited"}}, {"lobbyBypassSettings.scope": Kind.UPDATE}),
    (
        {"lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": True}},
        {"lobbyBypassSettings.isDialInBypassEnabled": Kind.ADD},
    ),
    ({"participants": {"attendees": [{"upn": "a@example.com"}]}}, {"participants.attendees": Kind.UPDATE}),
    ({"deletionPolicy": "retain"}, {"deletionPolicy": Kind.ADD}),
]


@pytest.mark.parametrize(("news", "expected"), CHANGES)
def test_a_change_is_shown_at_its_path_and_keeps_the_meeting(
    door: Door, news: dict[str, Any], expected: dict[str, Any]
) -> None:
    response = door.diff(STATE, ASKED | news)
    assert (response.changes, kinds(response), list(response.replaces)) == (SOME, expected, [])
    assert list(response.diffs) == [path.split(".")[0] for path in expected]
    assert {"joinWebUrl", "passcode"} <= {*response.stables}


def test_an_argument_that_is_taken_out_is_shown_as_deleted(door: Door) -> None:
    news = {name: value for name, value in ASKED.items() if name != "subject"}
    assert kinds(door.diff(STATE, news)) == {"subject": Kind.DELETE}


@pytest.mark.parametrize("name", ["externalId", "userId"])
def test_unknown_identity_does_not_replace_the_meeting_yet(door: Door, name: str) -> None:
    response = door.diff(STATE, ASKED | {name: UNKNOWN})
    assert kinds(response) == {name: Kind.UPDATE}
    assert list(response.replaces) == []


@pytest.mark.parametrize("name", ["externalId", "userId"])
def test_another_identity_is_another_meeting_made_before_the_old_one_is_deleted(door: Door, name: str) -> None:
    response = door.diff(STATE, ASKED | {name: "another"})
    assert kinds(response) == {name: Kind.UPDATE_REPLACE}
    assert (list(response.replaces), response.deleteBeforeReplace, list(response.stables)) == ([name], False, [])


def test_forced_replacement_with_the_same_identity_makes_first(door: Door) -> None:
    assert door.diff(STATE, ASKED | {"subject": "New"}).deleteBeforeReplace is False
