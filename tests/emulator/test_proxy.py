"""The proxy: clients with fixed host names reach the emulator, and no other host."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msal
import pytest
import requests
from cryptography import x509

from msgraph_meetings_emulator import Emulator, EmulatorProcess, Fault
from msgraph_meetings_emulator.client.description import Description
from tests.emulator.client import application, error
from tests.emulator.wire import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GRAPH, LOGIN = "https://graph.microsoft.com", "https://login.microsoftonline.com"


@pytest.fixture(scope="module")
def server() -> Iterator[Emulator]:
    with Emulator(proxy=True) as emulator:
        yield emulator


@pytest.fixture
def emulator(server: Emulator) -> Emulator:
    server.reset()
    return server


@pytest.fixture
def session(emulator: Emulator) -> Iterator[requests.Session]:
    """A session that has only the environment's proxy and certificates."""
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"https": str(emulator.proxy)}
        session.verify = str(emulator.ca_bundle)
        yield session


def _connected(emulator: Emulator) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(str(emulator.proxy)).port or 0), timeout=LIMIT)


def _asked(emulator: Emulator, sent: bytes) -> str:
    """Send bytes to the proxy, and return its whole answer."""
    with _connected(emulator) as wire:
        wire.sendall(sent)
        pieces = iter(lambda: wire.recv(65536), b"")
        return b"".join(pieces).decode()


def _collection(emulator: Emulator, root: str = GRAPH) -> str:
    return f"{root}/v1.0/users/{emulator.user_id}/onlineMeetings"


