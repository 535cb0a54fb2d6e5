"""JSON that came from outside, read so that nothing in it can trip what handles it later."""

from __future__ import annotations

import json
from typing import Any, NoReturn

_DEEPEST = 32


def parse_json(body: bytes) -> Any:
    """Return what a body says; ValueError unless it is JSON that can be written again, nested within reason."""
    try:
        value = json.loads(body, parse_constant=_refuse)
    except RecursionError as problem:
        raise ValueError("nested too deep") from problem
    if not _is_shallow(value):
        raise ValueError("nested too deep")
    json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair can be read, but not written
    return value


def _is_shallow(value: Any) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [item for outer in level for item in _items(outer)]
    return not level


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
