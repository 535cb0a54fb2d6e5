"""Signing in to Entra: one request for all threads, renewal in time, and everything that can come back instead."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from threading import Barrier, Event
from typing import TYPE_CHECKING, Any

import pytest
from requests import ConnectionError  # noqa: A004  (what requests calls it)
from requests.adapters import HTTPAdapter

from msgraph_meetings.auth import token_source
from msgraph_meetings.auth.entra import EntraApp, Proof
from msgraph_meetings.auth.sign_in_http import SignInHttp
from msgraph_meetings.config.reading import Settings
from msgraph_meetings.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    MeetingsError,
    ServiceError,
    UntrustedError,
    UnusableAnswerError,
)
from msgraph_meetings.meetings.connect import connect, connect_graph
from msgraph_meetings.meetings.registry import Registry
from tests.client.conftest import meeting
from tests.client.emulated import CLIENT, SECRET, USER
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import PreparedRequest

    from tests.client.emulated import Tenant
    from tests.client.gate import Gate

THREADS = 50


def together(act: Callable[[], Any]) -> list[Any]:
    """Return the results or errors of fifty threads that start at once."""
    barrier = Barrier(THREADS)

    def one(_: int) -> Any:
        barrier.wait()
        try:
            return act()
        except MeetingsError as error:
            return error

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.fixture
def app(settings_of: Any) -> Any:
    """Settings of an app with its secret."""
    return settings_of(ARM_CLIENT_SECRET=SECRET)


class Unreachable(HTTPAdapter):
    """Remembers the time-outs of requests that it does not send."""

    def __init__(self) -> None:
        super().__init__()
        self.timeouts: list[Any] = []

    def send(self, request: Any, *_args: Any, **options: Any) -> Any:
        self.timeouts.append(options["timeout"])
        raise ConnectionError(request=request)


def test_a_request_of_a_sign_in_takes_at_most_half_of_what_the_operation_has_left() -> None:
    http, adapter = SignInHttp(), Unreachable()
    http.mount("https://", adapter)
    source = EntraApp(Settings(tenant_id="t", client_id="c"), Proof("s", "clientSecret"), http)
    for seconds in (4.0, 0.0, 300.0):
        with pytest.raises(ConnectionFailedError):
            source.acquire(seconds, Event())
    assert adapter.timeouts == [(2.0, 2.0), (0.1, 0.1), (10.0, 60.0)]


def test_fifty_threads_make_one_request(tenant: Tenant, app: Any) -> None:
    source = token_source(app)
    tokens = together(lambda: source.token(operation()))
    assert len({token.value for token in tokens}) == 1
    assert tenant.token_requests == tenant.count("/openid-configuration") == 1


def test_fifty_threads_whose_token_was_refused_make_one_more(tenant: Tenant, app: Any) -> None:
    source = token_source(app)
    old = source.token(operation())
    fresh = together(lambda: source.token(operation(), old))
    assert len({token.value for token in fresh} - {old.value}) == 1
    assert tenant.token_requests == 2


def test_waiting_threads_share_a_failed_sign_in_and_the_next_thread_asks_again(
    tenant: Tenant, settings_of: Any, gate: Gate
) -> None:
    source = token_source(settings_of(ARM_CLIENT_SECRET="canary-wrong"))
    coming = count(1)

    def act() -> Any:
        if next(coming) == THREADS:
            gate.go.set()
        return source.token(operation())

    outcomes = together(act)
    assert {type(outcome) for outcome in outcomes} == {AuthenticationError}
    assert tenant.token_requests < THREADS / 2  # those that came too late to share one made their own
    with pytest.raises(AuthenticationError):
        source.token(operation())


def test_a_token_lives_as_long_as_it_is_good_and_is_then_renewed_by_itself(tenant: Tenant, app: Any) -> None:
    graph = connect_graph(app)
    for _ in range(5):
        assert graph.get(USER, tenant.meeting_id, operation()).status == 200
    assert tenant.token_requests == 1


def test_a_run_that_outlives_its_tokens_fails_no_request(tenant: Tenant, app: Any) -> None:
    tenant.emulator.set_token_lifetime(60)
    graph = connect_graph(app)
    for _ in range(5):
        assert graph.get(USER, tenant.meeting_id, operation()).status == 200
        tenant.expire()
    assert {request.status for request in tenant.asked if request.path.startswith("/v1.0")} == {200}
    assert tenant.token_requests >= 5


def test_a_token_that_graph_takes_no_more_is_replaced_and_the_request_sent_again(tenant: Tenant, app: Any) -> None:
    graph = connect_graph(app)
    graph.get(USER, tenant.meeting_id, operation())
    tenant.expire()
    assert graph.get(USER, tenant.meeting_id, operation()).status == 200
    assert tenant.token_requests == 2


def test_a_token_service_that_fails_in_passing_is_asked_again(tenant: Tenant, app: Any) -> None:
    tenant.fail(503)
    assert meeting(app).status == 200
    assert tenant.token_requests == 2


def test_token_service_that_keeps_failing_is_reported(tenant: Tenant, app: Any) -> None:
    tenant.fail(503, times=99)
    with pytest.raises(ServiceError, match=r"localhost:\d+ failed during the sign-in: it answered 503"):
        meeting(app)
    assert 10 <= tenant.token_requests <= 15


@pytest.mark.parametrize("fault", [(200, "<html>"), (407, "<html>")])
def test_server_that_is_not_a_token_service_is_reported(tenant: Tenant, app: Any, fault: Any) -> None:
    tenant.fail(*fault)
    with pytest.raises(UnusableAnswerError, match=r"(?s)did not answer like a token service.*HTTPS_PROXY"):
        meeting(app)


@pytest.mark.parametrize("answer", [(200, "<html>"), (200, {}), (200, [])])
def test_wrong_discovery_document_is_reported_when_another_server_answers(
    tenant: Tenant, app: Any, answer: Any
) -> None:
    status, body = answer
    tenant.fail(status, body, times=9, path="/openid-configuration")
    with pytest.raises(UnusableAnswerError, match=r"(?s)did not answer like a token service.*HTTPS_PROXY"):
        meeting(app)


def test_token_service_without_a_discovery_document_is_reported(tenant: Tenant, app: Any) -> None:
    tenant.fail(502, "<html>", times=99, path="/openid-configuration")
    with pytest.raises(ServiceError, match="failed"):
        meeting(app)


REFUSALS: dict[str, tuple[dict[str, Any], type[MeetingsError], str]] = {
    "wrong secret": ({"clientSecret": "canary-wrong"}, AuthenticationError, "AADSTS7000215"),
    "wrong app": ({"clientId": "other"}, AuthenticationError, r"the app other .*AADSTS700016"),
    "wrong tenant": ({"tenantId": "other.example"}, ConfigurationError, r"know the tenant other\.example.*AADSTS90002"),
    "nobody there": ({"authorityHost": "https://127.0.0.1:9"}, ConnectionFailedError, "Cannot connect to"),
    "plain http": ({"authorityHost": "http://127.0.0.1:9"}, ConfigurationError, "https"),
}


@pytest.mark.parametrize(("given", "kind", "says"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_names_the_app_the_tenant_and_entra_s_number(
    tenant: Tenant, settings_of: Any, given: dict[str, Any], kind: type[MeetingsError], says: str
) -> None:
    with pytest.raises(kind, match=says) as refused:
        meeting(settings_of(given, ARM_CLIENT_SECRET=SECRET))
    assert "canary" not in str(refused.value)


def test_a_refusal_can_be_cured_while_the_process_lives(tenant: Tenant, app: Any) -> None:
    source = token_source(app)
    tenant.fail(401, {"error": "invalid_client", "error_description": "AADSTS7000222: refused here."})
    with pytest.raises(AuthenticationError, match="AADSTS7000222"):
        source.token(operation())
    assert tenant.takes(source.token(operation()).value)


def test_untrusted_certificate_of_the_token_service_is_reported_as_for_graph(
    tenant: Tenant, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(UntrustedError, match="is signed by an unknown authority"):
        token_source(app).token(operation())


def test_nothing_is_sent_before_a_token_is_needed(tenant: Tenant, app: Any) -> None:
    connect(app, Registry())
    token_source(app)
    assert tenant.asked == []


@pytest.mark.parametrize("switch", [None, True])
def test_microsoft_is_not_asked_about_a_token_service_of_one_s_own(
    tenant: Tenant, settings_of: Any, *, switch: bool | None
) -> None:
    given = {"disableInstanceDiscovery": switch}
    assert meeting(settings_of(given, ARM_CLIENT_SECRET=SECRET)).status == 200


def test_microsoft_is_asked_about_it_where_that_is_wanted(
    tenant: Tenant, settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of({"disableInstanceDiscovery": False}, ARM_CLIENT_SECRET=SECRET)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "localhost")
    with pytest.raises(ConnectionFailedError, match="proxy"):
        meeting(settings)
    assert tenant.asked == []


def test_the_secret_goes_to_the_token_service_alone(tenant: Tenant, app: Any, sent: list[PreparedRequest]) -> None:
    meeting(app)
    holders = [one for one in sent if SECRET in f"{one.url} {one.headers} {one.body!r}"]
    assert [one.url for one in holders] == [f"{tenant.root}/{app.tenant_id}/oauth2/v2.0/token"]
    assert f"client_id={CLIENT}" in str(holders[0].body)


def test_a_wire_dump_of_the_whole_process_shows_nothing_of_a_sign_in(
    tenant: Tenant, app: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(HTTPConnection, "debuglevel", 1)
    assert meeting(app).status == 200
    assert capfd.readouterr() == ("", "")


def test_a_netrc_adds_nothing_to_a_sign_in(
    tenant: Tenant, app: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine localhost login a password canary\n", encoding="utf-8")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", os.fspath(tmp_path / "netrc"))
    assert meeting(app).status == 200
    assert "authorization" not in next(one for one in tenant.asked if one.body).headers
