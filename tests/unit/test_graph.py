"""Graph's calls: paths, bodies, and whose name they are made in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.errors import ArgumentError
from tests.unit.fakes import ENDPOINT, USER, FakeTokens, Wire, answer, app_token, error, graph, operation, user_token

if TYPE_CHECKING:
    from msgraph_meetings.graph.calls import Graph

OTHER = "11111111-aaaa-4bbb-8ccc-000000000001"
OPAQUE = app_token()
UNREADABLE = type(OPAQUE)("opaque", {}, None)


def calls(of: Graph, user: str | None, meeting_id: str = "a/b+c=") -> None:
    """Every call once."""
    of.create_or_get(user, {"externalId": "x"}, operation())
    of.get(user, meeting_id, operation())
    of.patch(user, meeting_id, {"subject": "x"}, operation())
    of.delete(user, meeting_id, operation())


def test_an_app_names_the_organizer_and_ids_are_encoded_once() -> None:
    wire = Wire(answer(200, {"id": "1"}))
    calls(graph(wire), USER)
    root = f"{ENDPOINT}/v1.0/users/{USER}/onlineMeetings"
    assert [(sent.method, sent.url, sent.body) for sent in wire.sent] == [
        ("POST", f"{root}/createOrGet", {"externalId": "x"}),
        ("GET", f"{root}/a%2Fb%2Bc%3D", None),
        ("PATCH", f"{root}/a%2Fb%2Bc%3D", {"subject": "x"}),
        ("DELETE", f"{root}/a%2Fb%2Bc%3D", None),
    ]


@pytest.mark.parametrize("user", [None, USER, USER.upper(), "ada@example.com"])
def test_a_signed_in_user_is_me_however_the_organizer_is_named(user: str | None) -> None:
    wire = Wire(answer(200, {"id": "1"}))
    calls(graph(wire, FakeTokens(user_token())), user)
    assert {sent.url.split("/v1.0")[1].split("/onlineMeetings")[0] for sent in wire.sent} == {"/me"}


def test_a_signed_in_user_can_be_unknown_to_the_token() -> None:
    wire = Wire(answer(200, {"id": "1"}))
    calls(graph(wire, FakeTokens(user_token(oid=None))), OTHER)
    assert len(wire.sent) == 4


@pytest.mark.parametrize(
    ("token", "user", "reason"),
    [
        (user_token(), OTHER, "only meetings of their own"),
        (app_token(), None, "userId is missing"),
        (app_token(), "", "userId is missing"),
        (app_token(), "ada@example.com", "is a sign-in name"),
        (app_token(), "..", "is not an id"),
        (UNREADABLE, USER, "MSGRAPH_ACCESS_TOKEN_TYPE"),
    ],
)
def test_a_call_in_the_wrong_name_is_refused_before_it_is_sent(token: Any, user: str | None, reason: str) -> None:
    wire = Wire(answer(200, {"id": "1"}))
    with pytest.raises(ArgumentError, match=reason):
        graph(wire, FakeTokens(token)).get(user, "1", operation())
    assert wire.sent == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_every_call_may_be_sent_again_because_a_repeat_changes_nothing(status: int) -> None:
    arguments: dict[str, list[Any]] = {"get": ["1"], "patch": ["1", {}], "delete": ["1"], "create_or_get": [{}]}
    for call, given in arguments.items():
        wire = Wire(error(status), answer(200, {"id": "1"}))
        getattr(graph(wire), call)(USER, *given, operation())
        assert len(wire.sent) == 2


def test_no_request_ever_carries_odata_type() -> None:
    wire = Wire(answer(200, {"id": "1", "@odata.type": "#microsoft.graph.onlineMeeting"}))
    calls(graph(wire), USER)
    assert all(b"@odata" not in (sent.content or b"") for sent in wire.sent)
