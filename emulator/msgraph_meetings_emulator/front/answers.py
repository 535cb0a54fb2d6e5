"""Responses in the form of Graph and Entra: content types, error bodies and their times."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from msgraph_meetings_emulator.front.call import Call, call_of
from msgraph_meetings_emulator.front.lookalikes import redacted
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.front.errors import AdminError, GraphError, HostError, SignInError

GRAPH_JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"


def graph_json(content: Any, status: int, headers: dict[str, str]) -> Response:
    """Return a successful response of Graph."""
    return JSONResponse(content, status, {"OData-Version": "4.0", **headers}, media_type=GRAPH_JSON)


def graph_error_body(call: Call, code: str, message: str) -> dict[str, Any]:
    """Return the body of a Graph error."""
    inner = {
        "date": _to_the_second(call.arrived).removesuffix("Z"),
        "request-id": call.request_id,
        "client-request-id": call.echoed_id,
    }
    return {"error": {"code": code, "message": call.hinted(message), "innerError": inner}}


def too_many_body(call: Call) -> dict[str, Any]:
    """Return the body of Graph's 429, in its documented form."""
    inner = {
        "code": "429",
        "date": _to_the_second(call.arrived).removesuffix("Z"),
        "message": "Please retry after",
        "request-id": call.request_id,
        "status": "429",
    }
    return {"error": {"code": "TooManyRequests", "innerError": inner, "message": "Please retry again later."}}


def sign_in_error_body(call: Call, error: str, number: int, text: str) -> dict[str, Any]:
    """Return the body of a token endpoint's error."""
    timestamp = _to_the_second(call.arrived).replace("T", " ")
    trail = f"Trace ID: {call.request_id} Correlation ID: {call.echoed_id} Timestamp: {timestamp}"
    return {
        "error": error,
        "error_description": f"AADSTS{number}: {call.hinted(redacted(text))} {trail}",
        "error_codes": [number],
        "timestamp": timestamp,
        "trace_id": call.request_id,
        "correlation_id": call.echoed_id,
        "error_uri": f"https://login.microsoftonline.com/error?code={number}",
    }


async def refuse_graph(request: Request, problem: GraphError) -> Response:
    """Return the response for a Graph error."""
    call = call_of(request)
    too_many = problem.status == HTTPStatus.TOO_MANY_REQUESTS
    body = too_many_body(call) if too_many else graph_error_body(call, problem.code, problem.message)
    return JSONResponse(body, problem.status, problem.headers)


async def refuse_sign_in(request: Request, problem: SignInError) -> Response:
    """Return the response for an error of the token endpoint."""
    body = sign_in_error_body(call_of(request), problem.error, problem.number, problem.text)
    return JSONResponse(body, problem.status, {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"})


async def refuse_host(_request: Request, problem: HostError) -> Response:
    """Return the response for an error of a host, in the host's form."""
    return JSONResponse(problem.body, problem.status)


async def refuse_admin(_request: Request, problem: AdminError) -> Response:
    """Return the response for an error on a control path: one sentence in JSON."""
    return JSONResponse({"error": problem.sentence}, problem.status)


def _to_the_second(ticks: int) -> str:
    return instants.render(ticks - ticks % instants.TICKS_PER_SECOND)
