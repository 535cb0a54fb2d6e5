"""Refusals: every answer of Graph that is no success becomes one of our errors, with what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.errors import (
    AccessPolicyError,
    AuthenticationError,
    ForbiddenError,
    MeetingsError,
    NotFoundError,
    RefusedError,
    ServiceError,
    ThrottledError,
    UnknownUserError,
    UnreadableRequestError,
)
from msgraph_meetings.refusals import refusal
from msgraph_meetings.transport import Answer
from tests.unit.fakes import USER, error

PATH = f"/users/{USER}/onlineMeetings/createOrGet"
APP = "11111111-2222-3333-4444-555555555555"

# Section 6.2 of the graph contract, row by row.
CATALOGUE: list[tuple[int, str, str, type[MeetingsError]]] = [
    (
        400,
        "InvalidArgument",
        "One or more properties do not support updating. Please refer to ...",
        UnreadableRequestError,
    ),
    (
        400,
        "InvalidArgument",
        "One of the required parameters to lookup meeting by QueryOptions is null",
        UnreadableRequestError,
    ),
    (400, "BadRequest", "An error has occurred.", UnreadableRequestError),
    (400, "BadRequest", "1026: An error has occurred.", UnreadableRequestError),
    (400, "BadRequest", "Meeting Id is corrupted.", UnreadableRequestError),
    (400, "BadRequest", "/me request is only valid with delegated authentication flow.", UnreadableRequestError),
    (400, "General", "Organizer ID in token(a) does not match organizer ID in request url(b).", UnreadableRequestError),
    (400, "General", "Request payload cannot be null.", UnreadableRequestError),
    (401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.", AuthenticationError),
    (403, "Forbidden", "No application access policy found for this app on the user.", AccessPolicyError),
    (403, "General", "No Application Access Policy found for this app", AccessPolicyError),
    (403, "Forbidden", "3003: User does not have access to lookup meeting", ForbiddenError),
    (403, "Forbidden", "", ForbiddenError),
    (404, "NotFound", "3004: Specified meeting is not found", NotFoundError),
    (404, "NotFound", "Organizer Id mismatch User Id: x.", RefusedError),
    (404, "UnknownError", "", UnknownUserError),
    (404, "UnknownError", "something", RefusedError),
    (404, "", "", RefusedError),
    (404, "ResourceNotFound", "Resource could not be discovered.", RefusedError),
    (405, "MethodNotAllowed", "An error has occurred.", RefusedError),
    (409, "Conflict", "", RefusedError),
    (412, "", "", RefusedError),
    (429, "TooManyRequests", "Please retry again later.", ThrottledError),
    (429, "UnknownError", "", ThrottledError),
    (500, "InternalServerError", "Internal Server Error", ServiceError),
    (502, "", "", ServiceError),
    (503, "", "", ServiceError),
    (504, "", "", ServiceError),
    (507, "general", "", ServiceError),
]


def refused(answer: Answer, path: str = PATH, **claims: Any) -> MeetingsError:
    """The error for an answer to an app's request."""
    return refusal(answer, path, {"appid": APP} | claims)


@pytest.mark.parametrize(("status", "code", "message", "expected"), CATALOGUE)
def test_each_known_refusal_is_told_apart(status: int, code: str, message: str, expected: type[MeetingsError]) -> None:
    found = refused(error(status, code, message))
    assert type(found) is expected
    assert found.request_id == "rq-1"
    assert found.fix.endswith(".")


BODIES = [
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"7",
    b"{",
    b"[" * 100_000,
    b"\xff\xfe\x00",
    b"<html><body>502</body></html>",
    b'{"error": null}',
    b'{"error": "text"}',
    b'{"error": ["text"]}',
    b'{"error": {"code": null, "message": null, "innerError": null}}',
    b'{"error": {"code": 7, "message": {"deep": [1]}, "innerError": "text"}}',
    b'{"error": {"code": "NotFound"}}',
    b'{"error": {"innererror": {"request-id": 7}}}',
]


