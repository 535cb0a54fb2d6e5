"""diff: what a deployment would change, from the last state and the new arguments, and nothing else."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.model.fields import FIELDS
from msgraph_meetings.model.state import OVERRIDES, changed_fields
from msgraph_meetings.model.unknowns import UNKNOWN
from tests.unit.fakes import USER

ADA = "11111111-aaaa-4bbb-8ccc-000000000001"
STATE: dict[str, Any] = {
    "userId": USER,
    "externalId": "standup",
    "subject": "Stand-up",
    "startDateTime": "2027-01-04T09:00:00Z",
    "endDateTime": "2027-01-04T09:15:00Z",
    "participants": {"attendees": [{"id": ADA, "role": "presenter"}]},
    "lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": True},
    "joinWebUrl": "https://teams.example/l",
    "passcode": "123456",
    "organizer": {"id": USER},
    "adopted": False,
}
ARGUMENTS = {name: STATE[name] for name in STATE if name in FIELDS or name in ("userId", "externalId")}


def changes(news: dict[str, Any], state: dict[str, Any] | None = None) -> list[tuple[str, str, bool]]:
    """The changes as plain rows."""
    return [(each.path, each.kind, each.replaces) for each in diff(STATE if state is None else state, news).changes]


def without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """The values but for some."""
    return {name: value for name, value in values.items() if name not in names}


def test_the_same_arguments_change_nothing() -> None:
    assert diff(STATE, ARGUMENTS).changes == ()


def test_diff_alters_neither_side() -> None:
    state, news = copy.deepcopy(STATE), copy.deepcopy(ARGUMENTS | {"subject": "Daily"})
    diff(state, news)
    assert state == STATE
    assert news == ARGUMENTS | {"subject": "Daily"}


@pytest.mark.parametrize(
    ("news", "expected"),
    [
        pytest.param({"subject": "Daily"}, [("subject", "update", False)], id="a value"),
        pytest.param({"subject": UNKNOWN}, [("subject", "update", False)], id="unknown"),
        pytest.param({"startDateTime": "2027-01-04T10:00:00.0000000+01:00"}, [], id="the same instant"),
        pytest.param(
            {"startDateTime": "2027-01-04T09:00:00.0000001Z"}, [("startDateTime", "update", False)], id="100 ns later"
        ),
        pytest.param({"allowRecording": True}, [("allowRecording", "add", False)], id="a setting more"),
        pytest.param({"allowRecording": UNKNOWN}, [("allowRecording", "add", False)], id="an unknown setting more"),
        pytest.param(
            {"lobbyBypassSettings": {"scope": "organizer", "isDialInBypassEnabled": True}},
            [("lobbyBypassSettings.scope", "update", False)],
            id="a member",
        ),
        pytest.param(
            {"lobbyBypassSettings": {"scope": "everyone"}},
            [("lobbyBypassSettings.isDialInBypassEnabled", "delete", False)],
            id="a member less",
        ),
        pytest.param(
            {"lobbyBypassSettings": UNKNOWN}, [("lobbyBypassSettings", "update", False)], id="an unknown object"
        ),
        pytest.param(
            {"lobbyBypassSettings": {"scope": UNKNOWN, "isDialInBypassEnabled": True}},
            [("lobbyBypassSettings.scope", "update", False)],
            id="an unknown member",
        ),
        pytest.param(
            {"participants": {"attendees": [{"id": ADA.upper(), "role": "presenter"}]}}, [], id="the same person"
        ),
        pytest.param(
            {"participants": {"attendees": [{"id": ADA}]}},
            [("participants.attendees", "update", False)],
            id="a role less",
        ),
        pytest.param(
            {"participants": {"attendees": [{"id": UNKNOWN, "role": "presenter"}]}},
            [("participants.attendees", "update", False)],
            id="an unknown person",
        ),
        pytest.param(
            {"participants": {}}, [("participants.attendees", "delete", False)], id="attendees no longer asked for"
        ),
        pytest.param({"userId": USER.upper()}, [], id="an object id has no case"),
        pytest.param({"userId": ADA}, [("userId", "update", True)], id="another organizer"),
        pytest.param({"userId": UNKNOWN}, [("userId", "update", False)], id="an unknown organizer"),
        pytest.param({"externalId": "Standup"}, [("externalId", "update", True)], id="an external id has case"),
        pytest.param({"externalId": UNKNOWN}, [("externalId", "update", False)], id="an unknown external id"),
        pytest.param({"onExisting": "fail"}, [("onExisting", "add", False)], id="a policy"),
        pytest.param({"deletionPolicy": "retain"}, [("deletionPolicy", "add", False)], id="another policy"),
    ],
)
def test_each_change_is_named_with_its_path(news: dict[str, Any], expected: list[tuple[str, str, bool]]) -> None:
    assert changes(ARGUMENTS | news) == expected


def test_an_argument_taken_out_is_a_change_so_that_it_leaves_the_state() -> None:
    assert changes(without(ARGUMENTS, "subject")) == [("subject", "delete", False)]
    assert changes(ARGUMENTS, STATE | {"onExisting": "fail"}) == [("onExisting", "delete", False)]
    assert changes(ARGUMENTS | {"onExisting": "warn"}, STATE | {"onExisting": "fail"}) == [
        ("onExisting", "update", False)
    ]


def test_only_a_changed_identity_replaces_the_meeting() -> None:
    everything = dict.fromkeys(FIELDS, UNKNOWN)
    found = diff(STATE, ARGUMENTS | everything)
    assert {change.path.split(".")[0] for change in found.changes} == set(FIELDS)
    assert not found.replaces


def test_a_meeting_of_a_signed_in_user_knows_its_organizer_without_the_argument() -> None:
    state = without(STATE, "userId")
    assert changes(ARGUMENTS, state) == []
    assert changes(ARGUMENTS | {"userId": ADA}, state) == [("userId", "update", True)]


def test_leaving_the_organizer_out_again_changes_nothing() -> None:
    assert changes(without(ARGUMENTS, "userId")) == []


@pytest.mark.parametrize("held", [{"allowMeetingChat": "limited"}, {}])
def test_overridden_value_is_no_change_until_the_program_requests_another(held: dict[str, Any]) -> None:
    state = STATE | held | {OVERRIDES: {"allowMeetingChat": "enabled"}}
    assert changes(ARGUMENTS | {"allowMeetingChat": "enabled"}, state) == []
    assert changes(ARGUMENTS | {"allowMeetingChat": "disabled"}, state) == [("allowMeetingChat", "update", False)]
    assert changes(ARGUMENTS, state) == [("allowMeetingChat", "delete", False)]


def test_what_must_be_sent_is_what_differs_in_meaning() -> None:
    news = {
        "subject": "Stand-up",
        "startDateTime": "2027-01-04T10:00:00+01:00",
        "endDateTime": "2027-01-04T10:30:00+01:00",
        "lobbyBypassSettings": {"scope": "everyone"},
        "participants": {"attendees": [{"id": ADA}]},
        "recordAutomatically": False,
    }
    assert changed_fields(STATE, news) == ["endDateTime", "participants", "recordAutomatically"]
