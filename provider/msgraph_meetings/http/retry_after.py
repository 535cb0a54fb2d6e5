"""Read the time that an answer asks to wait before the next request."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING

from msgraph_meetings.model.instants import TICKS_PER_SECOND, from_http_date

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORTEST_WAIT = 0.001
"""The shortest wait in seconds; a shorter one is ignored."""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait: a number, or an HTTP date counted from the answer's own ``Date``.

    ``None`` if there is no usable value: a wait of zero would be repeated without end.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = _seconds_between(headers.get("date"), text)
    return seconds if _SHORTEST_WAIT <= seconds < float("inf") else None


def _seconds_between(start: str | None, end: str) -> float:
    since = from_http_date(start) or from_http_date(formatdate(usegmt=True))
    until = from_http_date(end)
    return 0.0 if since is None or until is None else (until - since) / TICKS_PER_SECOND
