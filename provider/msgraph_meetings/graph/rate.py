"""The rate at which requests follow each other, learned from refusals; the time is handed in, nothing waits here.

Before the first refusal, requests do not wait. The first 429 tells the rate that the service accepted so far, the wait
included; from there the pace climbs, slowly at first. Every further refusal tells at which pace it came. The
pace then restarts below that one, comes near it, stays there for long, and only then tries more: the curve of TCP CUBIC
(RFC 9438), which needs no knowledge of the service's windows. How long it stays is counted in waits, so
that the waits that the trials cost are a few per cent of the time. If nothing was served between two refusals, other
processes use up the limit: after short pauses the pace falls each time and the next request waits for it, so that many
processes together get below the limit.

Each request has a ticket in a line. ``_released`` counts, with fractions, how many tickets may have gone by now. It
grows with the rate while a request waits, and never runs ahead: idle time is not made up for in a burst.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LONGEST_PAUSE = 600.0
"""Seconds. A longer pause outlives every operation that could wait for it, whatever the service says."""
_DOUBLED_AFTER = 6.0
"""Seconds in which the first climb doubles the rate that was surely accepted."""
_BELOW = 0.92
_NEAR = 0.98
"""Where the rate restarts, and where it stays, as parts of the rate that was refused."""
_PATIENCE = 30.0
"""How many times as long as the last wait it takes to come near again."""
_NOTICED_AFTER = 1.0
"""Seconds by which a service refuses late: meanwhile a steep climb has gone on."""
_SHORTEST_WAIT = 1.0
_UNKNOWN = 1.0
"""Requests a second, where the first was refused already."""
_FEW = 2.01
"""Requests that would have gone in a pause. If they are more, the pause itself spaces the tries enough."""
_SAME_TURN = 1e-6


@dataclass
class _Curve:
    """Requests a second, by the seconds in which somebody waited for a turn.

    Args:
        start: at the beginning.
        level: at the turn, which is flat.
        turn: when that is.
        doubled_after: seconds after the turn in which the level doubles.
    """

    start: float
    level: float
    turn: float
    doubled_after: float

    def at(self, busy: float) -> float:
        if busy < self.turn:
            return self.level - (self.level - self.start) * (1 - busy / self.turn) ** 3
        return self.level + self.level * ((busy - self.turn) / self.doubled_after) ** 3

    @classmethod
    def climb(cls, start: float) -> _Curve:
        """Upwards from a rate that was accepted."""
        return cls(start, start, 0.0, _DOUBLED_AFTER)

    def after_refusal(self, busy: float, pause: float, borne: float) -> _Curve:
        """From the accepted rate to near the refused one, and beyond it late."""
        refused = self.at(busy)
        level = min(_NEAR * refused, self.at(max(0.0, busy - _NOTICED_AFTER)))
        start = min(max(borne, refused / 2), _BELOW * refused)
        turn = _PATIENCE * max(pause, _SHORTEST_WAIT)
        return _Curve(min(start, level), level, turn, turn)


class Pace:
    """The line, the pauses, and what they taught. All times are seconds on one clock that never goes back."""

    def __init__(self) -> None:
        self._curve: _Curve | None = None
        self._busy = 0.0
        self._issued = 0
        self._gone = 0
        self._released = 0.0
        self._looked_at = -math.inf
        self._open_at = -math.inf
        self._since: float | None = None
        self._refused_at: float | None = None
        self._served = 0

    def ticket(self, now: float) -> int:
        """A place at the end of the line."""
        self._look(now)
        self._issued += 1
        return self._issued - 1

    def wait(self, ticket: int, now: float) -> float:
        """Seconds until the ticket's turn as things are; at zero it has gone."""
        self._look(now)
        if now < self._open_at:
            return self._open_at - now
        if self._curve and ticket - self._released > _SAME_TURN:
            return (ticket - self._released) / self._curve.at(self._busy)
        self._gone = max(self._gone, ticket + 1)
        return 0.0

    def paused(self, now: float) -> bool:
        """Whether everybody waits, because the service said so."""
        return now < self._open_at

    def served(self) -> None:
        """A request was answered; nothing was refused."""
        self._served += 1

    def refused(self, now: float, seconds: float, went: float) -> None:
        """The service refused a request that went at ``went``, and said to wait so long."""
        self._look(now)
        resumed = -math.inf if self._since is None else self._since
        if now >= self._open_at and went >= resumed:  # the rest of a burst tells nothing new
            self._refused_at = now
        self._open_at = max(self._open_at, now + min(seconds, LONGEST_PAUSE))

    def _look(self, now: float) -> None:
        """Brings the line up to now."""
        if self._since is None:
            self._since = now
        if now < self._open_at:
            return
        if self._refused_at is not None:
            self._learn(self._refused_at)
        passed = now - max(self._looked_at, self._open_at)
        self._looked_at = now
        if self._curve is None:
            self._released = self._issued
        elif math.isfinite(passed):
            self._release(passed, self._curve)

    def _release(self, passed: float, curve: _Curve) -> None:
        self._released += passed * curve.at(self._busy)
        if self._released < self._issued:
            self._busy += passed
        else:
            self._released = self._issued

    def _learn(self, refused_at: float) -> None:
        """At the end of a pause, when every answer from before it is there."""
        pause, whole = self._open_at - refused_at, self._open_at - (self._since or 0.0)
        borne = self._served / whole
        starved = not borne and self._curve is not None
        if self._curve and self._busy > pause:
            between = (borne + self._served / (whole - pause)) / 2  # the wait may or may not have paid for a burst
            self._curve = self._curve.after_refusal(self._busy, pause, between)
        elif borne:  # the first refusal, or one so soon that what was known before no longer holds
            self._curve = _Curve.climb(borne)
        elif not self._curve:
            self._curve = _Curve.climb(_UNKNOWN)
        elif self._curve.at(self._busy) * pause <= _FEW:
            self._curve = _Curve.climb(self._curve.at(self._busy) / 2)
        self._refused_at, self._since = None, self._open_at
        self._busy, self._served = 0.0, 0
        # The first of the line goes at once, unless others use up the limit and the pause was shorter than its turn.
        self._released = self._gone - (max(0.0, 1 - pause * self._curve.at(0.0)) if starved else 0.0)
