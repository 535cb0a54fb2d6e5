"""Fixtures of the tests of signing in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.connect import connect_graph
from msgraph_meetings.settings import Settings, read_settings
from tests.client.tenant import CLIENT, TENANT, USER, Tenant
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from msgraph_meetings.session import Reply

    SettingsOf = Callable[..., Settings]

_OF_A_HOST = ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "IMDS_ENDPOINT", "MSI_ENDPOINT")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture
def tenant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tenant]:
    """An empty tenant, which this process trusts; of the machine's own environment nothing counts."""
    for name in (*_OF_A_HOST, *_PROXIES, *(name.lower() for name in _PROXIES)):
        monkeypatch.delenv(name, raising=False)
    with Tenant() as service:
        service.ca.cert_pem.write_to_path(os.fspath(tmp_path / "ca.pem"))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", os.fspath(tmp_path / "ca.pem"))
        monkeypatch.setenv("PATH", os.fspath(tmp_path / "bin"))
        yield service


@pytest.fixture
def settings_of(tenant: Tenant) -> SettingsOf:
    """Settings that point at the tenant, with more from a program (by name) and the environment (by keyword)."""

    def settings(explicit: dict[str, Any] | None = None, /, **environment: str) -> Settings:
        own = {"graphEndpoint": tenant.root, "authorityHost": tenant.root, "tenantId": TENANT, "clientId": CLIENT}
        return read_settings({**own, **(explicit or {})}.get, environment)

    return settings


def meeting(settings: Settings) -> Reply:
    """One call to Graph with a sign-in of its own."""
    return connect_graph(settings).get(USER, "m", operation())
