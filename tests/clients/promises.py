"""Assertions about the results of every program, for every SDK."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.clients.documentation import ATTENDEE, MEETING
from tests.clients.programs import PROGRAMS

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

STEPS = ["create", "create again", "update", "get", "find", "delete", "get after delete"]


def assert_saw_what_graph_promises(name: str, lines: list[dict[str, Any]]) -> None:
    """Assert that one external id gave one meeting, that changes persist, and that a deleted meeting is gone."""
    assert [line["step"] for line in lines] == STEPS
    created, again, *changed, _, gone = lines
    assert _without_step(created) == _without_step(again)
    assert created["externalId"] == MEETING["externalId"]
    assert created["subject"] == MEETING["subject"]
    assert _instants(created) == [_cut(MEETING[time], name) for time in ("startDateTime", "endDateTime")]
    assert created["attendees"] == [ATTENDEE | {"role": "attendee"}]
    for line in changed:
        assert line["id"] == created["id"]
        assert line["subject"] == "Changed by the SDK"
        assert (line["allowedPresenters"], line["lobby"]) == ("roleIsPresenter", "everyone")
        # no SDK asks for members that are newer than the enum's first version
        assert line["attendees"] == [ATTENDEE | {"role": "unknownFutureValue"}]
        assert _instants(line) == _instants(created)
    assert (gone["error"], gone["status"], gone["code"]) == (PROGRAMS[name].error, 404, "NotFound")
    assert re.fullmatch(r"[0-9a-f-]{36}", gone["requestId"])


def assert_service_did_as_asked(name: str, emulator: Emulator) -> None:
    """Assert that each request was sent once, and that the meeting is gone."""
    calls = emulator.journal(path="/onlineMeetings*")
    statuses = [("POST", 201), ("POST", 200), ("PATCH", 200), ("GET", 200), ("GET", 200), ("DELETE", 204), ("GET", 404)]
    assert [(call.method, call.status) for call in calls] == statuses
    assert ("@odata.type" in json.dumps(calls[2].body)) == PROGRAMS[name].adds_type
    assert emulator.meetings() == []


def _without_step(line: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key != "step"}


def _instants(line: dict[str, Any]) -> list[str]:
    """Return start and end as Graph writes them, for any type of the SDK."""
    plain = [re.sub(r"\+00:00$", "Z", line[time]) for time in ("start", "end")]
    return [re.sub(r"(\.\d*?)0*Z$", r"\1Z", text).replace(".Z", "Z") for text in plain]


def _cut(instant: str, name: str) -> str:
    """Return an instant of the documentation with as many digits as the SDK sends."""
    seconds, fraction = instant.removesuffix("+00:00").split(".")
    return f"{seconds}.{fraction[: PROGRAMS[name].digits]}Z".replace(".Z", "Z")
