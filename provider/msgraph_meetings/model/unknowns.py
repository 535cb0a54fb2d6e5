"""Property values as they pass between the ways in and the lifecycle: JSON, and the one value that is not known yet."""

from __future__ import annotations

from typing import Any, Final, final

Properties = dict[str, Any]
"""A property bag: Graph's camelCase names to JSON values, in which any value may be ``UNKNOWN`` during a preview."""


@final
class Unknown:
    """The type of ``UNKNOWN``, a value that only exists after another resource was made."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


def known(value: Any) -> bool:
    """Whether nothing in the value, however deep, is unknown."""
    if isinstance(value, dict):
        return all(known(item) for item in value.values())
    if isinstance(value, list):
        return all(known(item) for item in value)
    return not isinstance(value, Unknown)


def object_in(bag: Properties, name: str) -> Properties:
    """Return an object in a property bag, or an empty one if it is missing or malformed (a state edited by hand)."""
    found = bag.get(name)
    return found if isinstance(found, dict) else {}
