"""Reject JSON with duplicate keys, NaN or deep nesting: two readers could understand it differently."""

from __future__ import annotations

import json
from typing import Any

_DEEPEST = 20
"""The deepest nesting; a meeting has six levels, and the protocols that carry a state allow 33."""


def json_object(body: bytes) -> dict[str, Any] | None:
    """Return the object, or ``None`` for any other value and for duplicate names, NaN or deep nesting."""
    try:
        content = json.loads(body, object_pairs_hook=_without_doubles, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and not _is_deep(content, body) else None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has a name twice")
    return found


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON number")


def _is_deep(content: dict[str, Any], body: bytes) -> bool:
    """Return True if the value nests deeper than a meeting can; level by level, because recursion would stop sooner."""
    if body.count(b"{") + body.count(b"[") <= _DEEPEST:  # no value nests deeper than it opens objects and lists
        return False
    level: list[Any] = [content]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
    return bool(level)
