"""Throttling by rate: of each application in a tenant, Graph takes so many requests in so many seconds.

The window slides: a request is refused when as many as allowed came in the seconds before it. Requests for tokens and
the emulator's own paths are never counted, and neither is a batch: each of its requests is, by itself.

Microsoft gives no rate for online meetings, so there is none until one is set. That a refused request counts like any
other is documented: "retrying at once counts against the limit" (graph contract, section 7).
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
    """How much is allowed, and what a refusal says."""

    rate: int
    """Requests in `seconds`."""

    seconds: float = 1.0

    retry_after: float | None = None
    """What `Retry-After` asks for; None for as long as it takes, in whole seconds."""

    says_how_long: bool = True
    """Whether there is a `Retry-After` at all."""

    refused_count: bool = True
    """Whether a refused request counts like one that was served."""

    by_emulator_clock: bool = False
    """Whether the emulator's clock counts, which stands still when it is stopped; otherwise real time does."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Limit:
        """Return the limit that JSON describes; ValueError says what is wrong with it."""
        known = {item.name for item in fields(cls)}
        if not data.keys() <= known or "rate" not in data:
            raise ValueError(f"A limit has a 'rate'; what it can have is {', '.join(sorted(known))}.")
        limit = cls(**data)
        limit.check()
        return limit

    def check(self) -> None:
        """Raise ValueError when the limit cannot be what somebody meant."""
        if type(self.rate) is not int or not 1 <= self.rate <= _MOST_REQUESTS:
            raise ValueError(f"The 'rate' of a limit is a number of requests from 1 to {_MOST_REQUESTS}.")
        if not _is_number(self.seconds) or not 0 < self.seconds <= LONGEST_SECONDS:
            raise ValueError(f"The 'seconds' of a limit are more than 0, and at most {LONGEST_SECONDS:.0f}.")
        if self.retry_after is not None and not _is_number(self.retry_after):
            raise ValueError("The 'retry_after' of a limit is a number of seconds, or null for as long as it takes.")
        for name in ("says_how_long", "refused_count", "by_emulator_clock"):
            if not isinstance(getattr(self, name), bool):
                raise ValueError(f"The {name!r} of a limit is true or false.")  # noqa: TRY004  (bad data, one kind of error)


@dataclass(frozen=True)
class Refusal:
    """A request too many."""

    retry_after: str | None
    """The header's text."""


class Throttle:
    """The limit as it is set now, and the requests that count. A restart keeps the limit and forgets the requests."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        kept = store.read_document(_DOCUMENT)
        self.limit = None if kept is None else Limit(**kept)
        self._counted: dict[tuple[str, str], deque[float]] = {}

    def set(self, limit: Limit | None) -> None:
        """Set a limit, or none; what came before is not counted."""
        self.limit = limit
        self._counted = {}
        self._store.write_document(_DOCUMENT, None if limit is None else asdict(limit))

    def refusal(self, call: Call) -> Refusal | None:
        """Count a request to Graph, and return its refusal when it is one too many."""
        limit, token = self.limit, call.token
        if limit is None or not isinstance(token, Token):
            return None
        now = self._now(limit)
        counted = self._of(token, limit, now)
        full = len(counted) == limit.rate and counted[0] > now - limit.seconds
        if not full or limit.refused_count:
            counted.append(now)  # and the oldest falls out: only the newest decide
        return Refusal(_retry_after(limit, counted[0] + limit.seconds - now)) if full else None

    def _of(self, token: Token, limit: Limit, now: float) -> deque[float]:
        """Return when the newest requests came of the application in its tenant, at most as many as allowed."""
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
