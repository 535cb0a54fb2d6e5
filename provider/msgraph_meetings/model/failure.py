"""What is wrong with one argument or setting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """One thing that is wrong: where, such as ``participants.attendees[1].upn``, and why."""

    path: str
    reason: str
