"""The rate of requests, learned from refusals. Times are arguments, and no function here waits.

Before the first refusal, requests do not wait. The first 429 tells the rate that the service accepted so far, its wait
included; from that rate the pace climbs, slowly at first. Every further refusal tells a pace that is too fast. The
pace then restarts below that pace, approaches it, stays near it for long, and only then climbs: the curve of TCP CUBIC
(RFC 9438), which needs no knowledge of the service's windows. The time near that pace is a multiple of the waits, so
that waits after a refusal take a few per cent of the time. If the service served nothing between two refusals, other
processes use up the limit. The pace then falls after each short pause, and the next request waits for its turn at that
pace, so that all processes together fall below the limit.

Each request has a ticket in a queue. ``_released`` counts, with fractions, the tickets that may have gone by now. It
grows with the rate while a request waits, and not while the queue is empty: idle time allows no burst later.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LONGEST_PAUSE = 600.0
"""The longest pause, in seconds, whatever the service says: no operation could wait longer."""
_DOUBLED_AFTER = 6.0
"""Seconds in which the first climb doubles the rate that the service accepted."""
_BELOW = 0.92
_NEAR = 0.98
"""The parts of the refused rate at which the rate restarts, and near which it stays."""
_PATIENCE = 30.0
"""The time to approach the refused rate again, as a multiple of the last wait."""
_NOTICED_AFTER = 1.0
"""Seconds by which a service refuses late: a steep climb continues meanwhile."""
_SHORTEST_WAIT = 1.0
_UNKNOWN = 1.0
"""Requests a second, if the first request was refused."""
_FEW = 2.01
"""The most requests that fit in a short pause. A longer pause spaces the requests enough by itself."""
_SAME_TURN = 1e-6


@dataclass
class _Curve:
    """Requests a second, as a function of the seconds in which a request waited for a turn.

    Args:
        start: the rate at the beginning.
        level: the rate at the flat turn of the curve.
        turn: seconds until the turn.
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
        """Return a curve that climbs from an accepted rate."""
        return cls(start, start, 0.0, _DOUBLED_AFTER)

    def after_refusal(self, busy: float, pause: float, borne: float) -> _Curve:
        """Return a curve from the accepted rate to near the refused one, and beyond it late."""
        refused = self.at(busy)
        level = min(_NEAR * refused, self.at(max(0.0, busy - _NOTICED_AFTER)))
        start = min(max(borne, refused / 2), _BELOW * refused)
        turn = _PATIENCE * max(pause, _SHORTEST_WAIT)
        return _Curve(min(start, level), level, turn, turn)


class Pace:
    """The queue, the pauses, and the rate learned from them. Times are seconds on one clock that never goes back."""

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
        """Add a ticket to the queue and return its number."""
        self._look(now)
        self._issued += 1
        return self._issued - 1

    def wait(self, ticket: int, now: float) -> float:
        """Return the seconds until the ticket's turn at the present rate; at zero the ticket is used."""
        self._look(now)
        if now < self._open_at:
            return self._open_at - now
        if self._curve and ticket - self._released > _SAME_TURN:
            return (ticket - self._released) / self._curve.at(self._busy)
        self._gone = max(self._gone, ticket + 1)
        return 0.0

    def paused(self, now: float) -> bool:
        """Return True during a pause that the service asked for."""
        return now < self._open_at

    def served(self) -> None:
        """Record that a request was answered and not refused."""
        self._served += 1

    def refused(self, now: float, seconds: float, went: float) -> None:
        """Record that the service refused the request sent at ``went``, and asked to wait that long."""
        self._look(now)
        resumed = -math.inf if self._since is None else self._since
        if now >= self._open_at and went >= resumed:  # the rest of a burst adds no information
            self._refused_at = now
        self._open_at = max(self._open_at, now + min(seconds, LONGEST_PAUSE))

    def _look(self, now: float) -> None:
        """Advance the queue to ``now``."""
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
        """Compute the curve at the end of a pause, when every answer from before the pause has arrived."""
        pause, whole = self._open_at - refused_at, self._open_at - (self._since or 0.0)
        borne = self._served / whole
        starved = not borne and self._curve is not None
        if self._curve and self._busy > pause:
            between = (borne + self._served / (whole - pause)) / 2  # a burst may have used the time of the wait, or not
            self._curve = self._curve.after_refusal(self._busy, pause, between)
        elif borne:  # the first refusal, or one so soon that the learned rate is no longer valid
            self._curve = _Curve.climb(borne)
        elif not self._curve:
            self._curve = _Curve.climb(_UNKNOWN)
        elif self._curve.at(self._busy) * pause <= _FEW:
            self._curve = _Curve.climb(self._curve.at(self._busy) / 2)
        self._refused_at, self._since = None, self._open_at
        self._busy, self._served = 0.0, 0
        # The first in the queue goes at once, unless others use up the limit and the pause was shorter than its turn.
        self._released = self._gone - (max(0.0, 1 - pause * self._curve.at(0.0)) if starved else 0.0)
