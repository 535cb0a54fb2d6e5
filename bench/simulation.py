"""A fleet of runners that deploys many stacks, in counted time: nothing waits, and no request is sent.

The rules are not written again here. The service refuses by the emulator's own `Throttle` and `Quota`, by the
emulator's clock, which the simulation moves. Each run of a stack has the provider's own `Pace`, as each process of the
provider has. What the simulation adds is the order of events: runners take the next stack, an engine starts so many
operations at once, a request takes its time, and an operation that cannot succeed before its deadline fails its run. A
failed run is started again, as a pipeline does it. `bench.fleet_plans` says what is simulated, `bench.calibration`
compares it with engines.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.simulated_service import Service
from msgraph_meetings.graph.rate import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator.graph.throttle import Limit

_SMALLEST_STEP = 1e-6
_LOOK_AGAIN = 1.0
"""Seconds after which a waiting thread of the provider looks again, as in `graph/gate.py`."""


@dataclass(frozen=True)
class Fleet:
    """Meetings, stacks and the runners that deploy them.

    Args:
        meetings: of all stacks together.
        stacks: each with an organizer of its own.
        runners: how many stacks are deployed at once.
        parallel: operations that one engine has under way (`--parallel`; four for each core unless told otherwise).
        latency: seconds from request to answer; a few per cent more or less.
        start: seconds from the moment that a runner takes a stack to its first request; half of it more or less.
        step: seconds that an engine needs for each resource, one after the other.
        growth: seconds more for each resource that the state holds: the engine writes the whole state each time.
        timeout: seconds for one operation (`operationTimeout`).
        attempts: how often a pipeline starts a failed run.
    """

    meetings: int = 100_000
    stacks: int = 500
    runners: int = 50
    parallel: int = 8
    latency: float = 0.15
    start: float = 30.0
    step: float = 0.010
    growth: float = 0.00015
    timeout: float = 300.0
    attempts: int = 3


@dataclass
class Outcome:
    """The result of a simulation.

    Args:
        served: the seconds from the start at which each meeting was made.
        refused: how many requests were refused.
        failed: how many runs failed, and were started again.
        seconds: until the last run ended.
        unfinished: stacks whose last attempt failed.
    """

    served: list[float] = field(default_factory=list)
    refused: int = 0
    failed: int = 0
    seconds: float = 0.0
    unfinished: int = 0


class Timeline:
    """Events in order of their time."""

    def __init__(self) -> None:
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._numbers = itertools.count()

    def at(self, time: float, happen: Callable[[float], None]) -> None:
        """Let something happen later."""
        heapq.heappush(self._events, (time, next(self._numbers), happen))

    def run(self) -> None:
        """Go on until nothing is left."""
        while self._events:
            now, _, happen = heapq.heappop(self._events)
            happen(now)


@dataclass(frozen=True)
class _World:
    fleet: Fleet
    service: Service
    timeline: Timeline
    outcome: Outcome
    random: Callable[[], float]


@dataclass
class _Stack:
    organizer: str
    left: int
    """Meetings that are still to be made."""
    made: int = 0
    attempts: int = 0


class _Run:
    """One `pulumi up` of a stack, from its first request to its end."""

    def __init__(self, world: _World, stack: _Stack, ended: Callable[[float, bool], None]) -> None:
        self._world, self._stack, self._ended = world, stack, ended
        self._pace = Pace()
        self._line: deque[tuple[int, float]] = deque()
        self._looking = self._failed = False
        self._to_begin, self._under_way = stack.left, 0
        self._engine_free = 0.0

    def begin(self, now: float) -> None:
        """Start as many operations as the engine has under way at once."""
        for _ in range(min(self._world.fleet.parallel, self._to_begin)):
            self._next(now)

    def _next(self, now: float) -> None:
        if self._to_begin and not self._failed:
            self._to_begin -= 1
            self._under_way += 1
            self._line_up(now, now + self._world.fleet.timeout)
        elif not self._under_way:
            self._ended(now, self._failed)

    def _line_up(self, now: float, deadline: float) -> None:
        self._line.append((self._pace.ticket(now), deadline))
        if not self._looking:
            self._look(now)

    def _look(self, now: float) -> None:
        self._looking = False
        while self._line:
            ticket, deadline = self._line[0]
            wait, paused = self._pace.wait(ticket, now), self._pace.paused(now)
            if now >= deadline or (paused and now + wait > deadline):
                self._line.popleft()
                self._world.timeline.at(now, self._give_up)
            elif wait:
                self._looking = True
                pause = wait if paused else min(wait, _LOOK_AGAIN)
                self._world.timeline.at(now + max(pause, _SMALLEST_STEP), self._look)
                return
            else:
                self._line.popleft()
                self._send(now, deadline)

    def _send(self, went: float, deadline: float) -> None:
        latency = self._world.fleet.latency * (0.95 + 0.1 * self._world.random())

        def arrive(now: float) -> None:
            asked = self._world.service.create(self._stack.organizer, now)
            self._world.timeline.at(went + latency, lambda back: self._answered(back, went, deadline, asked))

        self._world.timeline.at(went + latency / 2, arrive)

    def _answered(self, now: float, went: float, deadline: float, asked: float | None) -> None:
        if asked is None:
            self._pace.served()
            self._world.outcome.served.append(now)
            self._stack.left -= 1
            self._world.timeline.at(self._written(now), self._finish)
            return
        self._world.outcome.refused += 1
        self._pace.refused(now, asked, went)
        if now + asked > deadline:
            self._give_up(now)
        else:
            self._world.timeline.at(now + asked, lambda later: self._line_up(later, deadline))

    def _written(self, now: float) -> float:
        """When the engine has written the state with one more resource."""
        fleet = self._world.fleet
        self._engine_free = max(now, self._engine_free) + fleet.step + fleet.growth * self._stack.made
        self._stack.made += 1
        return self._engine_free

    def _give_up(self, now: float) -> None:
        self._failed = True
        self._finish(now)

    def _finish(self, now: float) -> None:
        self._under_way -= 1
        self._next(now)


class _Runner:
    """Takes one stack after the other, until none is left."""

    def __init__(self, world: _World, stacks: deque[_Stack]) -> None:
        self._world, self._stacks = world, stacks

    def take(self, now: float) -> None:
        """Start with the next stack."""
        if not self._stacks:
            return
        stack = self._stacks.popleft()
        stack.attempts += 1
        run = _Run(self._world, stack, lambda later, failed: self._ended(later, stack, failed=failed))
        start = self._world.fleet.start * (0.5 + self._world.random())  # else all would send at the same moments
        self._world.timeline.at(now + start, run.begin)

    def _ended(self, now: float, stack: _Stack, *, failed: bool) -> None:
        outcome = self._world.outcome
        outcome.seconds = now
        if failed:
            outcome.failed += 1
            if stack.attempts < self._world.fleet.attempts:
                self._stacks.append(stack)
            else:
                outcome.unfinished += 1
        self.take(now)


def simulate(fleet: Fleet, limit: Limit | None) -> Outcome:
    """Return what happens where the service allows `limit` to the application; None for no limit."""
    service, timeline, outcome = Service(limit), Timeline(), Outcome()
    world = _World(fleet, service, timeline, outcome, random.Random(7).random)  # noqa: S311  (the same in every run)
    stacks = deque(_Stack(f"organizer-{n}", count) for n, count in enumerate(_shares(fleet)))
    for _ in range(fleet.runners):
        timeline.at(0.0, _Runner(world, stacks).take)
    timeline.run()
    service.close()
    return outcome


def _shares(fleet: Fleet) -> list[int]:
    """Return how many meetings each stack has."""
    return list(Counter(number % fleet.stacks for number in range(fleet.meetings)).values())
