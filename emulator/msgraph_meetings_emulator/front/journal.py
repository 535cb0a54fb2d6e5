"""The journal: every request to the service and its response, in the order of the answers, without any secret."""

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
# In a response `code` names an error, and an invitation holds the passcode of its meeting.
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
    """One request and what became of it."""

    time: str
    """When it arrived, by the emulator's clock."""

    method: str
    path: str
    """The path as it was sent, still percent-encoded."""

    query: str
    """The query as it was sent, secrets cut."""

    headers: dict[str, str]
    """The headers that matter; of `authorization` only its scheme."""

    body: Any
    """The body, parsed, secrets cut; None when there was none."""

    request_id: str
    client_request_id: str | None
    """The `client-request-id` as the client sent it."""

    app_id: str | None = None
    user_id: str | None = None
    """Who signed in, for a delegated token."""

    audience: str | None = None
    """Whom the token is for."""

    status: int | None = None
    """The status of the answer; None when the connection closed without one."""

    response_headers: dict[str, str] = field(default_factory=dict)
    """The headers of the response that matter; empty when the client got no response."""

    response: Any = None
    """The body of the response as the client got it, parsed, secrets cut; None when there was none."""

    duration: float = 0.0
    """Seconds from the request's arrival to the answer."""

    fault: int | None = None
    """The number of the fault that went off."""

    worked: bool = True
    """Whether the request reached the service; false when a fault stopped it before."""

    batch: str | None = None
    """The request id of the batch that it came in."""

    seq: int = field(default=0)
    """Its place in the journal, counted from 1 and never used twice."""


class Journal:
    """The journal in the state."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, entry: Entry) -> None:
        """Write an entry, and forget the oldest when there are very many."""
        content = asdict(entry)
        del content["seq"]
        cursor = self._store.run("INSERT INTO journal (entry) VALUES (?)", json.dumps(redacted_data(content)))
        if cursor.lastrowid and cursor.lastrowid % 1000 == 0:
            self._store.run("DELETE FROM journal WHERE seq <= ?", cursor.lastrowid - KEPT_ENTRIES)

    def entries(self, since: int = 0, newest: int = KEPT_ENTRIES) -> list[Entry]:
        """Return the entries after a place in the journal, or so many of the newest of them, oldest first."""
        latest = "SELECT seq, entry FROM journal WHERE seq > ? ORDER BY seq DESC LIMIT ?"
        rows = self._store.run(f"SELECT * FROM ({latest}) ORDER BY seq", since, newest)  # noqa: S608  (written above)
        return [Entry(**json.loads(content), seq=seq) for seq, content in rows]

    def places(self) -> tuple[int, int]:
        """Return the places of its oldest entry and of its newest; 0 and 0 when it is empty."""
        oldest, newest = self._store.run("SELECT min(seq), max(seq) FROM journal").fetchone()
        return oldest or 0, newest or 0

    def clear(self) -> None:
        """Forget every entry; the places go on counting."""
        self._store.run("DELETE FROM journal")


def telling_headers(headers: dict[str, str]) -> dict[str, str]:
    """Return the headers that a reader of the journal may see."""
    kept = {name: headers[name] for name in _HEADERS if name in headers}
    if "authorization" in headers:
        scheme, blank, _ = headers["authorization"].partition(" ")
        kept["authorization"] = scheme if blank else CUT
    return kept


def telling_response_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a response that a reader of the journal may see; a `Location` without its secrets."""
    kept = {name: headers[name] for name in _RESPONSE_HEADERS if name in headers}
    if "location" in kept:
        kept["location"] = re.sub("[?#][^?#]*", lambda part: part[0][0] + readable_query(part[0][1:]), kept["location"])
    return kept


def readable_query(query: str) -> str:
    """Return a query as it was sent, secrets cut."""
    pairs = (pair.partition("=") for pair in query.split("&"))
    return "&".join(f"{name}{sign}{CUT if _is_secret(name) and value else value}" for name, sign, value in pairs)


def readable_body(body: bytes, content_type: str) -> Any:
    """Return a body as data without secrets; a body that is neither JSON nor a form is only measured."""
    return _readable(body, LONGEST_BODY, lambda: without_secrets(_parsed(body, content_type)))


def readable_response(body: bytes) -> Any:
    """Return the body of a response as data without secrets; one that is long or is not JSON is only measured."""
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
    """Return data whose secrets are cut out, found by the names that hold them."""
    if isinstance(value, dict):
        return {
            name: CUT if _is_secret(name, names) and item else without_secrets(item, names)
            for name, item in value.items()
        }
    return [without_secrets(item, names) for item in value] if isinstance(value, list) else value


def _is_secret(name: str, names: frozenset[str] = _SECRET_NAMES) -> bool:
    return re.sub("[^a-z]", "", name.lower()) in names
