"""Send one request at a time to Microsoft Graph, and return its answer, also if that is a refusal.

A deployment takes a refusal for an error. Here it is the answer to a question. Rate limits and failed gateways are
waited out as in a deployment, because they answer no question.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgraph_meetings.errors import (
    LostAnswerError,
    MeetingsError,
    NotSentError,
    ThrottledError,
    UnusableAnswerError,
    cut,
)
from msgraph_meetings.http.operation import Clock, Operation, Tell
from msgraph_meetings.http.refusals import refusal
from msgraph_meetings.http.retries import PassingError, Retries
from msgraph_meetings.http.retry_after import retry_after
from msgraph_meetings.http.strict_json import json_object
from msgraph_meetings.http.transport import Answer, Http, exchange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.auth import Token, TokenSource
    from msgraph_meetings.config.reading import Settings

REQUEST_SECONDS = 600.0
"""Seconds for one request, waits included."""
_UNAUTHORIZED, _TOO_MANY = 401, 429
_PASSING = frozenset({429, 502, 503, 504})
_FAILURES = 2
"""Repetitions of a request that gets a 500; if it fails again, the 500 is the answer."""
_MESSAGE_LIMIT = 200


@dataclass(frozen=True)
class Request:
    """One request.

    Args:
        method: the HTTP method.
        path: below ``/v1.0``, percent-encoded.
        body: JSON to send; ``...`` for no body.
        headers: further headers.
        typed: False to omit ``Content-Type``.
        repeats: False if it must not be sent twice.
    """

    method: str
    path: str
    body: Any = ...
    headers: Mapping[str, str] = field(default_factory=dict)
    typed: bool = True
    repeats: bool = True


@dataclass(frozen=True)
class Said:
    """Graph's answer.

    Args:
        status: the HTTP status.
        content: the JSON object of the body; empty if there is none.
        headers: by lower-case name.
        repeated: an earlier try of the same request may have been carried out.
        error: the answer as a deployment would show it, if it is not a success.
    """

    status: int
    content: dict[str, Any]
    headers: Mapping[str, str]
    repeated: bool = False
    error: MeetingsError | None = None

    @property
    def ok(self) -> bool:
        """True for a success."""
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """True if Graph refused the content of the request, not the caller, the meeting or the rate."""
        return 400 <= self.status < 500 and self.status not in (401, 403, 404, 429)

    @property
    def code(self) -> str:
        """The error code; empty if there is none."""
        return str(self._error.get("code") or "")

    @property
    def message(self) -> str:
        """The error message on one line, cut; empty if there is none."""
        return cut(str(self._error.get("message") or ""), _MESSAGE_LIMIT)

    @property
    def _error(self) -> dict[str, Any]:
        found = self.content.get("error")
        return found if isinstance(found, dict) else {}

    def __str__(self) -> str:
        return f"{self.status} {self.code}".strip() + (f": {self.message}" if self.message else "")


class Wire:
    """Sends the requests of one run, one after another.

    Args:
        settings: endpoint and sign-in host.
        tokens: the source of tokens.
        gap: seconds between two requests.
        tell: takes a line about each wait.
        clock: the time; tests pass one that does not wait.
    """

    def __init__(
        self, settings: Settings, tokens: TokenSource, gap: float, tell: Tell, clock: Clock | None = None
    ) -> None:
        self.tokens, self.gap = tokens, gap
        self._settings, self._tell, self._clock = settings, tell, clock or Clock()
        self._http = Http()
        self.sent = 0

    def operation(self) -> Operation:
        """Return the bounds of one request."""
        return Operation("probe", REQUEST_SECONDS, self._tell, clock=self._clock)

    def wait(self, seconds: float) -> None:
        """Wait that long."""
        if seconds:
            self.operation().wait(seconds)

    def ask(self, request: Request) -> Said:
        """Return the answer to a request; repeat it after a rate limit, a failed gateway or a lost answer.

        Raises:
            MeetingsError: no answer of Graph came, or the token was refused.
        """
        self.wait(self.gap if self.sent else 0)
        operation = self.operation()
        tries = _Tries(self, request, operation)
        try:
            return Retries(operation, "request", lambda _error, _seconds: None).run(tries.once)
        except PassingError as last:
            raise _too_long(last) if last.throttled else last.error from last.error

    def send(self, request: Request, token: Token, seconds: float) -> Answer:
        """Send a request once, and return the answer."""
        body = None if request.body is ... else json.dumps(request.body).encode()
        headers = {"Accept": "application/json", "client-request-id": str(uuid.uuid4())}
        if body is not None and request.typed:
            headers["Content-Type"] = "application/json"
        url = f"{self._settings.graph_endpoint}/v1.0{request.path}"
        self.sent += 1
        return exchange(
            self._http,
            request.method,
            url,
            token=token.value,
            headers=headers | dict(request.headers),
            body=body,
            seconds=seconds,
        )

    def read(self, answer: Answer, request: Request, token: Token, *, repeated: bool = False) -> Said:
        """Return an answer of Graph; raise the deployment's error for the answer of another server."""
        error = None if 200 <= answer.status < 300 else self.refusal(answer, request, token)
        content = json_object(answer.body) if answer.body else {}
        if content is None or (error is not None and not isinstance(content.get("error"), dict)):
            raise error or UnusableAnswerError(
                "The answer is not an answer of Microsoft Graph.",
                f"It has the status {answer.status} and no JSON object that can be read.",
                "Check the proxy and the setting graphEndpoint (MSGRAPH_ENDPOINT), then run the command again.",
                answer.headers.get("request-id"),
            )
        return Said(answer.status, content, answer.headers, repeated, error)

    def refusal(self, answer: Answer, request: Request, token: Token) -> MeetingsError:
        """Return the error of a deployment for an answer."""
        return refusal(answer, request.path, token.claims, self._settings.authority_host)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()
        self.tokens.close()


