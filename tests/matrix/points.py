"""The moments of a kill: a request that the service holds back, before or after it does the work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

UP = ("up", "--yes", "--skip-preview")


@dataclass(frozen=True)
class Point:
    """A moment of a command.

    Args:
        fault: the fields of ``Fault`` that select the request to hold back.
        before: the earlier deployment's differences from the final declaration; None for no earlier one.
        command: the running command.
        final: the final declaration's differences from the usual one.
    """

    fault: Mapping[str, Any]
    before: Mapping[str, Any] | None = None
    command: tuple[str, ...] = UP
    final: Mapping[str, Any] = field(default_factory=dict)


_OTHER_VALUES = {"subject": "before", "records": False}
_OTHER_IDENTITY = {"external_id": "old"}
_ROTATED = {"rotation": "2", "records": False}
_NOT_ROTATED, _ROTATED_BEFORE = {"rotation": None}, {"rotation": "1"}
_LOCKING = {"deletion": "lock"}
POINTS: dict[str, Point] = {
    "before the sign-in": Point({"path": "*/token"}),
    "before createOrGet": Point({"path": "*/createOrGet"}),
    "after createOrGet": Point({"path": "*/createOrGet", "after_work": True}),
    "before the first PATCH": Point({"method": "PATCH"}),
    "after the first PATCH": Point({"method": "PATCH", "after_work": True}),
    "in a refresh": Point({"method": "GET", "path": "*/onlineMeetings/*"}, {}, ("refresh", *UP[1:])),
    "before the PATCH of an update": Point({"method": "PATCH"}, _OTHER_VALUES),
    "after the PATCH of an update": Point({"method": "PATCH", "after_work": True}, _OTHER_VALUES),
    "after createOrGet of a rotation": Point(
        {"path": "*/createOrGet", "after_work": True}, _NOT_ROTATED, final=_ROTATED
    ),
    "before the lock of a rotation": Point({"method": "PATCH"}, _ROTATED_BEFORE, final=_ROTATED),
    "after the lock of a rotation": Point({"method": "PATCH", "after_work": True}, _NOT_ROTATED, final=_ROTATED),
    "before the DELETE of a rotation": Point({"method": "DELETE"}, _ROTATED_BEFORE, final=_ROTATED),
    "after the DELETE of a rotation": Point({"method": "DELETE", "after_work": True}, _NOT_ROTATED, final=_ROTATED),
    "after the lock of a replacement": Point(
        {"method": "PATCH", "after_work": True}, _OTHER_IDENTITY, final=_LOCKING | {"records": False}
    ),
    "before the DELETE of a replacement": Point({"method": "DELETE"}, _OTHER_IDENTITY),
    "after the DELETE of a replacement": Point({"method": "DELETE", "after_work": True}, _OTHER_IDENTITY),
}
