"""One HTTP session: token, gate, retries and deadline around each request; answers are parsed or become errors.

Each call names the statuses after which it is repeated (``Call.repeat_on``); by default it is not repeated.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgraph_meetings.config.clouds import CLOUDS
from msgraph_meetings.errors import (
    LostAnswerError,
    MeetingsError,
    NotSentError,
    ProxyRefusedError,
    UnknownHostError,
    UnusableAnswerError,
    cut,
)
from msgraph_meetings.errors.catalogue.network import network_row
from msgraph_meetings.graph.gate import Pacer, too_long
from msgraph_meetings.http.refusals import refusal
from msgraph_meetings.http.retries import PassingError, Retries
from msgraph_meetings.http.retry_after import retry_after
from msgraph_meetings.http.strict_json import json_object
from msgraph_meetings.http.transport import Answer, Http, exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from msgraph_meetings.auth import Token, TokenSource
    from msgraph_meetings.http.operation import Operation

    Exchange = Callable[..., Answer]

_TOO_MANY = 429
_UNAUTHORIZED = 401
_SERVER_FAILED = 500
_NO_CONTENT = 204
_OK = range(200, 300)
_FOREIGN_TRIES = 5
"""Tries in a row that get a success in the wrong form. A service that fails is asked until the deadline."""
_SET_UP_TRIES = 3
_SET_UP_SECONDS = 5.0
"""Tries, and seconds for the last try to start, if the host was never reached and the settings look wrong."""
_PREFER = "include-unknown-enum-members"


@dataclass(frozen=True)
class Call:
    """One request to Graph.

    Args:
        method: the HTTP method.
        path: below ``/v1.0``, percent-encoded.
        body: JSON to send, or None.
        repeat_on: the statuses after which the same request may be sent again; a lost answer counts as 503.
    """

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    repeat_on: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reply:
    """The answer of a call that succeeded.

    Args:
        status: 200, 201 or 204.
        content: the JSON object; empty for 204.
        headers: by lower-case name.
        unsure: an earlier try of the same request may have been carried out.
        seconds: from the first try to this answer.
    """

    status: int
    content: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    unsure: bool = False
    seconds: float = 0.0


class Session:
    """Sends calls to one Graph endpoint with one source of tokens, for any number of threads.

    Args:
        http: the connection pool.
        endpoint: root of Graph.
        tokens: the source of tokens.
        pacer: the gate that all calls pass.
        send: sends one request and returns its answer; tests pass their own.
        login: root of the sign-in of that cloud, for messages.
    """

    def __init__(  # noqa: PLR0913  (what it is made of)
        self,
        http: Http,
        endpoint: str,
        tokens: TokenSource,
        pacer: Pacer,
        send: Exchange = exchange,
        *,
        login: str = CLOUDS["public"].login,
    ) -> None:
        self.tokens = tokens
        self.pacer = pacer
        self.login = login
        self._http = http
        self._endpoint = endpoint
        self._send = send
        self.reached = False
        """True if the host has ever answered: later, an unknown name is an outage."""

    def call(self, call: Call, operation: Operation) -> Reply:
        """Send the call, repeat it if that is allowed and may help, and return the reply before the deadline.

        Raises:
            MeetingsError: the call failed; the class says how.
        """
        attempts = _Attempts(self, call, operation)
        try:
            return Retries(operation, "attempt", attempts.pause, attempts.is_hopeless).run(attempts.once)
        except PassingError as last:
            raise attempts.final(last) from last.error

    def exchange(self, call: Call, token: Token, seconds: float) -> Answer:
        """Send one request with that token, and return the answer."""
        body = None if call.body is None else json.dumps(call.body).encode()
        headers = {
            "Accept": "application/json",
            "Prefer": _PREFER,
            "client-request-id": str(uuid.uuid4()),
        } | ({} if body is None else {"Content-Type": "application/json"})
        url = f"{self._endpoint}/v1.0{call.path}"
        answer = self._send(
            self._http, call.method, url, token=token.value, headers=headers, body=body, seconds=seconds
        )
        self.reached = True
        return answer

    def close(self) -> None:
        """Close idle connections; a call opens new ones."""
        self._http.close()
        self.tokens.close()

    @property
    def host(self) -> str:
        """The endpoint's host, for messages."""
        return urlsplit(self._endpoint).netloc