def test_msal_and_requests_use_microsofts_own_hosts(emulator: Emulator, session: requests.Session) -> None:
    app = msal.ConfidentialClientApplication(
        emulator.client_id,
        client_credential=emulator.client_secret,
        authority=f"{LOGIN}/{emulator.tenant_id}",
        http_client=session,
    )
    token = app.acquire_token_for_client([f"{GRAPH}/.default"])["access_token"]
    made = session.post(
        f"{_collection(emulator)}/createOrGet",
        json={"externalId": "team"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=LIMIT,
    )
    assert made.status_code == 201
    assert [meeting["id"] for meeting in emulator.meetings()] == [made.json()["id"]]
    assert emulator.journal(path="/createOrGet")[0].audience == GRAPH


@pytest.mark.parametrize(
    "host", ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"]
)
def test_msal_finds_the_other_names_of_a_sign_in_host_by_its_instance_discovery(
    emulator: Emulator, session: requests.Session, host: str
) -> None:
    app = msal.ConfidentialClientApplication(
        emulator.client_id,
        client_credential=emulator.client_secret,
        authority=f"https://{host}/{emulator.tenant_id}",
        http_client=session,
    )
    assert app.authority.token_endpoint.startswith(f"https://{host}/")
    assert app.get_accounts() == []  # asks for aliases
    assert len(emulator.journal(path="/common/discovery/instance")) == 1


@pytest.mark.parametrize(
    ("graph", "login"),
    [
        (GRAPH, LOGIN),
        ("https://graph.microsoft.us", "https://login.microsoftonline.us"),
        ("https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
        ("https://microsoftgraph.chinacloudapi.cn", "https://login.partner.microsoftonline.cn"),
    ],
)
def test_every_cloud_is_served_under_its_own_names(
    emulator: Emulator, session: requests.Session, graph: str, login: str
) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        "scope": f"{graph}/.default",
    }
    answer = session.post(f"{login}/{emulator.tenant_id}/oauth2/v2.0/token", data=form, timeout=LIMIT)
    assert answer.status_code == 200
    made = session.post(
        f"{_collection(emulator, graph)}/createOrGet",
        json={"externalId": "team"},
        headers={"Authorization": f"Bearer {answer.json()['access_token']}"},
        timeout=LIMIT,
    )
    assert emulator.journal(path="/createOrGet")[0].audience == graph
    if "chinacloud" in graph:
        assert error(made) == (400, "BadRequest", "Resource not found for the segment 'onlineMeetings'.")
    else:
        assert made.json()["@odata.context"].startswith(f"{graph}/v1.0/$metadata#")
        assert ("allowRecording" in made.json()) == (graph == GRAPH)


def test_a_request_of_a_batch_uses_the_cloud_of_its_batch(emulator: Emulator, session: requests.Session) -> None:
    item = {"id": "1", "method": "POST", "url": f"/users/{emulator.user_id}/onlineMeetings/createOrGet"}
    answer = session.post(
        "https://microsoftgraph.chinacloudapi.cn/v1.0/$batch",
        json={"requests": [item | {"body": {"externalId": "x"}, "headers": {"Content-Type": "application/json"}}]},
        headers={"Authorization": f"Bearer {emulator.application_token()}"},
        timeout=LIMIT,
    )
    assert answer.json()["responses"][0]["status"] == 400
    assert emulator.meetings() == []


def test_curl_needs_only_the_environment(emulator: Emulator) -> None:
    done = subprocess.run(
        [
            "curl",
            "--silent",
            "--show-error",
            "--fail",
            f"{LOGIN}/{emulator.tenant_id}/v2.0/.well-known/openid-configuration",
        ],
        env=emulator._description.whole_environment(os.environ),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f'"issuer":"{LOGIN}/{emulator.tenant_id}/v2.0"' in done.stdout


@pytest.mark.parametrize(
    "target",
    [
        "example.com:443",
        "graph.microsoft.com:80",
        "graph.microsoft.com.example.com:443",
        "127.0.0.1:443",
        "graph.microsoft.com",
        "[::1]:443",
    ],
)
def test_any_other_host_is_refused_with_one_sentence(emulator: Emulator, target: str) -> None:
    answer = _asked(emulator, f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
    first, _, rest = answer.partition("\r\n")
    assert first.startswith("HTTP/1.1 403 The emulator's proxy forwards nothing; it serves, on port 443, only: ")
    assert rest.endswith(f"{first.removeprefix('HTTP/1.1 403 ')}\n")


def test_a_client_sees_why_its_host_is_refused(session: requests.Session) -> None:
    with pytest.raises(requests.exceptions.ProxyError, match="forwards nothing"):
        session.get("https://example.com/", timeout=LIMIT)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n\r\n", 405),
        (b"\x16\x03\x01 no HTTP at all\r\n\r\n", 400),
        (b"CONNECT graph.microsoft.com:443 HTTP/3\r\n\r\n", 400),
        (b"CONNECT graph.microsoft.com:443 HTTP/1.1\r\n" + b"A: b\r\n" * 2000, 431),
    ],
)
def test_the_proxy_refuses_requests_other_than_connect(emulator: Emulator, sent: bytes, status: int) -> None:
    with contextlib.suppress(ConnectionResetError):  # it does not read what is too long to its end
        assert _asked(emulator, sent).startswith(f"HTTP/1.1 {status} ")


def test_the_proxy_goes_on_when_a_client_disconnects_early(emulator: Emulator, session: requests.Session) -> None:
    with _connected(emulator) as wire:
        wire.sendall(b"CONNECT graph")
    with _connected(emulator) as wire:
        wire.sendall(b"CONNECT graph.microsoft.com:443 HTTP/1.1\r\n\r\n")
        assert wire.recv(65536).startswith(b"HTTP/1.1 200 ")
    assert session.get(f"{GRAPH}/v1.0/me", timeout=LIMIT).status_code == 401


def test_faults_reach_clients_through_the_proxy(emulator: Emulator, session: requests.Session) -> None:
    emulator.arm(Fault.lost_handshake(), Fault.lost_answer(), Fault(status=503))
    with pytest.raises(requests.ConnectionError):
        session.get(f"{GRAPH}/v1.0/me", timeout=LIMIT)
    with pytest.raises(requests.ConnectionError):
        session.get(f"{GRAPH}/v1.0/me", timeout=LIMIT)
    assert session.get(f"{GRAPH}/v1.0/me", timeout=LIMIT).status_code == 503
    assert [entry.status for entry in emulator.journal()] == [None, 503]


def test_the_emulator_is_still_reached_by_its_address(emulator: Emulator) -> None:
    with application(emulator) as client:
        assert client.create_or_get().status_code == 201


@pytest.mark.parametrize(
    ("login", "cloud", "graph", "instance"),
    [
        ("login.microsoftonline.com", "public", "graph.microsoft.com", "microsoftonline.com"),
        ("login.windows.net", "china", "graph.microsoft.com", "microsoftonline.com"),
        ("login.microsoftonline.us", "public", "graph.microsoft.us", "microsoftonline.us"),
        ("login.microsoftonline.us", "dod", "dod-graph.microsoft.us", "microsoftonline.us"),
        ("login.chinacloudapi.cn", "public", "microsoftgraph.chinacloudapi.cn", "partner.microsoftonline.cn"),
    ],
)
def test_discovery_names_the_graph_host_of_the_sign_in_s_cloud(  # noqa: PLR0917  (a row of a table)
    emulator: Emulator, session: requests.Session, login: str, cloud: str, graph: str, instance: str
) -> None:
    emulator.set_cloud(cloud)
    url = f"https://{login}/{emulator.tenant_id}/v2.0/.well-known/openid-configuration"
    found = session.get(url, timeout=LIMIT).json()
    assert (found["msgraph_host"], found["cloud_instance_name"]) == (graph, instance)


def test_the_environment_leads_only_through_the_proxy(emulator: Emulator) -> None:
    before = {
        "MSGRAPH_ENDPOINT": "https://elsewhere.example",
        "AZURE_AUTHORITY_HOST": "https://elsewhere.example",
        "ARM_ENVIRONMENT": "usgovernment",
        "NO_PROXY": "intranet.example,.microsoft.com,graph.microsoft.us,*",
    }
    variables = emulator._description.whole_environment(before)
    assert not {"MSGRAPH_ENDPOINT", "AZURE_AUTHORITY_HOST"} & variables.keys()
    assert variables["HTTPS_PROXY"] == variables["https_proxy"] == emulator.proxy
    assert variables["NO_PROXY"] == variables["no_proxy"] == "intranet.example,127.0.0.1,localhost,::1"
    assert variables["ARM_ENVIRONMENT"] == "usgovernment"


def test_without_the_option_there_is_no_proxy_and_no_microsoft_certificate(
    msgraph_emulator: Emulator, emulator: Emulator
) -> None:
    assert msgraph_emulator.proxy is None
    assert "HTTPS_PROXY" not in msgraph_emulator.environment({})
    names = [_names_in(one.ca.with_name("server.pem")) for one in (msgraph_emulator, emulator)]
    assert ["graph.microsoft.com" in found for found in names] == [False, True]


def test_an_emulator_process_can_have_a_proxy(tmp_path: Path) -> None:
    with EmulatorProcess(proxy=True, state=tmp_path / "state") as emulator, requests.Session() as session:
        session.trust_env = False
        session.verify = str(emulator.ca)
        session.proxies = {"https": str(emulator.proxy)}
        assert session.get(f"{GRAPH}/v1.0/me", timeout=LIMIT).status_code == 401
        kept = Description.from_json(emulator._description.to_json())
        assert kept == emulator._description


def test_the_command_runs_a_program_with_fixed_host_names() -> None:
    program = f"import requests; print(requests.get('{GRAPH}/v1.0/me', timeout=30).status_code)"
    done = subprocess.run(
        [sys.executable, "-m", "msgraph_meetings_emulator", "--proxy", "--", sys.executable, "-c", program],
        env=os.environ | {"MSGRAPH_ENDPOINT": "https://elsewhere.example"},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("401\n", "")


def _names_in(file: Path) -> list[str]:
    [found] = [
        extension.value
        for extension in x509.load_pem_x509_certificate(file.read_bytes()).extensions
        if isinstance(extension.value, x509.SubjectAlternativeName)
    ]
    return found.get_values_for_type(x509.DNSName)
