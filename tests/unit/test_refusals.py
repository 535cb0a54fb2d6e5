"""Refusals: every answer of Graph that is no success becomes one of our errors, with what to do."""

from __future__ import annotations

import json
from email.utils import formatdate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.errors import (
    MeetingsError,
    NotFoundError,
)
from msgraph_meetings.http.refusals import refusal
from msgraph_meetings.http.transport import Answer
from tests.unit.fakes import USER, error

PATH = f"/users/{USER}/onlineMeetings/1"
APP = "11111111-2222-3333-4444-555555555555"


def refused(answer: Answer, path: str = PATH, **claims: Any) -> MeetingsError:
    """The error for an answer to an app's request."""
    return refusal(answer, path, {"appid": APP} | claims)


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
    assert f'Get-CsOnlineUser -Identity "{USER}" | Select-Object ApplicationAccessPolicy' in said
    assert "    Get-CsApplicationAccessPolicy" in said


def test_app_id_is_found_in_older_tokens_and_left_open_for_opaque_ones() -> None:
    answer = error(403, "Forbidden", "No application access policy found for this app")
    assert 'AppIds "other"' in str(refusal(answer, PATH, {"azp": "other"}))
    assert "<the app's client id>" in str(refusal(answer, PATH, {}))


GOVERNMENT = "https://login.microsoftonline.us"
APPLICATION = {"tid": "contoso", "roles": ["User.Read.All"]}
DELEGATED = {"tid": "contoso", "scp": "User.Read OnlineMeetings.Read"}


@pytest.mark.parametrize(
    ("claims", "permission"),
    [
        (APPLICATION, "lacks the application permission OnlineMeetings.ReadWrite.All."),
        ({"tid": "contoso"}, "lacks the application permission OnlineMeetings.ReadWrite.All."),
        (DELEGATED, "lacks the delegated permission OnlineMeetings.ReadWrite."),
    ],
)
def test_a_missing_permission_is_named_with_the_page_where_an_administrator_consents(
    claims: dict[str, Any], permission: str
) -> None:
    said = str(refusal(error(403, "Forbidden", ""), PATH, {"appid": APP} | claims, GOVERNMENT))
    assert permission in said
    assert f"{GOVERNMENT}/contoso/adminconsent?client_id={APP}," in said


@pytest.mark.parametrize(
    ("claims", "permission"),
    [
        ({"roles": ["OnlineMeetings.ReadWrite.All"]}, "has the application permission OnlineMeetings.ReadWrite.All."),
        ({"scp": "OnlineMeetings.ReadWrite"}, "has the delegated permission OnlineMeetings.ReadWrite."),
    ],
)
def test_refusal_of_a_token_with_the_permission_does_not_ask_for_consent(
    claims: dict[str, Any], permission: str
) -> None:
    said = str(refused(error(403, "Forbidden", ""), **claims))
    assert permission in said
    assert "adminconsent" not in said
    assert "no Teams licence" in said


def test_refusal_of_an_opaque_token_does_not_claim_a_missing_permission() -> None:
    said = str(refusal(error(403, "Forbidden", ""), PATH, {}))
    assert "may lack the application permission OnlineMeetings.ReadWrite.All" in said
    assert "https://login.microsoftonline.com/organizations/adminconsent?client_id=" in said


NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (301, "this machine's clock is 301 s ahead of Graph's."),
        (-4000, "this machine's clock is 4000 s behind Graph's."),
        (300, None),
        (0, None),
    ],
)
def test_wrong_clock_is_found_from_the_answers_date(ahead: int, said: str | None) -> None:
    answer = error(401, "InvalidAuthenticationToken", "x", date=formatdate(NOW - ahead, usegmt=True))
    message = str(refusal(answer, PATH, {}, now=NOW))
    assert "rejected the access token" in message
    assert (said in message) if said else ("clock is" not in message)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 2027 00:00:00 GMT"])
def test_malformed_date_header_says_nothing_about_the_clock(date: str) -> None:
    assert "clock is" not in str(refusal(error(401, "x", "y", date=date), PATH, {}, now=NOW))


def test_an_unknown_organizer_is_named_as_it_was_written() -> None:
    said = str(refused(error(404, "UnknownError", ""), "/users/ada%40example.com/onlineMeetings/1"))
    assert "'ada@example.com'" in said
    assert "object id" in said


def test_an_expired_meeting_is_explained() -> None:
    assert "60 days" in str(refused(error(404, "NotFound", "3004: Specified meeting is not found")))


def test_a_redirect_says_that_it_is_not_followed() -> None:
    assert "(302), and it was not followed" in str(refused(Answer(302, {"location": "https://elsewhere"}, b"")))


def test_proxy_that_asks_for_credentials_is_distinguished_from_the_service() -> None:
    assert "proxy asks for credentials" in str(refused(Answer(407, {}, b"")))


def test_foreign_text_is_cut_and_kept_on_one_line() -> None:
    for answer in (error(400, "x" * 5000, "y\n" * 5000), Answer(400, {}, b"<p>\n" * 5000)):
        said = str(refused(answer))
        assert len(said) < 800
        assert len(said.splitlines()) == (5 if "request-id" in said else 4)


def test_a_token_in_a_foreign_text_is_not_shown() -> None:
    token = "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"
    said = str(refused(error(400, "BadRequest", f"cannot read {token} here")))
    assert "cannot read [token] here" in said
    assert "eyJ" not in said


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
