"""Instants as Graph writes them: RFC 3339 with an offset, counted in ticks of 100 ns.

Python's ``datetime`` stops at microseconds, so a seven-digit fraction would look like drift (graph contract,
section 9).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

TICKS_PER_SECOND = 10_000_000
TICKS_PER_HOUR = 3600 * TICKS_PER_SECOND
TICKS_PER_DAY = 24 * TICKS_PER_HOUR
_EPOCH = datetime(1, 1, 1, tzinfo=timezone.utc)
_DIGITS = 7
_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone.utc)
_LAST_TICK = ((_LAST - _EPOCH).days * 86_400 + (_LAST - _EPOCH).seconds + 1) * TICKS_PER_SECOND - 1
_SHAPE = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[Tt](?P<time>\d\d:\d\d:\d\d)(?:\.(?P<fraction>\d+))?(?P<offset>[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?",
    re.ASCII,
)


@lru_cache(maxsize=1024)  # a create reads its few instants 14 times
def ticks(text: str) -> int:
    """Return the instant as ticks of 100 ns since year 1, UTC.

    Args:
        text: RFC 3339 with seconds and an offset, at most seven fractional digits.

    Raises:
        ValueError: its message is a sentence about the problem of the text.
    """
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise ValueError("is not an RFC 3339 date and time such as 2027-01-04T09:00:00Z")
    if shape["offset"] is None:
        raise ValueError("has no offset. End it with Z for UTC, or with an offset such as +01:00")
    fraction = shape["fraction"] or ""
    if len(fraction) > _DIGITS:
        raise ValueError(f"has {len(fraction)} fractional digits, and Graph keeps at most {_DIGITS}")
    return _whole_seconds(shape) * TICKS_PER_SECOND + int(fraction.ljust(_DIGITS, "0"))


def ticks_or_none(value: object) -> int | None:
    """Return the ticks of a value, or None if it is not an instant."""
    try:
        return ticks(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _whole_seconds(shape: re.Match[str]) -> int:
    offset = shape["offset"].upper().replace("Z", "+00:00")
    try:
        if shape["time"] >= "24":  # newer Pythons read 24 as midnight
            raise ValueError("hour must be in 0..23")  # noqa: TRY301
        moment = datetime.fromisoformat(f"{shape['date']}T{shape['time']}{offset}")
        since = moment - _EPOCH
    except (ValueError, OverflowError) as error:
        raise ValueError(f"is not a valid date and time ({error})") from None
    if since < timedelta(0) or moment > _LAST:
        raise ValueError("is outside the years 1 to 9999 in UTC")
    return since.days * 86_400 + since.seconds


def written(instant: int) -> str:
    """Return the instant as Graph writes it: UTC with ``Z``, without trailing zeros of the fraction."""
    seconds, rest = divmod(instant, TICKS_PER_SECOND)
    moment = _EPOCH + timedelta(seconds=seconds)
    fraction = f".{rest:07d}".rstrip("0") if rest else ""
    return f"{moment.year:04d}-{moment:%m-%dT%H:%M:%S}{fraction}Z"


def now() -> int:
    """Return the present instant by this machine's clock, in ticks."""
    since = datetime.now(timezone.utc) - _EPOCH
    return (since.days * 86_400 + since.seconds) * TICKS_PER_SECOND


def hour_after(text: str) -> str:
    """Return the instant one hour later, which is createOrGet's end for a meeting with only a start (section 1.2)."""
    return written(min(ticks(text) + TICKS_PER_HOUR, _LAST_TICK))


def from_http_date(text: str | None) -> int | None:
    """Return the ticks of an HTTP ``Date``; ``None`` if it is missing or malformed."""
    try:
        moment = parsedate_to_datetime(text or "")
        since = (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)) - _EPOCH
    except (TypeError, ValueError, OverflowError):
        return None
    return (since.days * 86_400 + since.seconds) * TICKS_PER_SECOND
