"""Normalisation of Graph paths to the one spelling that routes, faults and limits use.

`/V1.0//Users('ada')/OnlineMeetings/` becomes `/v1.0/users/ada/onlineMeetings`. Ids are not changed: they are
case-sensitive, and stay percent-encoded until a route reads them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from starlette.types import Scope

_HOST = b"host"
GRAPH_VERSION = "v1.0"
_NAMES = (
    GRAPH_VERSION,
    "$batch",
    "communications",
    "createOrGet",
    "me",
    "onlineMeetings",
    "users",
)
_QUALIFIED = "microsoft.graph."
_BY_SMALL_LETTERS = {name.lower(): name for name in _NAMES}
_ABSOLUTE = re.compile(rb"https?://(?P<authority>[^/?#]*)(?P<path>/.*)?", re.IGNORECASE | re.DOTALL)
_WITH_KEY = re.compile(r"(?P<name>[\w.$]+)\('(?P<key>.+)'\)", re.DOTALL)


def origin_form(scope: Scope) -> tuple[Scope, str]:
    """Return the request with a path as its target, also if it was sent with a whole URL, and that path."""
    target: bytes = scope["raw_path"]
    found = _ABSOLUTE.fullmatch(target)
    if found is None:
        return scope, target.decode("latin-1")
    # The host in the URL replaces the Host header (RFC 9112, 3.2.2).
    others = [(name, value) for name, value in scope["headers"] if name != _HOST]
    host = (_HOST, found["authority"].rpartition(b"@")[2])
    return {**scope, "headers": [host, *others]}, (found["path"] or b"/").decode("latin-1")


def canonical(path: str, *, ignore_case: bool) -> str:
    """Return a Graph path in the spelling of its routes, and any other path unchanged."""
    first, *rest = [segment for segment in path.split("/") if segment] or [""]
    if _spelled(first, ignore_case=ignore_case) != GRAPH_VERSION:
        return path
    segments = [_spelled(part, ignore_case=ignore_case) for segment in rest for part in _parts(segment)]
    return "/".join(["", GRAPH_VERSION, *segments])


def _parts(segment: str) -> tuple[str, ...]:
    """Return the two segments that `users('ada')` means, or any other segment alone."""
    found = _WITH_KEY.fullmatch(unquote(segment))
    return (found["name"], quote(found["key"].replace("''", "'"), safe="")) if found else (segment,)


def _spelled(segment: str, *, ignore_case: bool) -> str:
    name = unquote(segment)
    plain = name.lower().removeprefix(_QUALIFIED) if ignore_case else name.removeprefix(_QUALIFIED)
    if ignore_case:
        return _BY_SMALL_LETTERS.get(plain, segment)
    return plain if plain in _NAMES else segment
