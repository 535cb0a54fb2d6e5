"""Services that throttle, and threads that send to them, with simulated time: no test here waits.

The simulation calls a pace as a pacer would; the first request in the queue is sent as soon as the pace allows.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.graph.rate import Pace

SMALLEST_STEP = 1e-6


@dataclass
class Limit:
    """The limit of a service.

    Args:
        rate: requests a second.
        retry_after: the smallest wait of a refusal in seconds; it is longer if the next request is allowed later.
        refused_count: True if a refused request counts too.
    """

    rate: int
    retry_after: float = 1.0
    refused_count: bool = True

    def asks(self, needed: float) -> float:
        return max(self.retry_after, math.ceil(needed))


class Service(Protocol):
    """Answers the request at a given time: None if it is served, or the seconds to wait."""

    def __call__(self, now: float) -> float | None: ...


class FixedWindow:
    """Counts anew from each whole second."""

    def __init__(self, limit: Limit) -> None:
        self.limit, self._window, self._count = limit, -1, 0

    def __call__(self, now: float) -> float | None:
        if math.floor(now) != self._window:
            self._window, self._count = math.floor(now), 0
        full = self._count >= self.limit.rate
        self._count += not full
        return self.limit.asks(self._window + 1 - now) if full else None


class SlidingWindow:
    """Counts the second before each request."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self._counted: deque[float] = deque(maxlen=1000)

    def __call__(self, now: float) -> float | None:
        rate = self.limit.rate
        full = len(self._counted) >= rate and self._counted[-rate] > now - 1
        if not full or self.limit.refused_count:
            self._counted.append(now)
        return self.limit.asks(self._counted[-rate] + 1 - now) if full else None


class TokenBucket:
    """A bucket of one second's tokens; refused requests may overdraw it."""

    def __init__(self, limit: Limit) -> None:
        self.limit, self._held, self._seen = limit, float(limit.rate), 0.0

    def __call__(self, now: float) -> float | None:
        self._held = min(self.limit.rate, self._held + (now - self._seen) * self.limit.rate)
        self._seen = now
        full = self._held < 1
        self._held -= not full or self.limit.refused_count
        return self.limit.asks((1 - self._held) / self.limit.rate) if full else None


@dataclass
class Outcome:
    """The result of a simulation, in seconds from the start.

    Args:
        sent: the time of each request.
        refused: the time of each refusal.
        served: the time of each other answer.
        burst: the number of running requests at the first refusal, the refused one included.
        resumed: the end of each common wait.
    """

    sent: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    served: list[float] = field(default_factory=list)
    burst: int = 0
    resumed: list[float] = field(default_factory=list)

    def in_the_second_after_each_wait(self) -> list[int]:
        """Return the number of requests in the second after each wait."""
        return [bisect_left(self.sent, at + 1) - bisect_left(self.sent, at) for at in self.resumed]


class Simulation:
    """Threads that each send the next request after the answer to the last one, until all are served.

    Args:
        pace: under test.
        service: the service.
        threads: the maximum number of running requests.
        latency: seconds from request to answer; varies by a few per cent, always in the same way.
    """

    def __init__(self, pace: Pace, service: Service, threads: int, latency: float) -> None:
        self._pace, self._service, self._threads, self._latency = pace, service, threads, latency
        self._random = random.Random(7).random  # noqa: S311  (the same in every run)
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._numbers = itertools.count()
        self._line: deque[int] = deque()
        self._looking = False
        self._under_way = 0
        self._outcome = Outcome()

    def run(self, requests: int) -> Outcome:
        self._left = requests
        for _ in range(self._threads):
            self._at(0.0, self._begin)
        while self._events:
            now, _, happen = heapq.heappop(self._events)
            happen(now)
        return self._outcome

    def _at(self, time: float, happen: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (time, next(self._numbers), happen))

    def _begin(self, now: float) -> None:
        if self._left:
            self._left -= 1
            self._line_up(now)

    def _line_up(self, now: float) -> None:
        self._line.append(self._pace.ticket(now))
        if not self._looking:
            self._look(now)

    def _look(self, now: float) -> None:
        self._looking = False
        while self._line:
            paused, wait = self._pace.paused(now), self._pace.wait(self._line[0], now)
            if wait:
                self._looking = True
                self._at(now + max(wait, SMALLEST_STEP), self._look)
                if paused and now + wait not in self._outcome.resumed[-1:]:
                    self._outcome.resumed.append(now + wait)
                return
            self._line.popleft()
            self._send(now)

    def _send(self, went: float) -> None:
        self._outcome.sent.append(went)
        self._under_way += 1
        latency = self._latency * (0.95 + 0.1 * self._random())

        def arrive(now: float) -> None:
            asked = self._service(now)
            self._at(went + latency, lambda back: self._answered(back, went, asked))

        self._at(went + latency / 2, arrive)

    def _answered(self, now: float, went: float, asked: float | None) -> None:
        if asked is None:
            self._outcome.served.append(now)
            self._pace.served()
            self._at(now, self._begin)
        else:
            self._outcome.burst = self._outcome.burst or self._under_way
            self._outcome.refused.append(now)
            self._pace.refused(now, asked, went)
            self._at(now + asked, self._line_up)
        self._under_way -= 1
