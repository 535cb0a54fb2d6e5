"""A client secret and real MSAL against a token service: asked once, renewed in time, and every refusal explained."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.errors import AuthenticationError, ConfigurationError, ConnectionFailedError, MeetingsError
from msgraph_meetings.meetings.connect import connect_graph
from msgraph_meetings_emulator import Fault
from tests.unit.fakes import FakeClock, operation

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.graph.calls import Graph
    from msgraph_meetings_emulator import Emulator

TOKEN_PATH = "*/oauth2/v2.0/token"


@pytest.fixture
def graph(trusted: Settings) -> Graph:
    """Graph, with a sign-in of its own."""
    return connect_graph(trusted)


def create(graph: Graph, emulator: Emulator, external_id: str = "x") -> Any:
    """One createOrGet."""
    return graph.create_or_get(emulator.user_id, {"externalId": external_id}, operation())


def asked_for_tokens(emulator: Emulator) -> int:
    """Return the number of requests for a token."""
    return len(emulator.journal("POST", TOKEN_PATH))


def test_a_token_is_asked_for_once(graph: Graph, msgraph_emulator: Emulator) -> None:
    for number in range(3):
        assert create(graph, msgraph_emulator, str(number)).status == 201
    assert asked_for_tokens(msgraph_emulator) == 1


def test_fifty_threads_share_one_token_request(graph: Graph, msgraph_emulator: Emulator) -> None:
    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(lambda number: create(graph, msgraph_emulator, str(number)).status, range(50)))
    assert statuses == [201] * 50
    assert asked_for_tokens(msgraph_emulator) == 1


def test_a_token_is_renewed_before_it_ends(graph: Graph, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_token_lifetime(120)  # so near its end that it is renewed at the next call
    create(graph, msgraph_emulator, "1")
    before = asked_for_tokens(msgraph_emulator)
    create(graph, msgraph_emulator, "2")
    assert asked_for_tokens(msgraph_emulator) > before
    assert {entry.status for entry in msgraph_emulator.journal("POST", "*/createOrGet")} == {201}


def test_a_refused_token_is_replaced_once_and_the_request_repeated(graph: Graph, msgraph_emulator: Emulator) -> None:
    create(graph, msgraph_emulator, "1")
    msgraph_emulator.arm(Fault(path="/createOrGet", status=401))
    assert create(graph, msgraph_emulator, "2").status == 201
    assert asked_for_tokens(msgraph_emulator) == 2


def test_a_token_that_is_refused_twice_is_an_error(graph: Graph, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(Fault(path="/createOrGet", status=401, times=None))
    with pytest.raises(AuthenticationError, match="rejected the access token"):
        create(graph, msgraph_emulator)
    assert len(msgraph_emulator.journal("POST", "*/createOrGet")) == 2
    assert asked_for_tokens(msgraph_emulator) == 2


def test_wrong_secret_is_reported_in_entras_words_and_not_shown(trusted: Settings, msgraph_emulator: Emulator) -> None:
    with pytest.raises(AuthenticationError, match="AADSTS7000215") as refused:
        create(connect_graph(replace(trusted, client_secret="canary-secret")), msgraph_emulator)
    assert "canary" not in str(refused.value)
    assert msgraph_emulator.journal("POST", "*/createOrGet") == []


def test_an_unknown_app_is_named(trusted: Settings, msgraph_emulator: Emulator) -> None:
    with pytest.raises(AuthenticationError, match="AADSTS700016"):
        create(connect_graph(replace(trusted, client_id="00000000-0000-0000-0000-00000000dead")), msgraph_emulator)


def test_an_unknown_tenant_is_named(trusted: Settings, msgraph_emulator: Emulator) -> None:
    with pytest.raises(ConfigurationError, match="does not know the tenant contoso"):
        create(connect_graph(replace(trusted, tenant_id="contoso.example")), msgraph_emulator)


FAILURES = [
    Fault(drop=True, times=None),
    Fault(status=429, times=None),
    Fault(status=503, times=None, headers={"Retry-After": "1"}),
    Fault(status=200, body="<html>sign in</html>", headers={"Content-Type": "text/html"}, times=None),
    Fault(status=200, body="", times=None),
    Fault(status=200, body="[]", times=None),
    Fault(status=200, body='{"access_token": 7}', times=None),
    Fault(status=400, body="{}", times=None),
    Fault(status=400, body="<html>", times=None),
    Fault(status=302, headers={"Location": "https://elsewhere.example/"}, times=None),
    Fault(status=403, body="", times=None),
]


@pytest.mark.parametrize("path", [TOKEN_PATH, "*/openid-configuration"])
@pytest.mark.parametrize("fault", FAILURES, ids=lambda fault: f"{fault.status} {fault.body}")
def test_whatever_the_token_service_does_is_one_of_our_errors(
    graph: Graph, msgraph_emulator: Emulator, fault: Fault, path: str
) -> None:
    msgraph_emulator.arm(replace(fault, path=path))
    with pytest.raises(MeetingsError) as failed:
        create(graph, msgraph_emulator)
    assert type(failed.value).__name__ != "UnexpectedError"
    assert msgraph_emulator.client_secret not in str(failed.value)
    assert len(str(failed.value)) < 1000


PASSING = {
    "dropped before the request": Fault.lost_handshake(2),
    "closed": Fault.lost_request(2),
    "closed after the work": Fault.lost_answer(2),
    "reset": Fault(reset=True, times=2),
    "reset in the middle of the answer": Fault.broken_off(2),
    "cut": Fault(cut=20, times=2),
    "a page of a gateway": Fault.html(2),
    "throttled": Fault.throttled(2),
    "down": Fault(status=503, times=2),
}


@pytest.mark.parametrize("path", [TOKEN_PATH, "*/openid-configuration"])
@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_sign_in_waits_until_the_token_service_is_back(
    graph: Graph, msgraph_emulator: Emulator, fault: Fault, path: str
) -> None:
    clock = FakeClock()
    msgraph_emulator.arm(fault if fault.handshake else replace(fault, path=path))
    reply = graph.create_or_get(msgraph_emulator.user_id, {"externalId": "x"}, operation(clock=clock))
    assert reply.status == 201
    assert len(clock.waits) == 2


def test_a_token_service_that_refuses_connections_is_tried_until_the_deadline(
    trusted: Settings, msgraph_emulator: Emulator
) -> None:
    clock = FakeClock()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        away = replace(trusted, authority_host=f"https://127.0.0.1:{nobody.getsockname()[1]}")
        with pytest.raises(ConnectionFailedError, match=r"(?s)Cannot connect to .*refused"):
            connect_graph(away).get(msgraph_emulator.user_id, "x", operation(clock=clock))
    assert sum(clock.waits) > 240


def test_a_signed_in_user_has_only_meetings_of_their_own(trusted: Settings, msgraph_emulator: Emulator) -> None:
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id)
    graph = connect_graph(replace(trusted, client_secret=None, access_token=token))
    assert create(graph, msgraph_emulator).status == 201
    (entry,) = msgraph_emulator.journal("POST", "*/createOrGet")
    assert entry.path == "/v1.0/me/onlineMeetings/createOrGet"


def test_an_opaque_token_works_once_its_kind_is_named(trusted: Settings, msgraph_emulator: Emulator) -> None:
    opaque = replace(trusted, client_secret=None, access_token="opaque-canary")
    with pytest.raises(MeetingsError, match="accessTokenType"):
        create(connect_graph(opaque), msgraph_emulator)
    with pytest.raises(AuthenticationError) as refused:
        create(connect_graph(replace(opaque, access_token_type="application")), msgraph_emulator)
    assert "canary" not in str(refused.value)
