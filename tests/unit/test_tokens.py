"""Tokens: what their claims tell, and which way to sign in the settings name."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.auth import expected_token_type, method_for, token_source
from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.config.reading import Settings
from msgraph_meetings.errors import ConfigurationError
from msgraph_meetings.meetings.connect import connect
from msgraph_meetings.meetings.registry import Registry
from tests.unit.fakes import operation

APP = Settings(tenant_id="t", client_id="c", client_secret="s")


def jwt(claims: Any) -> str:
    """A token with those claims, unsigned."""
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{payload}.c2ln"


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        ({"idtyp": "app"}, "application"),
        ({"roles": ["OnlineMeetings.ReadWrite.All"]}, "application"),
        ({"scp": "OnlineMeetings.ReadWrite"}, "delegated"),
        ({"scp": "OnlineMeetings.ReadWrite", "roles": ["x"]}, "delegated"),
        ({}, None),
        ([1], None),
        ("text", None),
    ],
)
def test_a_token_tells_whose_it_is(claims: Any, kind: str | None) -> None:
    assert Token.of(jwt(claims)).type == kind


@pytest.mark.parametrize("value", ["", "opaque", "a.b", "a.b.c", "a.!!!!.c", "..", "a.é.c", f"e30.{'W' * 9999}.x"])
def test_an_opaque_token_tells_nothing_and_breaks_nothing(value: str) -> None:
    token = Token.of(value)
    assert (token.claims, token.type) == ({}, None)
    assert Token.of(value, "delegated").type == "delegated"


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_claims(text: str) -> None:
    assert Token.of(f"a.{text}.c").value == f"a.{text}.c"


def test_a_declared_type_beats_the_claims() -> None:
    assert Token.of(jwt({"idtyp": "app"}), "delegated").type == "delegated"


def test_a_token_does_not_show_itself() -> None:
    assert "canary" not in repr(Token.of("canary"))
    assert "canary" not in repr(Token.of(jwt({"name": "canary"})))


# Which way to sign in


def test_a_ready_token_is_used_as_it_is_and_instead_of_a_sign_in() -> None:
    source = token_source(Settings(access_token="opaque", access_token_type="application", client_secret="s"))
    token = source.token(operation())
    assert (token.value, token.type) == ("opaque", "application")
    assert source.token(operation(), token) is token


def test_a_secret_signs_in_with_entra_when_it_is_first_needed() -> None:
    method = method_for(APP)
    assert method is not None
    assert method.name == "client secret"
    token_source(APP)


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        (Settings(client_secret="s"), "tenantId and clientId are missing"),
        (Settings(client_secret="s", tenant_id="t"), "clientId is missing"),
        (Settings(client_secret="s", client_id="c"), "tenantId is missing"),
    ],
)
def test_a_secret_alone_says_what_is_missing(settings: Settings, missing: str) -> None:
    with pytest.raises(ConfigurationError, match=missing):
        token_source(settings)


@pytest.mark.parametrize("settings", [Settings(use_cli=False), Settings(tenant_id="t", client_id="c", use_cli=False)])
def test_no_way_to_sign_in_names_the_settings_to_set(settings: Settings) -> None:
    with pytest.raises(ConfigurationError, match="No credentials found"):
        connect(settings, Registry())


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        (Settings(), None),
        (Settings(access_token="opaque"), None),
        (Settings(access_token="opaque", access_token_type="delegated"), "delegated"),
        (Settings(access_token=jwt({"scp": "x"}), client_secret="s"), "delegated"),
        (APP, "application"),
    ],
)
def test_the_kind_of_token_is_known_before_any_sign_in_where_it_is_certain(
    settings: Settings, kind: str | None
) -> None:
    assert expected_token_type(settings) == kind
