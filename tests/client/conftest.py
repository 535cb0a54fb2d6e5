"""Fixtures of the sign-in tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from requests.adapters import HTTPAdapter

from msgraph_meetings.config.reading import Settings, read_settings
from msgraph_meetings.meetings.connect import connect_graph
from tests.client.emulated import CLIENT, MEETING, TENANT, USER, Tenant, local_root
from tests.client.gate import Gate
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from requests import PreparedRequest

    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings_emulator import Emulator

    SettingsOf = Callable[..., Settings]

_OF_A_HOST = ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "IMDS_ENDPOINT", "MSI_ENDPOINT")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture
def tenant(msgraph_emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """Yield the emulator's tenant, which this process trusts; the machine's own environment is ignored."""
    for name in (*_OF_A_HOST, *_PROXIES, *(name.lower() for name in _PROXIES)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.fspath(msgraph_emulator.ca))
    monkeypatch.setenv("PATH", os.fspath(tmp_path / "bin"))
    found = Tenant(msgraph_emulator, local_root(msgraph_emulator))
    found.prepare()
    return found


@pytest.fixture
def gate(tenant: Tenant) -> Iterator[Gate]:
    """Yield a gate before the tenant; requests wait until it is opened."""
    with Gate(urlsplit(tenant.root).port or 0) as way:
        tenant.root = local_root(tenant.emulator, way.port)
        yield way


@pytest.fixture
def sent(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> list[PreparedRequest]:
    """Record the requests that this process sends, with their secrets, which no journal shows."""
    requests: list[PreparedRequest] = []
    send = HTTPAdapter.send

    def noted(self: HTTPAdapter, request: PreparedRequest, *args: Any, **options: Any) -> Any:
        requests.append(request)
        return send(self, request, *args, **options)

    monkeypatch.setattr(HTTPAdapter, "send", noted)
    return requests


@pytest.fixture
def settings_of(tenant: Tenant) -> SettingsOf:
    """Return settings for the tenant, with more from a program (by name) and the environment (by keyword)."""

    def settings(explicit: dict[str, Any] | None = None, /, **environment: str) -> Settings:
        own = {"graphEndpoint": tenant.root, "authorityHost": tenant.root, "tenantId": TENANT, "clientId": CLIENT}
        return read_settings({**own, **(explicit or {})}.get, environment)

    return settings


def meeting(settings: Settings) -> Reply:
    """Send one request to Graph about the existing meeting, with a sign-in of its own."""
    return connect_graph(settings).create_or_get(USER, {"externalId": MEETING}, operation())
