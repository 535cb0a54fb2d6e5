"""The outer ASGI application: gives each request its ids, applies faults, writes the journal, sends the answer.

The routes answer into memory. So an answer can be lost, cut or replaced after the request was carried out, and the
journal contains a request before its client has the answer.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.datastructures import Headers, MutableHeaders

from msgraph_meetings_emulator.front import guard
from msgraph_meetings_emulator.front.answers import graph_error_body
from msgraph_meetings_emulator.front.call import Call, token_of
from msgraph_meetings_emulator.front.delivery import Wire, deliver
from msgraph_meetings_emulator.front.encodings import unpacked
from msgraph_meetings_emulator.front.journal import Entry, readable_body, readable_query, telling_headers
from msgraph_meetings_emulator.front.lookalikes import exposed, exposed_in_json, hint, redacted
from msgraph_meetings_emulator.front.outcome import Outcome
from msgraph_meetings_emulator.front.paths import canonical, origin_form
from msgraph_meetings_emulator.front.reply import BATCH, GRAPH_ROOT, Answer, add_ids, json_answer, spoil, throttled
from msgraph_meetings_emulator.front.token import Token
from msgraph_meetings_emulator.state import instants
from msgraph_meetings_emulator.state.directory import TENANT_ID

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from msgraph_meetings_emulator.state.state import State

LONGEST_REQUEST = 4 * 1024 * 1024
_log = logging.getLogger(__name__)


class Front:
    """The ASGI application that the server runs."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app, self._state = app, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        try:
            await self._answered(scope, receive, send)
        except (
            sqlite3.OperationalError,
            OSError,
        ) as problem:  # such as a full disk; a change that is not written is not confirmed
            _log.error("State or keys cannot be written: %s.", problem)
            sentence = f"The emulator cannot write its state or its keys: {problem}. Nothing that it confirmed is lost."
            await Answer(507, MutableHeaders({"content-type": "text/plain"}), sentence.encode()).give(send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope, sent = origin_form(scope)
        headers = Headers(scope=scope)
        # Routes see the path still percent-encoded: an id may hold an encoded slash.
        path = canonical(sent, ignore_case=self._state.choices.names_ignore_case)
        is_own = guard.is_own(path)
        state = self._state if is_own else self._state.seen_at(headers.get("host", ""))
        token = token_of(state, headers.get("authorization"))
        call = Call(state, state.clock.now(), headers.get("client-request-id"), token)
        inner = {**scope, "path": path, "emulator": call, "emulator.front": self}
        body = await _whole_body(receive)
        if body is None:
            return
        body = unpacked(body, headers.get("content-encoding", ""), LONGEST_REQUEST)
        if is_own:
            refusal = guard.objection(scope["method"], headers, body, self._state.hosts)
            refusal = refusal or self._secret_shown_to_control(body)
            await guard.sealed(refusal or await self._ask(inner, body)).give(send)
            return
        self._watch(call, inner, headers.get("authorization", ""), body)
        wire = Wire(scope, receive, send)
        interruption = self._state.interruption
        entry = _entry(call, {**inner, "path": sent}, headers, body)
        outcome = await self._recorded(entry, inner, body, call)
        if outcome is None:
            await wire.end(reset=False)
        else:
            await deliver(outcome.answer, outcome.fault, wire, interruption)

    def _watch(self, call: Call, scope: Scope, authorization: str, body: bytes) -> None:
        """Record a real tenant's secret in the request's headers or body or, for Graph, in its URL."""
        own, is_graph = self._own_tenants(), scope["path"].startswith(GRAPH_ROOT)
        call.exposed = exposed(authorization, b"" if is_graph else body, own)
        if is_graph and not call.exposed:
            target = f"{scope['path']} {scope['query_string'].decode('latin-1')}"
            call.exposed = call.exposed_to_graph = exposed_in_json(target, body, own)
        if call.exposed:
            _log.warning("A request contains what looks like %s. The emulator did not store it.", call.exposed)

    def _secret_shown_to_control(self, body: bytes) -> Answer | None:
        """Return the refusal of a request to a control path that contains a real tenant's secret, or None."""
        what = exposed_in_json("", body, self._own_tenants())
        if what is None:
            return None
        directory = self._state.directory
        return json_answer(400, {"error": hint(what, directory.tenant_id, next(iter(directory.apps)))})

    def _own_tenants(self) -> frozenset[str]:
        return frozenset({TENANT_ID, self._state.directory.tenant_id})

    async def item(self, scope: Scope, body: bytes, batch: Call) -> Answer | None:
        """Answer one request of a batch like a single request, with the batch's token."""
        headers = Headers(scope=scope)
        call = Call(batch.state, batch.state.clock.now(), headers.get("client-request-id"), batch.token)
        entry = _entry(call, scope, headers, body)
        entry.batch = batch.request_id
        scope = {**scope, "path": canonical(scope["path"], ignore_case=batch.state.choices.names_ignore_case)}
        outcome = await self._recorded(entry, {**scope, "emulator": call}, body, call)
        broken = outcome is None or (outcome.fault is not None and outcome.fault.breaks)
        return None if outcome is None or broken else outcome.answer

    async def _recorded(self, entry: Entry, scope: Scope, body: bytes, call: Call) -> Outcome | None:
        """Write a request and its answer into the journal, and return the outcome; None if it was interrupted."""
        started = time.monotonic()
        outcome = await self._carry_out(scope, body, call)
        if outcome is None:
            return None
        outcome.write_into(entry)
        entry.duration = round(time.monotonic() - started, 6)
        self._state.journal.add(entry)
        return outcome

    async def _carry_out(self, scope: Scope, body: bytes, call: Call) -> Outcome | None:
        """Carry out a request and apply the fault that is due; return None if a wait was interrupted."""
        armed = self._state.faults.meet(scope["method"], unquote(scope["path"]))
        fault = armed.fault if armed else None
        late = fault is not None and fault.after_work  # the delay is before the answer, not before the work
        if fault and not late and await self._interrupted(fault.delay):
            return None
        works = fault is None or fault.lets_through
        refused = self._one_too_many(call, scope["path"]) if works else None
        works = works and refused is None
        answer = refused or (await self._ask(scope, body) if works else Answer())
        if fault and late and await self._interrupted(fault.delay):
            return None
        if fault:
            spoil(answer, fault, call, scope["path"])
        add_ids(answer, call, scope["path"])
        return Outcome(answer, works, armed)

    def _one_too_many(self, call: Call, path: str) -> Answer | None:
        """Return the 429 for a Graph request above the rate limit, or None; a batch counts as its requests."""
        counts = path.startswith(GRAPH_ROOT) and path != BATCH
        refusal = self._state.throttle.refusal(call) if counts else None
        return throttled(call, refusal) if refusal else None

    async def _interrupted(self, seconds: float) -> bool:
        """Wait; return True if a reset or the end of the server interrupts it, which drops the request."""
        if not seconds:
            return False
        try:
            await asyncio.wait_for(self._state.interruption.wait(), seconds)
        except asyncio.TimeoutError:
            return False
        return True

    async def _ask(self, scope: Scope, body: bytes) -> Answer:
        """Return the answer of the routes; answer 500 to an exception in them, which is a bug of the emulator."""
        if len(body) > LONGEST_REQUEST:
            return _too_long(scope)
        if scope["emulator"].exposed_to_graph:
            return json_answer(400, graph_error_body(scope["emulator"], "BadRequest", ""))
        answer = Answer()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        try:
            await self._app(scope, receive, answer.take)
        except (sqlite3.OperationalError, OSError):
            raise
        except Exception:  # noqa: BLE001  (for any bug the client gets an answer, and the log has the trace)
            _log.exception("The emulator failed on %s %s", scope["method"], redacted(scope["path"]))
            return Answer(500, MutableHeaders({"content-type": "text/plain"}), b"The emulator has a bug here.")
        return answer


def _too_long(scope: Scope) -> Answer:
    """Return the 413 for a body that is longer than 4 MB."""
    sentence = "The request is longer than 4 MB."
    if guard.is_own(scope["path"]):
        return json_answer(413, {"error": sentence})
    return json_answer(413, graph_error_body(scope["emulator"], "RequestEntityTooLarge", sentence))


async def _whole_body(receive: Receive) -> bytes | None:
    """Return the request's body, cut soon after the size limit; None if the client disconnected first."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
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
        query=readable_query(scope["query_string"].decode("latin-1")),
        headers=telling_headers(dict(headers)),
        body=readable_body(body, headers.get("content-type", "")),
        request_id=call.request_id,
        client_request_id=call.client_request_id,
        app_id=known.get("appid"),
        user_id=known["oid"] if known.get("idtyp") == "user" else None,
        audience=known.get("aud"),
    )
