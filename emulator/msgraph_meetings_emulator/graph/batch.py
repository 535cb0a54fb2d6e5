"""`$batch`: up to twenty requests in one; each goes through the front like a single request.

So faults apply to each request, each is in the journal, and each has its own answer. The whole batch is refused only if
it cannot be read.
"""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from starlette.responses import JSONResponse, Response

from msgraph_meetings_emulator.front.answers import GRAPH_JSON, graph_error_body
from msgraph_meetings_emulator.front.bodies import parse_json
from msgraph_meetings_emulator.front.call import call_of
from msgraph_meetings_emulator.front.errors import GraphError
from msgraph_meetings_emulator.graph.access import bearer
from msgraph_meetings_emulator.graph.writes import check_content_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from msgraph_meetings_emulator.front.reply import Answer
    from msgraph_meetings_emulator.state.choices import Choices

MOST = 20
_METHODS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})
_FIRST_FAILURE = 400
_NAMES = {word.lower(): word for word in ("requests", "id", "method", "url", "headers", "body", "dependsOn")}
_KEPT_FROM_BATCH = ("host", "authorization")
_NOT_SHOWN = frozenset({"content-length", "strict-transport-security"})
_SPELLED = {"odata-version": "OData-Version", "etag": "ETag", "www-authenticate": "WWW-Authenticate"}
_LOWER = ("request-id", "client-request-id", "x-")


@dataclass(frozen=True)
class Item:
    """One checked request of a batch."""

    id: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    depends_on: frozenset[str]
    """The ids of the requests that must be answered first, in lower case."""

    refusal: str = ""
    """The message if this item alone is refused, else empty."""


async def batch(request: Request) -> Response:
    """Answer all requests of a batch, in reverse order, because Microsoft promises no order."""
    call = call_of(request)
    bearer(call)
    check_content_type(request)
    items = _items(await request.body(), call.state.choices)
    tasks: dict[str, asyncio.Task[dict[str, Any]]] = {}
    for item in _ordered(items):
        before = [tasks[name] for name in item.depends_on]
        tasks[item.id.lower()] = asyncio.create_task(_answered(request, item, before))
    answers = await asyncio.gather(*tasks.values())
    return JSONResponse({"responses": answers[::-1]}, media_type=GRAPH_JSON)


async def _answered(request: Request, item: Item, before: list[asyncio.Task[dict[str, Any]]]) -> dict[str, Any]:
    """Return the answer to an item, after the answers of the items that it depends on."""
    call = call_of(request)
    if any(answer["status"] >= _FIRST_FAILURE for answer in await asyncio.gather(*before)):
        body = graph_error_body(call, "FailedDependency", "A request that this one depends on has failed.")
        return {"id": item.id, "status": 424, "headers": {"Content-Type": "application/json"}, "body": body}
    if item.refusal:
        body = graph_error_body(call, "BadRequest", item.refusal)
        return {"id": item.id, "status": 400, "headers": {"Content-Type": "application/json"}, "body": body}
    answer = await request.scope["emulator.front"].item(_scope(request, item), item.body, call)
    if answer is None:
        return {"id": item.id, "status": 504, "headers": {}, "body": graph_error_body(call, "general", "")}
    return {"id": item.id, "status": answer.status, "headers": _headers(answer), **_body(answer)}


def _scope(request: Request, item: Item) -> dict[str, Any]:
    """Return the ASGI scope of an item."""
    headers = {name: request.headers[name] for name in _KEPT_FROM_BATCH if name in request.headers}
    headers |= {name.lower(): value for name, value in item.headers.items() if name.lower() not in _KEPT_FROM_BATCH}
    return {
        **request.scope,
        "method": item.method,
        "path": item.path,
        "raw_path": item.path.encode(),
        "query_string": item.query.encode(),
        "headers": [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()],
    }


def _headers(answer: Answer) -> dict[str, str]:
    return {_spelled(name): value for name, value in answer.headers.items() if name not in _NOT_SHOWN}


def _spelled(name: str) -> str:
    return _SPELLED.get(name) or (name if name.startswith(_LOWER) else name.title())


