"""`$filter`: the three filters that find a meeting without its id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from msgraph_meetings_emulator.front.errors import GraphError
from msgraph_meetings_emulator.front.urls import parts_of
from msgraph_meetings_emulator.graph.query import option_values

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.graph.meeting import Meeting
    from msgraph_meetings_emulator.state.state import State

_FILTER = re.compile(r"\s*(?P<name>[\w/]+)\s+eq\s+'(?P<value>(?:[^']|'')*)'\s*")


class Condition(NamedTuple):
    """A property, in lower case, and its value; both are empty for any other filter."""

    name: str
    value: str


def condition_of(request: Request) -> Condition:
    """Return the condition of a request's filter; raise GraphError without a filter."""
    given = option_values(request, "$filter")
    if not given:
        missing = "One of the required parameters to lookup meeting by QueryOptions is null or empty"
        raise GraphError(400, "InvalidArgument", missing)
    found = _FILTER.fullmatch(given[-1])
    return Condition(found["name"].lower(), found["value"].replace("''", "'")) if found else Condition("", "")


def of_a_user(state: State, condition: Condition) -> Meeting | None:
    """Return the meeting that matches a filter on a user's meetings, of any organizer, or None."""
    if condition.name == "joinweburl":
        return _by_link(state, condition.value)
    if condition.name == "joinmeetingidsettings/joinmeetingid":
        return state.meetings.by_join_meeting_id(condition.value, state.choices)
    raise _unknown(condition)


def of_the_tenant(state: State, condition: Condition) -> Meeting | None:
    """Return the meeting that matches a filter on all meetings, by its id for conferencing devices, or None."""
    if condition.name == "videoteleconferenceid":
        return state.meetings.by_video_teleconference_id(condition.value, state.choices)
    raise _unknown(condition)


def _by_link(state: State, link: str) -> Meeting | None:
    """Return the meeting with a join URL, or None, also for an encoded URL; raise GraphError for other text."""
    plain = unquote(link) if link.lower().startswith("https%3a") else link
    if parts_of(plain).scheme != "https":
        raise GraphError(400, "BadRequest", "1026: An error has occurred.")
    return state.meetings.by_join_web_url(link, state.choices)


def _unknown(condition: Condition) -> GraphError:
    text = f"The query specified in the URI is not valid. Could not find a property named '{condition.name}'."
    return GraphError(400, "BadRequest", text)
