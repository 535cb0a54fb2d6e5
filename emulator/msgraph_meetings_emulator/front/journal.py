"""The journal: all requests to Graph and the sign-in with their responses, in order of the answers, without secrets."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from msgraph_meetings_emulator.front.bodies import parse_json
from msgraph_meetings_emulator.front.lookalikes import CUT, redacted_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from msgraph_meetings_emulator.state.store import Store

KEPT_ENTRIES = 100_000
LONGEST_BODY = 256 * 1024
LONGEST_RESPONSE = 64 * 1024
_SECRET_NAMES = frozenset(
    {
        "accesstoken",
        "assertion",
        "clientassertion",
        "clientsecret",
        "code",
        "codeverifier",
        "devicecode",
        "idtoken",
        "passcode",
        "password",
        "refreshtoken",
        "token",
    },
)
# In a response, `code` is an error code, and an invitation contains the meeting's passcode.
_SECRETS_OF_RESPONSES = _SECRET_NAMES - {"code"} | {"joininformation", "oidctoken"}
_RESPONSE_HEADERS = (
    "allow",
    "cache-control",
    "content-type",
    "location",
    "retry-after",
    "www-authenticate",
)
_HEADERS = (
    "accept",
    "accept-language",
    "content-type",
    "if-match",
    "prefer",
    "user-agent",
    "x-client-sku",
    "x-client-ver",
)


@dataclass
class Entry:
    """A request and its outcome."""

    time: str
    """The time of arrival, by the emulator's clock."""

    method: str
    path: str
    """The path as the client sent it, percent-encoded."""

    query: str
    """The query as the client sent it, without secrets."""

    headers: dict[str, str]
    """A selection of the headers; only the scheme of `authorization`."""

    body: Any
    """The body, parsed, without secrets; None if there was no body."""

    request_id: str
    client_request_id: str | None
    """The `client-request-id` as the client sent it."""

    app_id: str | None = None
    user_id: str | None = None
    """The object id of the signed-in user, for a delegated token."""

    audience: str | None = None
    """The audience of the token."""

    status: int | None = None
    """The status of the answer; None if the connection closed without an answer."""

    response_headers: dict[str, str] = field(default_factory=dict)
    """A selection of the response's headers; empty if the client got no response."""

    response: Any = None
    """The response's body as the client got it, parsed, without secrets; None if there was no body."""

    duration: float = 0.0
    """The seconds from the arrival of the request to its answer."""

    fault: int | None = None
    """The number of the fault that was applied; None if no fault was."""

    worked: bool = True
    """True if the request was carried out, False if a fault or the rate limit stopped it first."""

    batch: str | None = None
    """The request id of the batch that contained the request; None for a single request."""

    seq: int = field(default=0)
    """The entry's number in the journal, counted from 1 and never reused."""


class Journal:
    """The journal in the state."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, entry: Entry) -> None:
        """Write an entry, and delete the oldest ones above `KEPT_ENTRIES`."""
        content = asdict(entry)
        del content["seq"]
        cursor = self._store.run("INSERT INTO journal (entry) VALUES (?)", json.dumps(redacted_data(content)))
        if cursor.lastrowid and cursor.lastrowid % 1000 == 0:
            self._store.run("DELETE FROM journal WHERE seq <= ?", cursor.lastrowid - KEPT_ENTRIES)

    def entries(self, since: int = 0, newest: int = KEPT_ENTRIES) -> list[Entry]:
        """Return the entries with a number above `since`, at most the `newest` of them, oldest first."""
        latest = "SELECT seq, entry FROM journal WHERE seq > ? ORDER BY seq DESC LIMIT ?"
        rows = self._store.run(f"SELECT * FROM ({latest}) ORDER BY seq", since, newest)  # noqa: S608  (written above)
        return [Entry(**json.loads(content), seq=seq) for seq, content in rows]

    def places(self) -> tuple[int, int]:
        """Return the numbers of the oldest and the newest entry, or 0 and 0 if the journal is empty."""
        oldest, newest = self._store.run("SELECT min(seq), max(seq) FROM journal").fetchone()
        return oldest or 0, newest or 0

    def clear(self) -> None:
        """Delete every entry; numbers go on from the last one."""
        self._store.run("DELETE FROM journal")


def telling_headers(headers: dict[str, str]) -> dict[str, str]:
    """Return the request headers that the journal stores."""
    kept = {name: headers[name] for name in _HEADERS if name in headers}
    if "authorization" in headers:
        scheme, blank, _ = headers["authorization"].partition(" ")
        kept["authorization"] = scheme if blank else CUT
    return kept


def telling_response_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the response headers that the journal stores, with `Location` without secrets."""
    kept = {name: headers[name] for name in _RESPONSE_HEADERS if name in headers}
    if "location" in kept:
        kept["location"] = re.sub("[?#][^?#]*", lambda part: part[0][0] + readable_query(part[0][1:]), kept["location"])
    return kept


def readable_query(query: str) -> str:
    """Return a query without the values of its secrets."""
    pairs = (pair.partition("=") for pair in query.split("&"))
    return "&".join(f"{name}{sign}{CUT if _is_secret(name) and value else value}" for name, sign, value in pairs)


def readable_body(body: bytes, content_type: str) -> Any:
    """Return a request's body as data without secrets, or its size if it is long or neither JSON nor a form."""
    return _readable(body, LONGEST_BODY, lambda: without_secrets(_parsed(body, content_type)))


def readable_response(body: bytes) -> Any:
    """Return a response's body as data without secrets, or its size if it is long or not JSON."""
    return _readable(body, LONGEST_RESPONSE, lambda: without_secrets(parse_json(body), _SECRETS_OF_RESPONSES))


def _readable(body: bytes, longest: int, read: Callable[[], Any]) -> Any:
    if not body:
        return None
    try:
        return read() if len(body) <= longest else _measured(body)
    except ValueError:
        return _measured(body)


def _measured(body: bytes) -> str:
    return f"({len(body)} bytes)"


def _parsed(body: bytes, content_type: str) -> Any:
    if content_type.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    return parse_json(body)


def without_secrets(value: Any, names: frozenset[str] = _SECRET_NAMES) -> Any:
    """Return data in which the values of secret names are replaced by `CUT`."""
    if isinstance(value, dict):
        return {
            name: CUT if _is_secret(name, names) and item else without_secrets(item, names)
            for name, item in value.items()
        }
    return [without_secrets(item, names) for item in value] if isinstance(value, list) else value


def _is_secret(name: str, names: frozenset[str] = _SECRET_NAMES) -> bool:
    return re.sub("[^a-z]", "", name.lower()) in names
