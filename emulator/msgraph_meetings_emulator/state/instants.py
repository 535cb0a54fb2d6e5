"""Times in Microsoft Graph's format: UTC, up to seven fractional digits without trailing zeros, a final `Z`.

In code they are ticks of 100 ns since the year 1, because a `datetime` has only microseconds.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

TICKS_PER_SECOND = 10_000_000
TICKS_PER_HOUR = 3600 * TICKS_PER_SECOND
TICKS_PER_DAY = 24 * TICKS_PER_HOUR

_BEGINNING = datetime(1, 1, 1)  # noqa: DTZ001  (an origin to count from, without a zone)
LAST = 3_652_059 * TICKS_PER_DAY - 1
"""The last instant of the year 9999."""

_WIRE = re.compile(
    # OData allows times without seconds.
    r"(?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.(?P<fraction>\d{1,7}))?)?)(?P<zone>Z|[+-]\d\d:\d\d)",
    re.ASCII,
)
_LARGEST_OFFSET_MINUTES = 14 * 60


def parse(text: str) -> int:
    """Return the ticks of a time; raise ValueError unless it has a zone and at most seven fractional digits."""
    found = _WIRE.fullmatch(text)
    if found is None:
        msg = f"{text!r} is not a time of the form 2027-01-04T09:00:00Z."
        raise ValueError(msg)
    since = datetime.fromisoformat(found["moment"].partition(".")[0]) - _BEGINNING
    whole = since.days * TICKS_PER_DAY + since.seconds * TICKS_PER_SECOND
    ticks = whole + int((found["fraction"] or "").ljust(7, "0")) - _offset(found["zone"])
    if not 0 <= ticks <= LAST:
        msg = f"{text!r} is outside the years 1 to 9999."
        raise ValueError(msg)
    return ticks


def render(ticks: int) -> str:
    """Return a time in Graph's format."""
    seconds, fraction = divmod(ticks, TICKS_PER_SECOND)
    moment = (_BEGINNING + timedelta(seconds=seconds)).isoformat()
    digits = f".{fraction:07}".rstrip("0").rstrip(".")
    return f"{moment}{digits}Z"


def seconds_since_1970(ticks: int) -> int:
    """Return a time in seconds since 1970, as in a token's `iat` and `exp`."""
    return (ticks - UNIX_EPOCH) // TICKS_PER_SECOND


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if minutes > 59 or hours * 60 + minutes > _LARGEST_OFFSET_MINUTES:
        msg = f"{zone!r} is not an offset from UTC."
        raise ValueError(msg)
    ticks = (hours * 60 + minutes) * 60 * TICKS_PER_SECOND
    return -ticks if zone[0] == "-" else ticks


UNIX_EPOCH = parse("1970-01-01T00:00:00Z")
