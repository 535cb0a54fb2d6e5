"""Odd requests to every sign-in endpoint: each gets an error of Entra, and none a 500."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.emulator.people import ADDRESS, SCOPE

if TYPE_CHECKING:
    import requests

    from msgraph_meetings_emulator import Emulator
    from tests.emulator.people import Ask

ODD = ("", " ", "1.", "1.e30.e30.e30", "ü\x00\r\n", "..", "http://[", "x" * 9000, "null", "{}", "-1", "\ud7ff")
GRANTS = (
    "authorization_code",
    "refresh_token",
    "device_code",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "client_credentials",
)
FIELDS = (
    "client_id",
    "client_secret",
    "client_assertion",
    "scope",
    "code",
    "refresh_token",
    "device_code",
    "assertion",
)


@pytest.mark.parametrize("end", ["oauth2/v2.0/token", "oauth2/token", "oauth2/v2.0/devicecode"])
def test_an_odd_form_never_causes_a_500(msgraph_emulator: Emulator, ask: Ask, end: str) -> None:
    usual = {
        "client_secret": msgraph_emulator.client_secret,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "requested_token_use": "on_behalf_of",
        "redirect_uri": ADDRESS,
        "resource": "https://graph.microsoft.com",
        "scope": f"https://graph.microsoft.com/{SCOPE}",
    }
    for grant, field, value in itertools.product(GRANTS, FIELDS, ODD):
        answer = ask(end, **usual | {"grant_type": grant, field: value})
        assert answer.status_code < 500, (grant, field, value, answer.text)
        assert answer.ok or answer.json()["error_description"].startswith("AADSTS"), (grant, field, value)
    assert len(msgraph_emulator.journal()) == len(GRANTS) * len(FIELDS) * len(ODD)


def test_an_odd_query_never_causes_a_500_on_the_sign_in_page(msgraph_emulator: Emulator, visit: Ask) -> None:
    names = ("client_id", "redirect_uri", "scope", "state", "response_type", "response_mode", "nonce", "code_challenge")
    for name, value in itertools.product((*names, "login_hint", "prompt", "code_challenge_method"), ODD):
        answer: requests.Response = visit(**{name: value})
        assert answer.status_code in (200, 302, 400), (name, value, answer.text)
        target = answer.headers.get("location", ADDRESS)
        assert target.startswith("http://localhost:8400/"), (name, value)
    assert len(msgraph_emulator.journal()) == 11 * len(ODD)
