"""Previews: check and diff need no credentials and no connection, and unknown values pass through."""

from __future__ import annotations

from typing import Any

import pytest

from msgraph_meetings.model.external_id import Place
from tests.dynamic.server import UNKNOWN, DynamicServer

HERE = Place("meetings", "dev", "", "standup")
USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
NEWS: dict[str, Any] = {"subject": "Stand-up", "place": HERE.text()}
STATE: dict[str, Any] = {
    "userId": USER,
    "externalId": HERE.external_id(),
    "subject": "Stand-up",
    "joinWebUrl": "https://x",
}


def test_a_check_fills_in_the_identity_and_takes_the_default_out(offline: DynamicServer) -> None:
    assert offline.check(NEWS) == ({"subject": "Stand-up", "userId": USER, "externalId": HERE.external_id()}, {})


def test_every_failure_comes_with_its_path(offline: DynamicServer) -> None:
    news = {"endDateTime": "2027-01-04T09:00:00Z", "allowRecording": 1, "participants": {"attendees": [{"role": 7}]}}
    _, failures = offline.check(NEWS | news)
    assert set(failures) == {
        "endDateTime",
        "allowRecording",
        "participants.attendees[0]",
        "participants.attendees[0].role",
    }


@pytest.mark.parametrize("odd", [7, 1.5, True, ["x"], {"a": 1}, [], {"a": {"b": [None, {"c": 1}]}}])
def test_an_odd_value_is_a_failure_and_not_a_crash(offline: DynamicServer, odd: Any) -> None:
    for name in ("subject", "userId", "externalId", "startDateTime", "allowedPresenters", "participants"):
        _, failures = offline.check(NEWS | {name: odd})
        assert failures


def test_a_subject_of_100_kb_and_odd_characters_passes(offline: DynamicServer) -> None:
    for subject in ("x" * 100_000, 'Ünï "quotes"\n\u202emirror 👩‍👩‍👧'):
        assert offline.check(NEWS | {"subject": subject})[0]["subject"] == subject


UNKNOWNS: list[dict[str, Any]] = [
    {"subject": UNKNOWN},
    {"userId": UNKNOWN, "externalId": UNKNOWN},
    {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": UNKNOWN},
    {"participants": UNKNOWN},
    {"participants": {"attendees": [UNKNOWN, {"id": UNKNOWN, "role": UNKNOWN}]}},
    {"lobbyBypassSettings": {"scope": UNKNOWN}},
]


@pytest.mark.parametrize("news", UNKNOWNS, ids=repr)
def test_an_unknown_passes_the_check_and_stays_unknown(offline: DynamicServer, news: dict[str, Any]) -> None:
    inputs, failures = offline.check(NEWS | news)
    assert failures == {}
    assert {name: inputs[name] for name in news} == news


@pytest.mark.parametrize("news", UNKNOWNS, ids=repr)
def test_an_unknown_is_a_difference(offline: DynamicServer, news: dict[str, Any]) -> None:
    found = offline.diff(STATE, STATE | news)
    assert found.changes == found.DIFF_SOME
    assert list(found.replaces) == []


def test_diff_of_equal_arguments_reports_no_change(offline: DynamicServer) -> None:
    inputs, _ = offline.check(NEWS)
    found = offline.diff(STATE, inputs)
    assert found.changes == found.DIFF_NONE
    assert list(found.replaces) == []
