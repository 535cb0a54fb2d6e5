"""Entra's answers instead of a token: the number is explained, Entra's own words and ids come below."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.errors import MeetingsError
from msgraph_meetings.errors.catalogue.entra import SignIn
from msgraph_meetings.http.refusals import refused_by_entra

SIGN_IN = SignIn("contoso.example", "the-app", "https://login.microsoftonline.us", "clientSecret")
NOW = 1_798_966_800.0  # 2027-01-03 09:00:00Z
TAIL = "\r\nTrace ID: t-1\r\nCorrelation ID: c-1\r\nTimestamp: 2027-01-03 09:00:00Z"


def answer(number: int, text: str = "Words.", **more: Any) -> dict[str, Any]:
    """A refusal in Entra's shape."""
    return {
        "error": "invalid_client",
        "error_description": f"AADSTS{number}: {text}{TAIL}",
        "error_codes": [number],
        "timestamp": "2027-01-03 09:00:00Z",
        "trace_id": "t-1",
        "correlation_id": "c-1",
    } | more


def said(given: dict[str, Any], sign_in: SignIn = SIGN_IN, ahead: float = 0) -> str:
    """The whole message."""
    return str(refused_by_entra(given, sign_in, NOW + ahead))


def test_the_number_is_named_and_explained_and_entras_words_and_ids_stand_below() -> None:
    assert said(answer(7000222, "The provided client secret keys are expired.")) == (
        "The client secret of the app the-app has expired (AADSTS7000222).\n"
        "A client secret from the admin center lasts at most two years.\n"
        "Create a new one (Certificates & secrets) and set clientSecret to it, or sign in with OIDC, which needs no"
        " secret.\n"
        "Entra answered invalid_client: AADSTS7000222: The provided client secret keys are expired."
        " (trace id t-1, at 2027-01-03 09:00:00Z)\n"
        "request-id: c-1"
    )


def test_what_may_be_shown_of_the_proof_stands_below_too() -> None:
    proof = SignIn("t", "a", "https://x", "oidcToken", "The OIDC token says sub 'repo:a/b'.")
    assert said(answer(700213), proof).endswith("09:00:00Z) The OIDC token says sub 'repo:a/b'.\nrequest-id: c-1")


def test_missing_consent_names_the_page_of_that_cloud() -> None:
    consent = "https://login.microsoftonline.us/contoso.example/adminconsent?client_id=the-app,"
    assert consent in said(answer(65001))


@pytest.mark.parametrize(("ahead", "clock"), [(301, "301 s ahead of Entra's"), (-900, "900 s behind Entra's")])
def test_wrong_clock_is_found_from_the_answers_time(ahead: float, clock: str) -> None:
    assert clock in said(answer(700024), ahead=ahead)


@pytest.mark.parametrize("timestamp", ["2027-01-03 09:00:00Z", None, "", "yesterday", 7])
def test_a_clock_that_is_right_or_unknown_is_not_blamed(timestamp: object) -> None:
    assert "is expired or not valid yet (AADSTS700024)" in said(answer(700024, timestamp=timestamp))


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("AADSTS90002: Tenant 'x' not found.", "Entra answered: AADSTS90002"),
        (
            'HTTP status: 400, Error: {"error":"invalid_tenant","error_description":"AADSTS90002: x"}',
            "invalid_tenant: ",
        ),
    ],
)
def test_a_refusal_without_a_code_shows_the_one_that_msal_quotes_or_none(text: str, answered: str) -> None:
    told = said({"error_description": text})
    assert answered in told
    assert "None" not in told


@pytest.mark.parametrize(
    "given",
    [
        {"error": "invalid_client", "error_codes": [7000215]},
        {"error_description": "OIDC discovery failed: AADSTS7000215: x"},
        answer(7000215, error_codes=["7000215", None]),
        answer(123, "x", error_codes=[7000215]),
    ],
)
def test_a_number_is_found_wherever_it_stands(given: dict[str, Any]) -> None:
    assert "rejected the client secret of the app the-app" in said(given)
    assert "(AADSTS7000215)" in said(given)


def test_an_unknown_number_keeps_entras_words() -> None:
    message = said(answer(1234567, "Something new."))
    assert message.startswith("Microsoft Entra refused a token for the app the-app in the tenant contoso.example")
    assert "(AADSTS1234567)" in message
    assert "AADSTS1234567: Something new." in message
    assert "https://login.microsoftonline.us/error" in message


def test_entras_words_are_cut_and_hold_no_token() -> None:
    token = "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"
    message = said(answer(50027, f"{token} is no good. " + "x" * 5000))
    assert "[token] is no good." in message
    assert "eyJ" not in message
    assert len(message) < 1000


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
KEYS = ["error", "error_description", "error_codes", "timestamp", "trace_id", "correlation_id"]


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_no_answer_breaks_the_reading_of_a_refusal(given: dict[str, Any]) -> None:
    assert isinstance(refused_by_entra(given, SIGN_IN), MeetingsError)
