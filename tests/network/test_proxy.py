"""Proxies: used for the token service and for Graph, passed by where the environment says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.errors import ConnectionFailedError
from msgraph_meetings.meetings.connect import connect_graph
from tests.network.proxy import TunnelProxy
from tests.network.scripted import ScriptedServer
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings_emulator import Emulator


def create(settings: Settings) -> Reply:
    """One createOrGet with a sign-in of its own."""
    return connect_graph(settings).create_or_get(settings.user_id, {"externalId": "x"}, operation())


def test_a_proxy_is_used_for_the_token_service_and_for_graph(
    trusted: Settings, msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = msgraph_emulator.endpoint.removeprefix("https://")
    with TunnelProxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert create(trusted).status == 201
        assert len(proxy.asked) >= 2
        assert set(proxy.asked) == {f"CONNECT {host}"}


def test_a_host_that_needs_no_proxy_is_reached_past_it(trusted: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with TunnelProxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        assert create(trusted).status == 201
        assert proxy.asked == []


@pytest.mark.parametrize("status", [b"407 Proxy Authentication Required", b"403 Forbidden", b"502 Bad Gateway"])
def test_a_proxy_that_opens_no_tunnel_is_named_without_its_password(
    trusted: Settings, monkeypatch: pytest.MonkeyPatch, status: bytes
) -> None:
    with TunnelProxy(b"HTTP/1.1 %b\r\nContent-Length: 0\r\n\r\n" % status) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//user:canary@"))
        with pytest.raises(ConnectionFailedError, match=r"(?s)proxy.*HTTPS_PROXY") as failed:
            create(trusted)
    assert "canary" not in str(failed.value)


def test_a_proxy_that_is_not_there_is_named_without_its_password(
    trusted: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ScriptedServer(lambda _one: None)
    server.close()
    monkeypatch.setenv("HTTPS_PROXY", server.root.replace("//", "//user:canary@"))
    with pytest.raises(ConnectionFailedError, match=r"(?s)Cannot use the proxy.*Connection refused") as failed:
        create(trusted)
    assert "canary" not in str(failed.value)
