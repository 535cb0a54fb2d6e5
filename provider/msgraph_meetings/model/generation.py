"""Generations of a meeting: each value of ``rotation`` is another external id, ``base#rotation``, so another link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings.model.unknowns import UNKNOWN, Unknown

if TYPE_CHECKING:
    from msgraph_meetings.model.identity import Identity
    from msgraph_meetings.model.unknowns import Properties

SEPARATOR = "#"


def generation(base: Any, rotation: Any) -> Any:
    """Return the external id of a generation; without a rotation, or with an empty one, it is the base.

    Args:
        base: the external id as the program names it, or as it is derived; may be unknown.
        rotation: the program's text; may be unknown.
    """
    if isinstance(base, Unknown) or isinstance(rotation, Unknown):
        return UNKNOWN
    if not isinstance(base, str) or not isinstance(rotation, str) or not rotation:
        return base
    return f"{base}{SEPARATOR}{rotation}"


def base_of(properties: Properties) -> Any:
    """Return the external id of checked arguments, or of a state, without the rotation."""
    external_id, rotation = properties.get("externalId"), properties.get("rotation")
    if not isinstance(external_id, str) or not isinstance(rotation, str) or not rotation:
        return external_id
    return external_id.removesuffix(f"{SEPARATOR}{rotation}")


def base_identity(properties: Properties) -> Identity | None:
    """Return the identity that all generations of a meeting share, or None if it is not known."""
    from msgraph_meetings.model.identity import Identity  # noqa: PLC0415  (a program loads this module, not that one)

    base = base_of(properties)
    return Identity.of_state(properties | {"externalId": base})
