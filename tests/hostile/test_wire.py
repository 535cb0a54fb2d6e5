"""Broken HTTP and broken JSON over TLS: one clear sentence for each; nothing that is secret goes to another host."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.auth import token_source
from msgraph_meetings.errors import (
    AuthenticationError,
    ConfigurationError,
    LostAnswerError,
    MeetingsError,
    RefusedError,
    ServiceError,
    ThrottledError,
    UnexpectedError,
    UnusableAnswerError,
)
from msgraph_meetings.graph.calls import Graph
from msgraph_meetings.graph.session import Call
from msgraph_meetings.meetings.connect import connect
from msgraph_meetings.meetings.lifecycle import Lifecycle
from msgraph_meetings.meetings.registry import Registry
from tests.hostile.answers import OK, content, raw, whole
from tests.hostile.child import SECRET, TOKEN, USER, attempt, settings
from tests.unit.fakes import FakeClock, Log, Wire, answer, error, operation, session

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from tests.network.scripted import ScriptedServer

    Services = Callable[..., ScriptedServer]

MEETING: dict[str, Any] = {"id": "1", "externalId": "x", "subject": "y"}
_HEAD = OK + b"Content-Type: application/json\r\nConnection: close\r\n"
BODY = json.dumps(MEETING).encode()


def create(server: ScriptedServer, timeout: float = 300.0) -> Any:
    """A create against the server, whose waits cost nothing."""
    inputs = {"userId": USER, "externalId": "x", "subject": "y"}
    return connect(settings("graph", server.root), Registry()).create(inputs, operation(timeout))


def is_told(error: MeetingsError) -> None:
    text = str(error)
    assert not isinstance(error, UnexpectedError), text
    assert len(text) < 1000
    assert all(character.isprintable() or character == "\n" for character in text)
    assert text.count("\n") <= 4  # what, why, fix, their own words, request-id
    assert TOKEN not in text
    assert SECRET not in text


BROKEN = {
    "invalid UTF-8": whole(b'{"id": "\xff\xfe", "externalId": "x"}'),
    "UTF-16 without saying so": whole("{}".encode("utf-16")[1:]),
    "a name twice": whole(b'{"id": "1", "id": "2", "externalId": "x"}'),
    "a name twice further in": whole(b'{"id": "1", "participants": {"organizer": {}, "organizer": {"upn": "x"}}}'),
    "not a number": whole(b'{"id": "1", "x": NaN}'),
    "infinity": whole(b'{"id": "1", "x": -Infinity}'),
    "two objects": whole(BODY + BODY),
    "nothing": whole(b""),
    "null": whole(b"null"),
    "a list": whole(b"[" + BODY + b"]"),
    "a text": whole(b'"1"'),
    "no id": content({"externalId": "x"}),
    "a number as the id": content({"id": 1}),
    "204 where a meeting should be": raw(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
    "204 with a body": raw(b"HTTP/1.1 204 No Content\r\nContent-Length: 20\r\n\r\n" + BODY),
    "a length that is too long": raw(_HEAD + b"Content-Length: 1000\r\n\r\n" + BODY),
    "a length that is too short": raw(_HEAD + b"Content-Length: 10\r\n\r\n" + BODY),
    "a length below zero, and half an answer": raw(_HEAD + b"Content-Length: -1\r\n\r\n" + BODY[:10]),
    "two lengths": raw(_HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + BODY),
    "a length that is none, and half an answer": raw(_HEAD + b"Content-Length: many\r\n\r\n" + BODY[:10]),
    "chunks of nonsense": raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + BODY),
    "a chunk below zero": raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n" + BODY),
    "a chunk that ends early": raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + BODY),
    "an unknown packing": whole(BODY, headers=b"Content-Encoding: gzip\r\n"),
    "a status of four digits": raw(b"HTTP/1.1 2000 OK\r\n\r\n"),
    "a status below 100": raw(b"HTTP/1.1 99 Odd\r\n\r\n"),
    "101": raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + BODY),
    "early hints and then nothing": raw(b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "HTTP/2": raw(b"HTTP/2 200\r\n\r\n"),
    "another protocol": raw(b"220 smtp ready\r\n"),
    "nothing at all": raw(b""),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_answer_is_reported_in_one_sentence(service: Services, broken: str) -> None:
    with pytest.raises((UnusableAnswerError, LostAnswerError, RefusedError)) as told:
        create(service(BROKEN[broken]))
    is_told(told.value)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_service_that_recovers_is_asked_again(service: Services, broken: str) -> None:
    if broken in ("no id", "a number as the id", "204 where a meeting should be", "204 with a body"):
        return  # these are answers, if odd ones
    assert create(service(BROKEN[broken], content(MEETING))).id == "1"


@pytest.mark.parametrize("first", ["100 Continue", "102 Processing", "103 Early Hints"])
@pytest.mark.parametrize("times", [1, 7])
def test_interim_answer_is_not_taken_for_the_final_one(service: Services, first: str, times: int) -> None:
    before = f"HTTP/1.1 {first}\r\nLink: </x>; rel=preload\r\n\r\n".encode() * times
    server = service(raw(before + _HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY))
    assert create(server).id == "1"
    assert len(server.requests) == 1


@pytest.mark.parametrize("broken", [name for name in BROKEN if name not in ("nothing at all", "no id")])
def test_broken_token_answer_is_reported_in_one_sentence(authority: Services, broken: str) -> None:
    with pytest.raises(MeetingsError) as told:
        attempt("secret", authority(BROKEN[broken]).root)
    is_told(told.value)


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_discovery_document_is_reported_in_one_sentence(service: Services, broken: str) -> None:
    with pytest.raises(MeetingsError) as told:
        attempt("secret", service(BROKEN[broken]).root)
    is_told(told.value)


ODD = [None, 7, -1, "", "x", True, [], {}, ["x"], {"x": 1}, 1e308, "\ud800", "\x1b[2J"]


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("name", ["access_token", "expires_in", "ext_expires_in", "refresh_in", "token_type", "scope"])
def test_token_answer_with_wrong_types_is_used_or_is_an_error(authority: Services, name: str, odd: Any) -> None:
    token = {"access_token": "a.b.c", "expires_in": 3600, "token_type": "Bearer"}
    chosen = settings("secret", authority(content(token | {name: odd})).root)
    try:
        found = token_source(chosen).token(operation())
    except MeetingsError as told:
        is_told(told)
    else:
        assert isinstance(found.value, str)


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("name", ["error", "error_description", "error_codes", "timestamp", "correlation_id"])
def test_token_refusal_with_wrong_types_is_reported(authority: Services, name: str, odd: Any) -> None:
    refusal = {"error": "invalid_client", "error_description": "AADSTS7000215: x", "error_codes": [1]}
    start = b"HTTP/1.1 401 Unauthorized\r\n"
    with pytest.raises(MeetingsError) as told:
        attempt("secret", authority(content(refusal | {name: odd}, start)).root)
    is_told(told.value)


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("name", ["access_token", "expires_in", "error", "error_description"])
def test_identity_answer_with_wrong_types_is_used_or_is_an_error(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, service: Services, name: str, odd: Any
) -> None:
    server = service(content({"access_token": "a.b.c", "expires_in": "3600", "resource": "x"} | {name: odd}))
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.root)
    try:
        attempt("identity", server.root)
    except MeetingsError as told:
        is_told(told)


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("place", ["error", "code", "message", "innerError", "request-id"])
def test_refusal_of_graph_with_wrong_types_is_reported(service: Services, place: str, odd: Any) -> None:
    inner = {"request-id": odd if place == "request-id" else "r", "date": "x"}
    found = {"code": "x", "message": "y", "innerError": inner} | ({place: odd} if place != "error" else {})
    refused = {"error": odd if place == "error" else found}
    with pytest.raises(MeetingsError) as told:
        create(service(content(refused, b"HTTP/1.1 400 Bad Request\r\n")))
    is_told(told.value)


NASTY = "\x1b]0;owned\x07\x1b[2J\x1b[31mAll good\u202e\u2066\x00\x9b31m\ud800 eyJhbGciOiJub25lIn0.eyJh.c"


def test_text_of_a_service_cannot_control_a_terminal_or_show_a_token(service: Services) -> None:
    refused = {"error": {"code": NASTY, "message": NASTY, "innerError": {"request-id": NASTY}}}
    with pytest.raises(MeetingsError) as told:
        create(service(content(refused, b"HTTP/1.1 403 Forbidden\r\n")))
    is_told(told.value)
    assert "eyJhbGci" not in str(told.value)
    str(told.value).encode()


def test_creation_time_of_an_adopted_meeting_cannot_control_a_terminal() -> None:
    log, odd = Log(), MEETING | {"creationDateTime": NASTY * 100}
    inputs = {"userId": USER, "externalId": "x", "subject": "y"}
    Lifecycle(Graph(session(Wire(answer(200, odd)))), Registry()).create(inputs, operation(log=log))
    (line,) = log.of("warning")
    assert line.isprintable()
    assert len(line) < 500


# Elsewhere

REDIRECTS = [301, 302, 303, 307, 308]


@pytest.mark.parametrize("status", REDIRECTS)
def test_redirect_of_graph_sends_no_token_to_another_host(
    service: Services, elsewhere: ScriptedServer, status: int
) -> None:
    away = f"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere.root}/v1.0/x\r\nContent-Length: 0\r\n\r\n".encode()
    with pytest.raises(RefusedError) as told:
        create(service(raw(away)))
    is_told(told.value)
    assert elsewhere.requests == []


@pytest.mark.parametrize("method", ["secret", "oidc", "identity"])
@pytest.mark.parametrize("status", REDIRECTS)
def test_redirect_of_a_token_source_sends_no_secret_to_another_host(
    service: Services, elsewhere: ScriptedServer, monkeypatch: pytest.MonkeyPatch, method: str, status: int
) -> None:
    away = f"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere.root}/x\r\nContent-Length: 0\r\n\r\n".encode()
    server = service(raw(away))
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.root)
    with pytest.raises(MeetingsError) as told:
        attempt(method, server.root)
    is_told(told.value)
    assert elsewhere.requests == []


def test_a_token_endpoint_at_another_host_gets_no_secret(authority: Services, elsewhere: ScriptedServer) -> None:
    server = authority(raw(b""), elsewhere.root)
    with pytest.raises(ConfigurationError, match="refers to another host") as told:
        attempt("secret", server.root)
    is_told(told.value)
    assert elsewhere.requests == []


def test_a_pipelines_token_goes_to_no_other_host_either(authority: Services, elsewhere: ScriptedServer) -> None:
    with pytest.raises(ConfigurationError, match="refers to another host"):
        attempt("oidc", authority(raw(b""), elsewhere.root).root)
    assert elsewhere.requests == []


@pytest.mark.parametrize("link", ["@odata.nextLink", "@odata.id", "joinWebUrl", "@odata.context"])
def test_a_link_in_an_answer_is_not_followed(service: Services, elsewhere: ScriptedServer, link: str) -> None:
    server = service(content(MEETING | {link: f"{elsewhere.root}/x"}))
    assert create(server).id == "1"
    assert elsewhere.requests == []


# Waits


@pytest.mark.parametrize("wait", ["31536000", "1e300", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_retry_after_of_a_year_fails_at_once_with_the_reason(service: Services, wait: str) -> None:
    start = b"HTTP/1.1 429 Too Many\r\nRetry-After: " + wait.encode() + b"\r\n"
    server = service(content({}, start))
    with pytest.raises(ThrottledError) as told:
        create(server)
    is_told(told.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("wait", "tries"), [("0.001", 9), *((odd, 6) for odd in ("1e-9", "1e-300", "-1", "nan", "-inf", "0"))]
)
def test_service_with_a_tiny_retry_after_is_not_asked_endlessly(status: int, wait: str, tries: int) -> None:
    wire, clock = Wire(error(status, retry_after=wait)), FakeClock()
    with pytest.raises((ThrottledError, ServiceError)):
        session(wire).call(Call("GET", "/me/x", None, frozenset({status})), operation(60, clock))
    assert len(wire.sent) == tries


def test_issuer_with_any_malformed_answer_is_reported(service: Services) -> None:
    for odd in (content([]), content({"value": 7}), content({"value": NASTY}), whole(b"\xff"), raw(b"")):
        with pytest.raises((AuthenticationError, LostAnswerError, MeetingsError)) as told:
            attempt("oidc", service(odd).root)
        is_told(told.value)
