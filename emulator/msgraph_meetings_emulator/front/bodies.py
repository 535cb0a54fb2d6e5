"""Reading of untrusted JSON; values that later code cannot handle are rejected."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST = 32


def parse_json(body: bytes) -> Any:
    """Return the value of a JSON body; raise ValueError for other bodies, deep nesting and text that is not Unicode."""
    try:
        value = json.loads(body, parse_constant=_refuse, parse_float=_finite)
    except RecursionError as problem:
        raise ValueError("nested too deep") from problem
    if not _is_shallow(value):
        raise ValueError("nested too deep")
    json.dumps(value, ensure_ascii=False).encode()  # fails on half a surrogate pair, which cannot be stored
    return value


def each_text(value: Any, do: Callable[[str], object]) -> None:
    """Call `do` with every text in JSON data, names included."""
    if isinstance(value, str):
        do(value)
    elif isinstance(value, dict):
        for name, item in value.items():
            do(name)
            each_text(item, do)
    elif isinstance(value, list):
        for item in value:
            each_text(item, do)


def _is_shallow(value: Any) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [item for outer in level for item in _items(outer)]
    return not level


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _finite(text: str) -> float:
    """Return a number; raise ValueError for one that is infinite as a float, such as 1e999."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large")
    return number


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
