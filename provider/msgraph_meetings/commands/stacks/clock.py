"""Moments and spans for people: ticks as dates, and spans such as ``14d``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from msgraph_meetings.model import instants

if TYPE_CHECKING:
    from datetime import tzinfo

_FIRST = datetime(1, 1, 1, tzinfo=timezone.utc)
_SPAN = re.compile(r"(\d{1,6})\s*([hdw])", re.IGNORECASE | re.ASCII)
_HOURS = {"h": 1, "d": 24, "w": 24 * 7}


def moment_of(ticks: int, zone: tzinfo | None = timezone.utc) -> datetime | None:
    """Return the moment in a time zone, or None if no calendar has it.

    Args:
        ticks: the instant.
        zone: the time zone; None for this machine's.
    """
    try:
        return (_FIRST + timedelta(microseconds=ticks // 10)).astimezone(zone)
    except (OverflowError, OSError, ValueError):
        return None


def span_of(text: str) -> int:
    """Return the ticks of a span: hours, days or weeks, such as ``36h``, ``14d``, ``2w``.

    Raises:
        ValueError: it is not a span; the message is a sentence.
    """
    shape = _SPAN.fullmatch(text.strip())
    if shape is None:
        raise ValueError(f"{text!r} is not a span of time such as 36h, 14d or 2w.")
    return int(shape[1]) * _HOURS[shape[2].lower()] * instants.TICKS_PER_HOUR


def spelled(ticks: int) -> str:
    """Return a span in words: whole days, or whole hours if it is shorter than two days."""
    hours = abs(ticks) // instants.TICKS_PER_HOUR
    return f"{hours // 24} d" if hours >= 48 else f"{hours} h"
