"""A meeting that is looked up: the answer must be about the one that was asked for."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from msgraph_meetings.config.reading import Settings
from msgraph_meetings.errors import UnusableAnswerError
from msgraph_meetings.meetings.importing import import_meeting
from msgraph_meetings.meetings.lookup import Wanted, find, get_online_meeting
from tests.unit.fakes import USER, Wire, answer, graph, operation

STRANGER = "99999999-81d9-4adb-bfb2-8f6a442e4622"
THREAD = "19:meeting_ZGY2ODk3M2ItMTE0NC00N2M2LWJjZTgtYjBlZGNhZWQ1YTc3@thread.v2"
URL = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_ZGY%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d"


def graph_id(text: str) -> str:
    """An id as the live service was seen to make it (graph contract, section 5.5)."""
    return base64.b64encode(text.encode()).decode()


ID = graph_id(f"1*{USER}*0**{THREAD}")
MEETING: dict[str, Any] = {
    "id": ID,
    "joinWebUrl": URL,
    "joinMeetingIdSettings": {"joinMeetingId": "123456789"},
    "chatInfo": {"threadId": THREAD, "messageId": "0"},
    "participants": {"organizer": {"identity": {"user": {"id": USER}}}},
}
KEYS = {"id": ID, "joinWebUrl": URL, "joinMeetingId": "123 456 789"}
ANOTHER: dict[str, Any] = MEETING | {
    "id": graph_id(f"1*{USER}*0**19:meeting_another@thread.v2"),
    "joinWebUrl": URL.replace("ZGY", "other"),
    "joinMeetingIdSettings": {"joinMeetingId": "987654321"},
    "chatInfo": {"threadId": "19:meeting_another@thread.v2", "messageId": "0"},
}


def found(key: Any, value: str, *contents: dict[str, Any], user: str | None = USER) -> Any:
    """Return the result of a lookup that is answered with these meetings."""
    content = contents[0] if key == "id" else {"value": list(contents)}
    return find(Wanted(user, key, value), graph(Wire(answer(200, content))), operation())


@pytest.mark.parametrize(("key", "value"), KEYS.items())
def test_lookup_accepts_the_meeting_that_was_asked_for(key: str, value: str) -> None:
    assert found(key, value, MEETING) == MEETING


@pytest.mark.parametrize(("key", "value"), KEYS.items())
def test_lookup_refuses_an_answer_about_another_meeting(key: str, value: str) -> None:
    with pytest.raises(UnusableAnswerError, match=f"another meeting than the one with that {key}") as refused:
        found(key, value, ANOTHER)
    assert value not in str(refused.value)  # it may be a secret
    assert refused.value.request_id == "rq-1"


@pytest.mark.parametrize(("key", "value"), KEYS.items())
def test_lookup_refuses_an_answer_that_does_not_say_which_meeting_it_is(key: str, value: str) -> None:
    with pytest.raises(UnusableAnswerError):
        found(key, value, {"id": "strange", "subject": "x"})


@pytest.mark.parametrize(("key", "value"), KEYS.items())
def test_lookup_refuses_the_meeting_of_another_organizer(key: str, value: str) -> None:
    with pytest.raises(UnusableAnswerError, match=STRANGER):
        found(key, value, MEETING | {"participants": {"organizer": {"identity": {"user": {"id": STRANGER}}}}})


@pytest.mark.parametrize(("key", "value"), KEYS.items())
def test_get_online_meeting_refuses_another_meeting(key: str, value: str) -> None:
    wire = Wire(answer(200, ANOTHER if key == "id" else {"value": [ANOTHER]}))
    with pytest.raises(UnusableAnswerError):
        get_online_meeting({key: value}, USER, graph(wire), operation())


@pytest.mark.parametrize(("key", "value"), KEYS.items())
def test_import_refuses_another_meeting(key: str, value: str) -> None:
    wire = Wire(answer(200, ANOTHER if key == "id" else {"value": [ANOTHER]}))
    with pytest.raises(UnusableAnswerError):
        import_meeting(value, USER, Settings(user_id=USER), graph(wire), operation())


def test_search_takes_the_meeting_that_was_asked_for_among_several() -> None:
    assert found("joinWebUrl", URL, ANOTHER, MEETING) == MEETING
    assert found("joinWebUrl", URL) is None


REWRITTEN_IDS = [
    pytest.param(ID.replace("+", "-").replace("/", "_"), MEETING, id="base64 for URLs"),
    pytest.param(ID.rstrip("="), MEETING, id="without padding"),
    pytest.param(f"{USER}_{THREAD}", MEETING, id="the older form"),
    pytest.param(ID, MEETING | {"id": "a-form-to-come"}, id="a new form with the same chat"),
]


@pytest.mark.parametrize(("asked", "content"), REWRITTEN_IDS)
def test_lookup_accepts_an_id_that_the_service_writes_anew(asked: str, content: dict[str, Any]) -> None:
    assert found("id", asked, content) == content


def test_lookup_refuses_another_meeting_of_the_same_channel() -> None:
    asked = graph_id(f"1*{USER}*1626361221345**19:channel@thread.tacv2")
    other = MEETING | {"id": "x", "chatInfo": {"threadId": "19:channel@thread.tacv2", "messageId": "1626361229999"}}
    with pytest.raises(UnusableAnswerError):
        found("id", asked, other)


@pytest.mark.parametrize(
    "asked",
    [
        URL.replace("%3a", "%3A").replace("%7b", "%7B"),
        URL.replace("%3a", ":").replace("%40", "@"),
        f"  {URL}\n",
        URL.replace("https://teams", "HTTPS://Teams"),
        URL.replace("/0?", "/0/?"),
    ],
)
def test_lookup_accepts_a_join_url_that_is_escaped_otherwise(asked: str) -> None:
    assert found("joinWebUrl", asked, MEETING) == MEETING


@pytest.mark.parametrize("asked", [URL.replace("ZGY", "zgy"), "https://[broken", URL.partition("?")[0]])
def test_lookup_refuses_a_join_url_that_differs_otherwise(asked: str) -> None:
    with pytest.raises(UnusableAnswerError):
        found("joinWebUrl", asked, MEETING)
