"""The rate limit: each application in a tenant can send Graph a number of requests in a number of seconds.

The window slides: a request is refused if as many requests as allowed came in the seconds before it. Requests for
tokens and to control paths are not counted. A batch is not counted either, but each of its requests is.

Microsoft publishes no rate for online meetings, so there is no limit until one is set. Refused requests count, as
documented: "retrying at once counts against the limit" (graph contract, section 7).
"""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.faults.fault import seconds_text
from msgraph_meetings_emulator.front.token import Token
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from msgraph_meetings_emulator.front.call import Call
    from msgraph_meetings_emulator.state.clock import Clock
    from msgraph_meetings_emulator.state.store import Store

LONGEST_SECONDS = 3600.0
_MOST_REQUESTS = 1_000_000
_LARGEST_NUMBER = 10**18
_DOCUMENT = "throttle"


@dataclass(frozen=True)
class Limit:
    """A rate limit, and the form of its refusals."""

    rate: int
    """The allowed number of requests in `seconds`."""

    seconds: float = 1.0

    retry_after: float | None = None
    """The value of `Retry-After`; None for the time until a request is accepted, in whole seconds."""

    says_how_long: bool = True
    """True if a refusal has a `Retry-After`."""

    refused_count: bool = True
    """True if refused requests count too."""

    by_emulator_clock: bool = False
    """True to measure time with the emulator's clock, which can be stopped; False for real time."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Limit:
        """Return the limit that JSON describes; raise ValueError if it is not valid."""
        known = {item.name for item in fields(cls)}
        if not data.keys() <= known or "rate" not in data:
            raise ValueError(f"The fields of a limit are {', '.join(sorted(known))}; 'rate' is required.")
        limit = cls(**data)
        limit.check()
        return limit

    def check(self) -> None:
        """Raise ValueError if a field has an invalid value."""
        if type(self.rate) is not int or not 1 <= self.rate <= _MOST_REQUESTS:
            raise ValueError(f"The 'rate' of a limit is a number of requests from 1 to {_MOST_REQUESTS}.")
        if not _is_number(self.seconds) or not 0 < self.seconds <= LONGEST_SECONDS:
            raise ValueError(f"The 'seconds' of a limit are more than 0, and at most {LONGEST_SECONDS:.0f}.")
        if self.retry_after is not None and not _is_number(self.retry_after):
            raise ValueError("The 'retry_after' of a limit is a number of seconds, or null for the time needed.")
        for name in ("says_how_long", "refused_count", "by_emulator_clock"):
            if not isinstance(getattr(self, name), bool):
                raise ValueError(f"The {name!r} of a limit is true or false.")  # noqa: TRY004  (bad data, one kind of error)


@dataclass(frozen=True)
class Refusal:
    """The refusal of a request above the rate limit."""

    retry_after: str | None
    """The text of the header `Retry-After`; None for no header."""


class Throttle:
    """The current limit and the counted requests; a restart keeps the limit, but not the requests."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        kept = store.read_document(_DOCUMENT)
        self.limit = None if kept is None else Limit(**kept)
        self._counted: dict[tuple[str, str], deque[float]] = {}

    def set(self, limit: Limit | None) -> None:
        """Set or remove the limit; earlier requests are not counted."""
        self.limit = limit
        self._counted = {}
        self._store.write_document(_DOCUMENT, None if limit is None else asdict(limit))

    def refusal(self, call: Call) -> Refusal | None:
        """Count a request to Graph; return its refusal if it is above the limit, else None."""
        limit, token = self.limit, call.token
        if limit is None or not isinstance(token, Token):
            return None
        now = self._now(limit)
        counted = self._of(token, limit, now)
        full = len(counted) == limit.rate and counted[0] > now - limit.seconds
        if not full or limit.refused_count:
            counted.append(now)  # the deque drops the oldest
        return Refusal(_retry_after(limit, counted[0] + limit.seconds - now)) if full else None

    def _of(self, token: Token, limit: Limit, now: float) -> deque[float]:
        """Return the times of the newest requests of an application in its tenant, at most `rate` of them."""
        app = (str(token.claims.get("tid")), token.app_id)
        counted = self._counted.setdefault(app, deque(maxlen=limit.rate))
        if counted and counted[-1] > now:  # the clock was set back
            counted.clear()
        return counted

    def _now(self, limit: Limit) -> float:
        return self._clock.now() / instants.TICKS_PER_SECOND if limit.by_emulator_clock else time.monotonic()


def _retry_after(limit: Limit, needed: float) -> str | None:
    if not limit.says_how_long:
        return None
    return seconds_text(max(1, math.ceil(needed)) if limit.retry_after is None else limit.retry_after)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST_NUMBER