@pytest.mark.parametrize("status", range(300, 600))
def test_every_status_with_every_odd_body_is_one_of_our_errors(status: int) -> None:
    for body in BODIES:
        found = refused(Answer(status, {}, body))
        assert isinstance(found, MeetingsError)
        assert str(found)
        gone = isinstance(found, NotFoundError)
        assert gone == (status == 404 and b"NotFound" in body)


@pytest.mark.parametrize("status", [status for status in range(300, 600) if status != 404])
def test_no_status_but_404_ever_says_that_a_meeting_is_gone(status: int) -> None:
    assert not isinstance(refused(error(status, "NotFound", "3004: Specified meeting is not found")), NotFoundError)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "code", "message", "innerError", "innererror", "request-id"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.integers(300, 599), JSON, st.sampled_from([PATH, "/me/onlineMeetings/1"]))
def test_no_body_breaks_the_reading_of_a_refusal(status: int, content: Any, path: str) -> None:
    assert isinstance(refused(Answer(status, {}, json.dumps(content).encode()), path), MeetingsError)


# What the sentences say


def test_a_missing_access_policy_prints_the_two_cmdlets_filled_in() -> None:
    said = str(refused(error(403, "Forbidden", "No application access policy found for this app")))
    assert f'New-CsApplicationAccessPolicy -Identity msgraph-meetings -AppIds "{APP}"' in said
    assert f'Grant-CsApplicationAccessPolicy -PolicyName msgraph-meetings -Identity "{USER}"' in said
    assert "30 minutes" in said


def test_the_app_of_an_older_token_is_found_too_and_an_opaque_token_leaves_a_gap_to_fill() -> None:
    answer = error(403, "Forbidden", "No application access policy found for this app")
    assert 'AppIds "other"' in str(refusal(answer, PATH, {"azp": "other"}))
    assert "<the app's client id>" in str(refusal(answer, PATH, {}))


@pytest.mark.parametrize(
    ("claims", "permission"),
    [({"scp": "User.Read"}, "OnlineMeetings.ReadWrite to"), ({"roles": []}, "OnlineMeetings.ReadWrite.All to")],
)
def test_a_refusal_names_the_permission_that_fits_the_token(claims: dict[str, Any], permission: str) -> None:
    assert permission in str(refused(error(403, "Forbidden", ""), **claims))


def test_an_unknown_organizer_is_named_as_it_was_written() -> None:
    said = str(refused(error(404, "UnknownError", ""), "/users/ada%40example.com/onlineMeetings/1"))
    assert "'ada@example.com'" in said
    assert "object id" in said


def test_an_expired_meeting_is_explained() -> None:
    assert "60 days" in str(refused(error(404, "NotFound", "3004: Specified meeting is not found")))


def test_a_redirect_says_that_it_is_not_followed() -> None:
    assert "(302), which is not followed" in str(refused(Answer(302, {"location": "https://elsewhere"}, b"")))


def test_a_proxy_that_wants_a_sign_in_is_told_from_the_service() -> None:
    assert "proxy asks for a sign-in" in str(refused(Answer(407, {}, b"")))


def test_foreign_text_is_cut_and_kept_on_one_line() -> None:
    for answer in (error(400, "x" * 5000, "y\n" * 5000), Answer(400, {}, b"<p>\n" * 5000)):
        said = str(refused(answer))
        assert len(said) < 800
        assert "\n" not in said


def test_braces_in_foreign_text_are_only_text() -> None:
    said = str(refused(error(400, "{said}", "{organizer} {0} {x!r}")))
    assert "400 {said}: {organizer} {0} {x!r}" in said


@pytest.mark.parametrize(
    ("headers", "inner", "request_id"),
    [
        ({"request-id": "from header"}, {"request-id": "from body"}, "from header"),
        ({}, {"request-id": "from body"}, "from body"),
        ({}, {}, None),
    ],
)
@pytest.mark.parametrize("name", ["innerError", "innererror"])
def test_the_request_id_is_found_wherever_graph_puts_it(
    headers: dict[str, str], inner: dict[str, str], request_id: str | None, name: str
) -> None:
    body = json.dumps({"error": {"code": "x", "message": "y", name: inner}}).encode()
    assert refused(Answer(400, headers, body)).request_id == request_id
