"""An answer in memory: taken from a route, changed by a fault, completed with request ids."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from msgraph_meetings_emulator.front.answers import graph_error_body, sign_in_error_body, too_many_body

if TYPE_CHECKING:
    from starlette.types import Message, Send

    from msgraph_meetings_emulator.faults.fault import Fault
    from msgraph_meetings_emulator.front.call import Call
    from msgraph_meetings_emulator.graph.throttle import Refusal

GRAPH_ROOT = "/v1.0/"
BATCH = "/v1.0/$batch"
_WITHOUT_BODY = (204, 304)
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


@dataclass
class Answer:
    """An answer that is not sent yet."""

    status: int = 500
    headers: MutableHeaders = field(default_factory=MutableHeaders)
    body: bytes = b""

    async def take(self, message: Message) -> None:
        """Store a message that a route sends."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], MutableHeaders(raw=list(message["headers"]))
        else:
            self.body += message.get("body", b"")

    async def begin(self, send: Send) -> None:
        """Send status and headers, with the length of the whole body."""
        if self.status not in _WITHOUT_BODY:
            self.headers["content-length"] = str(len(self.body))
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers.raw})

    async def give(self, send: Send) -> None:
        """Send the answer to the client."""
        await self.begin(send)
        await send({"type": "http.response.body", "body": self.body})


def json_answer(status: int, content: object) -> Answer:
    """Return a JSON answer."""
    return Answer(status, MutableHeaders({"content-type": "application/json"}), json.dumps(content).encode())


def throttled(call: Call, refusal: Refusal) -> Answer:
    """Return the 429 for a request above the rate limit."""
    headers = MutableHeaders({"content-type": "application/json"})
    if refusal.retry_after is not None:
        headers["retry-after"] = refusal.retry_after
    return Answer(429, headers, json.dumps(too_many_body(call)).encode())


def spoil(answer: Answer, fault: Fault, call: Call, path: str) -> None:
    """Change the answer as the fault says; a fault with a status and no body gets the service's error body."""
    if fault.status is not None:
        answer.status = fault.status
    content = fault.content()
    if content is None and fault.status is not None:
        content = json.dumps(_error_body(fault.status, call, path)).encode()
    if content is not None:
        answer.body = content
        answer.headers = MutableHeaders({"content-type": "application/json"})
    answer.headers.update(fault.headers)
    if answer.status in _WITHOUT_BODY:
        answer.body = b""
    if not fault.breaks:
        answer.body = answer.body[: fault.cut]


def _error_body(status: int, call: Call, path: str) -> object:
    if not path.startswith(GRAPH_ROOT):
        text = "The service is temporarily unavailable. Please retry later."
        return sign_in_error_body(call, "temporarily_unavailable", 90033, text)
    return graph_error_body(call, _FAULT_CODES.get(status, "general"), _FAULT_MESSAGES.get(status, ""))


def add_ids(answer: Answer, call: Call, path: str) -> None:
    """Add the headers with request ids and diagnostics to an answer."""
    answer.headers["strict-transport-security"] = "max-age=31536000"
    answer.headers["client-request-id"] = call.echoed_id
    if path.startswith(GRAPH_ROOT):
        answer.headers["request-id"] = call.request_id
        answer.headers["x-ms-ags-diagnostic"] = json.dumps(_DIAGNOSTIC, separators=(",", ":"))
    else:
        answer.headers["x-ms-request-id"] = call.request_id