def _body(answer: Answer) -> dict[str, Any]:
    """Return the body as JSON if possible, else in base64."""
    if not answer.body:
        return {}
    try:
        return {"body": json.loads(answer.body)}
    except ValueError:
        return {"body": base64.b64encode(answer.body).decode()}


def _items(body: bytes, choices: Choices) -> list[Item]:
    """Return the requests of a batch; raise GraphError if the batch cannot be read."""
    try:
        given = parse_json(body)
    except ValueError as problem:
        raise _refused("Invalid batch payload format.") from problem
    requests = _named(given, choices).get("requests")
    if not isinstance(requests, list) or not requests or not all(isinstance(item, dict) for item in requests):
        raise _refused("Invalid batch payload format.")
    if len(requests) > MOST:
        raise _refused("Number of requests inside batch exceed the limit.")
    items = [_item(_named(one, choices), choices) for one in requests]
    _check_ids([item.id for item in items])
    return items


def _check_ids(names: list[str]) -> None:
    """Raise GraphError if two requests of the batch have the same id, compared without case."""
    for at, name in enumerate(names):
        if name.lower() in {earlier.lower() for earlier in names[:at]}:
            raise _refused(f"Request Id {name} has to be unique in a batch.")


def _item(given: dict[str, Any], choices: Choices) -> Item:
    name, method, url = _id_text(given.get("id")), given.get("method"), given.get("url")
    headers, depends = given.get("headers") or {}, given.get("dependsOn") or []
    depends = [_id_text(one) for one in depends] if isinstance(depends, list) else depends
    if not isinstance(name, str) or not name or not isinstance(method, str) or not isinstance(url, str):
        raise _refused("Every request of a batch has an id, a method and a url.")
    if method.upper() not in _METHODS or not _is_text_by_name(headers) or not _is_list_of_text(depends):
        raise _refused(f"The request {name} of the batch cannot be read.")
    body = given.get("body")
    refusal = _refusal(name, url, headers, body)
    if refusal and not choices.batch_item_is_refused_alone:
        raise _refused(refusal)
    parts = urlsplit("/" + url.lstrip("/"))
    return Item(
        name,
        method.upper(),
        quote(f"/v1.0{parts.path}", safe="/%!$&'()*+,;=:@~"),
        quote(parts.query, safe="/%!$&'()*+,;=:@~?"),
        headers,
        b"" if body is None else json.dumps(body).encode(),
        frozenset(one.lower() for one in depends),
        refusal,
    )


def _named(value: Any, choices: Choices) -> dict[str, Any]:
    """Return an object of the batch with its names in documented spelling; an empty one for any other value."""
    if not isinstance(value, dict) or not choices.names_ignore_case:
        return value if isinstance(value, dict) else {}
    return {_NAMES.get(str(name).lower(), str(name)): item for name, item in value.items()}


def _id_text(name: Any) -> Any:
    """Return an id as text; the documentation says text, but some clients send a number."""
    return str(name) if isinstance(name, int) and not isinstance(name, bool) else name


def _refusal(name: str, url: str, headers: dict[str, str], body: Any) -> str:
    """Return the message about an error in a readable request; empty if there is no error."""
    if "://" in url.split("?", maxsplit=1)[0]:
        return f"The url of request {name} is not relative."
    if url.strip("/").lower() in ("$batch", "%24batch"):
        return f"The request {name} is a batch itself."
    if body is not None and "content-type" not in {header.lower() for header in headers}:
        return f"Write request id : {name} does not contain Content-Type header or body."
    return ""


def _ordered(items: list[Item]) -> list[Item]:
    """Return the items in an order in which each comes after those that it depends on."""
    left, done = list(items), set[str]()
    ordered: list[Item] = []
    while left:
        ready = [item for item in left if item.depends_on <= done]
        if not ready:
            raise _refused("The dependsOn of a request names no request that can be answered before it.")
        ordered += ready
        done |= {item.id.lower() for item in ready}
        left = [item for item in left if item.id.lower() not in done]
    return ordered


def _is_text_by_name(value: Any) -> bool:
    return isinstance(value, dict) and all(name.isascii() and isinstance(item, str) for name, item in value.items())


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _refused(message: str) -> GraphError:
    return GraphError(400, "BadRequest", message)
