"""Property values between the gRPC or dynamic calls and the lifecycle: JSON, and one value that is not known yet."""

from __future__ import annotations

from typing import Any, Final, final

Properties = dict[str, Any]
"""A property bag: Graph's camelCase names to JSON values; any value may be ``UNKNOWN`` during a preview."""


@final
class Unknown:
    """The type of ``UNKNOWN``, a value that exists only after another resource was created."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


def known(value: Any) -> bool:
    """Return True if no part of the value is unknown."""
    if isinstance(value, dict):
        return all(known(item) for item in value.values())
    if isinstance(value, list):
        return all(known(item) for item in value)
    return not isinstance(value, Unknown)


def object_in(bag: Properties, name: str) -> Properties:
    """Return an object in a property bag, or an empty one if it is missing or malformed (a state edited by hand)."""
    found = bag.get(name)
    return found if isinstance(found, dict) else {}