class _Attempts:
    """The tries of one call: sends each one and decides about the next."""

    def __init__(self, session: Session, call: Call, operation: Operation) -> None:
        self._session = session
        self._call = call
        self._operation = operation
        self._started = operation.elapsed
        self._went = 0.0
        self._unsure = False
        self._failure: MeetingsError | None = None
        self._alike = 0

    def once(self) -> Reply:
        """Make one try, in its turn."""
        with self._session.pacer.turn(self._operation) as self._went:
            token = self._session.tokens.token(self._operation)
            answer = self._sent(token)
            if answer.status == _UNAUTHORIZED:
                token, answer = self._with_fresh_token(token, answer)
            if answer.status not in _OK:
                raise self._refused(answer, token)
        self._session.pacer.served()
        return self._reply(answer)

    def _sent(self, token: Token) -> Answer:
        try:
            return self._session.exchange(self._call, token, self._operation.remaining)
        except LostAnswerError as error:
            self._unsure = True
            raise self._failed(error) from error
        except NotSentError as error:
            raise self._failed(error) from error

    def _with_fresh_token(self, token: Token, answer: Answer) -> tuple[Token, Answer]:
        """Repeat once with a fresh token after a 401, if there is one (graph contract, section 6.2)."""
        fresh = self._session.tokens.token(self._operation, token)
        return (token, answer) if fresh.value == token.value else (fresh, self._sent(fresh))

    def _reply(self, answer: Answer) -> Reply:
        seconds = self._operation.elapsed - self._started
        if answer.status == _NO_CONTENT:
            return Reply(answer.status, {}, answer.headers, self._unsure, seconds)
        content = json_object(answer.body)
        if content is not None:
            return Reply(answer.status, content, answer.headers, self._unsure, seconds)
        self._unsure = True
        error = _unusable(answer, self._session.host)
        raise error if _is_foreign(answer) else self._failed(error)

    def _failed(self, error: MeetingsError) -> Exception:
        self._alike = self._alike + 1 if type(error) is type(self._failure) else 1
        self._failure = error
        return PassingError(error, None, throttled=False) if self._call.repeat_on else error

    def _refused(self, answer: Answer, token: Token) -> Exception:
        error = refusal(_without_token(answer, token), self._call.path, token.claims, self._session.login)
        if answer.status not in self._call.repeat_on:
            return error
        if answer.status >= _SERVER_FAILED:
            self._unsure = True
        asked = retry_after(answer.headers)
        if answer.status != _TOO_MANY and asked is None:
            return self._failed(error)
        self._failure = None
        if asked is not None:  # the pause starts before this turn ends, or the next request would be sent
            self._session.pacer.refused(self._operation, asked, self._went, error)
        return PassingError(error, asked, throttled=True)

    def pause(self, again: PassingError, seconds: float) -> None:
        """Let every call wait, also where this call's own deadline comes first."""
        if again.throttled and again.wait is None:  # what was asked for is told to the gate before the turn ends
            self._session.pacer.refused(self._operation, seconds, self._went, again.error)

    def is_hopeless(self) -> bool:
        """Return True if another server answers each time, or this machine's settings seem to be wrong."""
        if isinstance(self._failure, UnusableAnswerError):
            return self._alike >= _FOREIGN_TRIES
        if self._session.reached or not isinstance(self._failure, UnknownHostError | ProxyRefusedError):
            return False
        return self._alike >= _SET_UP_TRIES or self._operation.elapsed - self._started > _SET_UP_SECONDS

    def final(self, last: PassingError) -> MeetingsError:
        """Return the error that the user sees when no further try is made."""
        if not last.throttled:
            return last.error
        return too_long(self._operation, last.wait, last.error)


def _without_token(answer: Answer, token: Token) -> Answer:
    """Return the answer without the token: a proxy may repeat a request in its answer."""
    return replace(answer, body=answer.body.replace(token.value.encode(), b"[access token]"))


def _is_foreign(answer: Answer) -> bool:
    """Return True if another server answered; a broken answer of the service itself is worth another try."""
    return bool(answer.body) and "json" not in answer.headers.get("content-type", "json")


def _unusable(answer: Answer, host: str) -> MeetingsError:
    kind = cut(answer.headers.get("content-type", "no content type"), 80)
    words = {"host": host, "status": answer.status, "type": kind, "size": len(answer.body)}
    return network_row("content").tell(words, request_id=answer.headers.get("request-id"))
