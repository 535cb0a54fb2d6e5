"""Fakes for the outside world: time, tokens, and answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.graph.calls import Graph
from msgraph_meetings.graph.gate import Pacer
from msgraph_meetings.graph.session import Session
from msgraph_meetings.http.operation import Clock, Operation
from msgraph_meetings.http.transport import Answer, Http

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from threading import Event

USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
ENDPOINT = "https://graph.example"
CANARY = "token-that-nobody-may-see"
PARALLEL = 4


class FakeClock(Clock):
    """A clock that advances only by waits, and at once."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.waits: list[float] = []
        self.on_wait: Callable[[], object] = lambda: None

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float, cancelled: Event) -> bool:
        self.on_wait()
        if cancelled.is_set():
            return True
        self.waits.append(seconds)
        self.time += seconds
        return False


@dataclass
class Log:
    """The lines that an operation logged for the user."""

    lines: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, severity: str, text: str) -> None:
        self.lines.append((severity, text))

    def of(self, severity: str) -> list[str]:
        """Return the texts of one severity."""
        return [text for said, text in self.lines if said == severity]


def operation(
    timeout: float = 300.0, clock: Clock | None = None, log: Log | None = None, resource: str = ""
) -> Operation:
    """Return an operation with waits that take no time."""
    return Operation("meeting standup", timeout, log or Log(), clock=clock or FakeClock(), resource=resource)


class FakeTokens:
    """Tokens from a list; each refusal gives the next one while there is one."""

    def __init__(self, *tokens: Token) -> None:
        self._tokens = list(tokens or [app_token()])
        self.refusals = 0
        self.operations: list[Operation] = []

    def token(self, operation: Operation, refused: Token | None = None) -> Token:
        self.operations.append(operation)
        if refused is not None:
            self.refusals += 1
            if len(self._tokens) > 1 and refused.value == self._tokens[0].value:
                self._tokens.pop(0)
        return self._tokens[0]

    def close(self) -> None:
        pass


def app_token(value: str = CANARY, **claims: Any) -> Token:
    """Return a token of an app."""
    return Token(value, {"appid": "11111111-2222-3333-4444-555555555555"} | claims, "application")


def user_token(value: str = CANARY, oid: str | None = USER) -> Token:
    """Return a token of a signed-in user."""
    claims = {"scp": "OnlineMeetings.ReadWrite"} | ({} if oid is None else {"oid": oid})
    return Token(value, claims, "delegated")


@dataclass(frozen=True)
class Sent:
    """A request as it was sent."""

    method: str
    url: str
    token: str
    headers: Mapping[str, str]
    content: bytes | None
    seconds: float

    @property
    def body(self) -> Any:
        """The JSON that was sent."""
        return None if self.content is None else json.loads(self.content)


Step = Answer | Exception


class Wire:
    """Answers from a list, the last one repeatedly; records the requests."""

    def __init__(self, *steps: Step) -> None:
        self._steps = list(steps)
        self.sent: list[Sent] = []

    def __call__(
        self,
        _http: Http,
        method: str,
        url: str,
        *,
        token: str,
        headers: Mapping[str, str],
        body: bytes | None,
        seconds: float,
    ) -> Answer:
        self.sent.append(Sent(method, url, token, headers, body, seconds))
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        if isinstance(step, Exception):
            raise step
        return step


def answer(status: int = 200, content: Any = None, **headers: str) -> Answer:
    """Return a JSON answer; underscores of header names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = b"" if content is None else json.dumps(content).encode()
    return Answer(status, {"content-type": "application/json", "request-id": "rq-1"} | named, body)


def error(status: int, code: str = "", message: str = "", **headers: str) -> Answer:
    """Return a refusal in Graph's form."""
    return answer(status, {"error": {"code": code, "message": message, "innerError": {}}}, **headers)


def session(send: Callable[..., Answer], tokens: FakeTokens | None = None, parallel: int = PARALLEL) -> Session:
    """Return a session that sends its requests to ``send``."""
    return Session(Http(), ENDPOINT, tokens or FakeTokens(), Pacer(parallel), send)


def graph(send: Callable[..., Answer], tokens: FakeTokens | None = None) -> Graph:
    """Return Graph's calls, answered by ``send``."""
    return Graph(session(send, tokens))
