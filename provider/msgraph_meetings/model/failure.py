"""A problem of one argument or setting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """A problem: the path, such as ``participants.attendees[1].upn``, and the reason."""

    path: str
    reason: str
