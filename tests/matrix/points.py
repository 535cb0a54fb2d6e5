"""The moments of a kill: a request that the service holds back, before or after it does the work."""

from __future__ import annotations

from dataclasses import dataclass
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
    """

    fault: Mapping[str, Any]
    before: Mapping[str, Any] | None = None
    command: tuple[str, ...] = UP


_OTHER_VALUES = {"subject": "before", "records": False}
_OTHER_IDENTITY = {"external_id": "old"}
POINTS: dict[str, Point] = {
    "before the sign-in": Point({"path": "*/token"}),
    "before createOrGet": Point({"path": "*/createOrGet"}),
    "after createOrGet": Point({"path": "*/createOrGet", "after_work": True}),
    "before the first PATCH": Point({"method": "PATCH"}),
    "after the first PATCH": Point({"method": "PATCH", "after_work": True}),
    "in a refresh": Point({"method": "GET", "path": "*/onlineMeetings/*"}, {}, ("refresh", *UP[1:])),
    "before the PATCH of an update": Point({"method": "PATCH"}, _OTHER_VALUES),
    "after the PATCH of an update": Point({"method": "PATCH", "after_work": True}, _OTHER_VALUES),
    "before the DELETE of a replacement": Point({"method": "DELETE"}, _OTHER_IDENTITY),
    "after the DELETE of a replacement": Point({"method": "DELETE", "after_work": True}, _OTHER_IDENTITY),
}