class _Tries:
    """The tries of one request."""

    def __init__(self, wire: Wire, request: Request, operation: Operation) -> None:
        self._wire, self._request, self._operation = wire, request, operation
        self._failures = 0
        self._unsure = False

    def once(self) -> Said:
        token = self._wire.tokens.token(self._operation)
        answer = self._sent(token)
        if answer.status == _UNAUTHORIZED:
            token = self._wire.tokens.token(self._operation, token)
            answer = self._sent(token)
            if answer.status == _UNAUTHORIZED:
                raise self._wire.refusal(answer, self._request, token)
        if self._is_passing(answer):
            self._unsure = self._unsure or answer.status != _TOO_MANY
            error = self._wire.refusal(answer, self._request, token)
            raise PassingError(error, retry_after(answer.headers), throttled=answer.status == _TOO_MANY)
        return self._wire.read(answer, self._request, token, repeated=self._unsure)

    def _sent(self, token: Token) -> Answer:
        try:
            return self._wire.send(self._request, token, self._operation.remaining)
        except (LostAnswerError, NotSentError) as error:
            self._unsure = self._unsure or isinstance(error, LostAnswerError)
            if self._unsure and not self._request.repeats:
                raise
            raise PassingError(error) from error

    def _is_passing(self, answer: Answer) -> bool:
        """Return True if the answer says nothing about the request, and the request may be sent again."""
        if answer.status == _TOO_MANY:
            return True
        if not self._request.repeats:
            return False
        if answer.status in _PASSING:
            return True
        self._failures += answer.status >= 500
        return answer.status >= 500 and self._failures <= _FAILURES


def _too_long(last: PassingError) -> ThrottledError:
    asks = "again and again" if last.wait is None else f"{last.wait:.0f} s"
    return ThrottledError(
        f"Throttled: Microsoft Graph asks to wait {asks}.",
        f"One request of the probe may take {REQUEST_SECONDS:.0f} s, waits included.",
        "Run the same command again later. It deletes what is left and goes on where it stopped.",
        last.error.request_id,
        last.error.said,
    )
