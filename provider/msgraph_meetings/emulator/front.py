"""The door of the emulator: gives every request its ids, lets faults go off, writes the journal, sends the answer.

The routes behind it answer into memory; so an answer can be lost, cut or replaced after the work was done, and the
journal has a request before its client has the answer.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.datastructures import Headers, MutableHeaders

from . import instants
from .answers import graph_error_body, sign_in_error_body
from .call import Call, token_of
from .journal import Entry, readable_body, telling_headers
from .tokens import Token

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from .armed import Armed
    from .faults import Fault
    from .state import State

ADMIN_ROOT = "/_emulator"
LONGEST_REQUEST = 4 * 1024 * 1024
_DIAGNOSTIC = {
    "ServerInfo": {
        "DataCenter": "Emulator",
        "Slice": "E",
        "Ring": "0",
        "ScaleUnit": "000",
        "RoleInstance": "emulator",
    },
}
_FAULT_CODES = {
    401: "InvalidAuthenticationToken",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
    429: "TooManyRequests",
    500: "InternalServerError",
}
_FAULT_MESSAGES = {429: "Please retry again later.", 500: "Internal Server Error"}
_log = logging.getLogger(__name__)


@dataclass
class Answer:
    """An answer that nobody has sent yet."""

    status: int = 500
    headers: MutableHeaders = field(default_factory=MutableHeaders)
    body: bytes = b""

    async def take(self, message: Message) -> None:
        """Take what a route sends."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], MutableHeaders(raw=list(message["headers"]))
        else:
            self.body += message.get("body", b"")

    async def give(self, send: Send) -> None:
        """Send the answer to the client."""
        if "content-length" in self.headers or self.status != 204:
            self.headers["content-length"] = str(len(self.body))
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers.raw})
        await send({"type": "http.response.body", "body": self.body})


@dataclass
class Outcome:
    """What became of a request; no answer means that the connection closes."""

    answer: Answer | None
    worked: bool
    armed: Armed | None


class Front:
    """The ASGI application that the server runs."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app, self._state = app, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; nothing but HTTP reaches this place."""
        started = time.monotonic()
        # Routes see the path still percent-encoded: an id may hold an encoded slash.
        raw_path = scope["raw_path"].decode("latin-1")
        headers = Headers(scope=scope)
        token = token_of(self._state, headers.get("authorization"))
        call = Call(self._state, self._state.clock.now(), headers.get("client-request-id"), token)
        body = await _whole_body(receive)
        inner = {**scope, "path": raw_path, "emulator": call}
        if raw_path.startswith(f"{ADMIN_ROOT}/"):
            await (await self._ask(inner, body)).give(send)
            return
        entry = _entry(call, inner, headers, body)
        outcome = await self._carry_out(inner, body, call)
        _complete(entry, outcome, time.monotonic() - started)
        self._state.journal.add(entry)
        await _deliver(outcome.answer, scope, receive, send)

    async def _carry_out(self, scope: Scope, body: bytes, call: Call) -> Outcome:
        """Let the service answer, and whatever fault is due go off."""
        armed = self._state.faults.meet(scope["method"], unquote(scope["path"]))
        fault = armed.fault if armed else None
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        works = fault is None or fault.lets_through
        answer = await self._ask(scope, body) if works else Answer()
        if fault:
            _spoil(answer, fault, call, scope["path"])
        _add_ids(answer, call, scope["path"])
        return Outcome(None if fault and fault.drop else answer, works, armed)

    async def _ask(self, scope: Scope, body: bytes) -> Answer:
        """Return the answer of the routes; an exception in them is the emulator's own mistake."""
        if len(body) > LONGEST_REQUEST:
            return Answer(413)
        answer = Answer()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        try:
            await self._app(scope, receive, answer.take)
        except Exception:  # noqa: BLE001  (whatever it is, the client gets an answer and the log has it)
            _log.exception("The emulator failed on %s %s", scope["method"], scope["path"])
            return Answer(500, MutableHeaders({"content-type": "text/plain"}), b"The emulator has a bug here.")
        return answer


async def _whole_body(receive: Receive) -> bytes:
    """Return the request's body; what goes beyond the limit is read and thrown away."""
    body = b""
    while True:
        message = await receive()
        if len(body) <= LONGEST_REQUEST:
            body += message.get("body", b"")
        if not message.get("more_body", False):
            return body


def _entry(call: Call, scope: Scope, headers: Headers, body: bytes) -> Entry:
    known = call.token.claims if isinstance(call.token, Token) else {}
    return Entry(
        time=instants.render(call.arrived),
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers=telling_headers(dict(headers)),
        body=readable_body(body, headers.get("content-type", "")),
        request_id=call.request_id,
        client_request_id=call.client_request_id,
        app_id=known.get("appid"),
        user_id=known["oid"] if known.get("idtyp") == "user" else None,
        audience=known.get("aud"),
    )


def _complete(entry: Entry, outcome: Outcome, duration: float) -> None:
    entry.status = outcome.answer.status if outcome.answer else None
    entry.duration = round(duration, 6)
    entry.fault = outcome.armed.number if outcome.armed else None
    entry.worked = outcome.worked


def _spoil(answer: Answer, fault: Fault, call: Call, path: str) -> None:
    """Make the answer what the fault says; without a body of its own, an error in the shape of the service."""
    if fault.status is not None:
        answer.status = fault.status
    content = fault.content()
    if content is None and fault.status is not None:
        content = json.dumps(_error_body(fault.status, call, path)).encode()
    if content is not None:
        answer.body = content
        answer.headers = MutableHeaders({"content-type": "application/json"})
    answer.headers.update(fault.headers)
    answer.body = answer.body[: fault.cut]


def _error_body(status: int, call: Call, path: str) -> object:
    if not path.startswith("/v1.0/"):
        text = "The service is temporarily unavailable. Please retry later."
        return sign_in_error_body(call, "temporarily_unavailable", 90033, text)
    return graph_error_body(call, _FAULT_CODES.get(status, "general"), _FAULT_MESSAGES.get(status, ""))


def _add_ids(answer: Answer, call: Call, path: str) -> None:
    """Put the headers into an answer by which support finds the request again."""
    answer.headers["strict-transport-security"] = "max-age=31536000"
    answer.headers["client-request-id"] = call.echoed_id
    if path.startswith("/v1.0/"):
        answer.headers["request-id"] = call.request_id
        answer.headers["x-ms-ags-diagnostic"] = json.dumps(_DIAGNOSTIC, separators=(",", ":"))
    else:
        answer.headers["x-ms-request-id"] = call.request_id


async def _deliver(answer: Answer | None, scope: Scope, receive: Receive, send: Send) -> None:
    if answer is not None:
        await answer.give(send)
        return
    scope["extensions"]["emulator.abort"]()
    # The server takes a return without an answer for a mistake, unless it has seen the connection go.
    await receive()
