"""Certificates, over real TLS: who is trusted, for the token service and for Graph alike."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.errors import UntrustedError
from msgraph_meetings.meetings.connect import connect_graph
from tests.network.proxy import TunnelProxy
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings_emulator import Emulator

VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


def create(settings: Settings) -> Reply:
    """One createOrGet with a sign-in of its own."""
    return connect_graph(settings).create_or_get(settings.user_id, {"externalId": "x"}, operation())


def ready(settings: Settings, emulator: Emulator) -> Settings:
    """The same with a token that is there already."""
    return replace(settings, client_secret=None, access_token=emulator.application_token())


@pytest.mark.parametrize("variable", VARIABLES)
def test_each_variable_is_honoured_for_the_token_service_and_for_graph(
    app: Settings, msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, os.fspath(msgraph_emulator.ca))
    assert create(app).status == 201


def test_the_first_variable_wins(app: Settings, msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    import certifi  # noqa: PLC0415

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.fspath(msgraph_emulator.ca))
    monkeypatch.setenv("SSL_CERT_FILE", certifi.where())
    assert create(app).status == 201
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(msgraph_emulator.ca))
    with pytest.raises(UntrustedError):
        create(app)


def test_a_token_service_that_is_not_trusted_says_which_variable_to_set(app: Settings) -> None:
    with pytest.raises(UntrustedError, match=r"(?s)unknown authority.*REQUESTS_CA_BUNDLE") as failed:
        create(app)
    assert (app.client_secret or "") not in str(failed.value)


def test_a_graph_that_is_not_trusted_gets_no_token(app: Settings, msgraph_emulator: Emulator) -> None:
    with pytest.raises(UntrustedError, match=r"(?s)unknown authority.*REQUESTS_CA_BUNDLE"):
        create(ready(app, msgraph_emulator))
    assert msgraph_emulator.journal() == []


def test_a_certificate_for_another_name_is_not_trusted(trusted: Settings, msgraph_emulator: Emulator) -> None:
    host, port = msgraph_emulator.endpoint.removeprefix("https://").split(":")
    opaque = replace(trusted, client_secret=None, access_token="opaque", access_token_type="application")
    with TunnelProxy(leads_to=(host, int(port))) as proxy, pytest.MonkeyPatch.context() as here:
        here.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(UntrustedError, match=r"graph\.microsoft\.com"):
            create(replace(opaque, graph_endpoint="https://graph.microsoft.com"))
    assert msgraph_emulator.journal() == []
