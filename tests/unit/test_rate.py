"""The rate of requests after a refusal, against services of several kinds, in simulated time.

The aims: all are served; in at most 1.15 of the time that the allowed rate takes; refused are at most those that were
under way at the first refusal, and 2 % more; and when a common wait ends, nobody exceeds the rate in a herd.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.graph.rate import LONGEST_PAUSE, Pace
from tests.sampling import sampled
from tests.unit.throttling import FixedWindow, Limit, Simulation, SlidingWindow, TokenBucket

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.throttling import Outcome, Service

SERVICES = (FixedWindow, SlidingWindow, TokenBucket)
CROWDS = [(4, 0.1), (8, 0.02), (64, 0.1), (64, 0.5)]
"""Threads, and seconds to an answer."""
LONG = {1.0: 400, 10.0: 1000}
"""Seconds of work at the allowed rate, by what a refusal asks: a trial that costs ten seconds needs time to pay."""
RATES = [(1.0, 5), (1.0, 20), (10.0, 5), (10.0, 20)]
"""The wait that a refusal asks for, and the rate."""


def assert_aims(outcome: Outcome, limit: Limit, requests: int) -> None:
    assert len(outcome.served) == requests
    assert outcome.served[-1] <= 1.15 * requests / limit.rate
    assert len(outcome.refused) <= outcome.burst + 0.02 * requests
    first, *later = outcome.in_the_second_after_each_wait()
    assert first <= limit.rate
    assert all(count <= 1.1 * limit.rate + 1 for count in later)  # a trial before it may have been a little too fast


@pytest.mark.parametrize("kind", SERVICES)
@pytest.mark.parametrize("refused_count", [True, False])
@pytest.mark.parametrize(("retry_after", "rate"), sampled(RATES, RATES[1:3]))
def test_the_allowed_rate_is_used_and_hardly_exceeded(
    kind: Callable[[Limit], Service], rate: int, retry_after: float, *, refused_count: bool
) -> None:
    limit, requests = Limit(rate, retry_after, refused_count), rate * LONG[retry_after]
    for threads, latency in CROWDS:
        assert_aims(Simulation(Pace(), kind(limit), threads, latency).run(requests), limit, requests)


@pytest.mark.parametrize("kind", SERVICES)
def test_a_hundred_a_second_too(kind: Callable[[Limit], Service]) -> None:
    limit, requests = Limit(100), 10_000
    assert_aims(Simulation(Pace(), kind(limit), 64, 0.1).run(requests), limit, requests)


@pytest.mark.parametrize("kind", SERVICES)
@pytest.mark.parametrize("threads", [8, 64])
def test_a_thousand_meetings_at_twenty_a_second(kind: Callable[[Limit], Service], threads: int) -> None:
    limit = Limit(20, refused_count=False)
    assert_aims(Simulation(Pace(), kind(limit), threads, 0.02).run(1000), limit, 1000)


@pytest.mark.parametrize("kind", SERVICES)
def test_pace_follows_a_limit_that_falls_and_rises_again(kind: Callable[[Limit], Service]) -> None:
    limit = Limit(20)
    service = kind(limit)

    def changing(now: float) -> float | None:
        limit.rate = 4 if 100 <= now < 200 else 20
        return service(now)

    outcome = Simulation(Pace(), changing, 8, 0.02).run(6000)
    assert len(outcome.served) == 6000
    assert len(outcome.refused) <= outcome.burst + 0.02 * 6000
    assert sum(120 <= at < 200 for at in outcome.served) >= 0.8 * 80 * 4
    assert sum(300 <= at < 360 for at in outcome.served) >= 0.8 * 60 * 20


# One by one


def gone(pace: Pace, now: float, count: int) -> list[float]:
    """Return the times of that many requests that start to wait now."""
    times = []
    for ticket in [pace.ticket(now) for _ in range(count)]:
        while wait := pace.wait(ticket, now):
            now += wait
        times.append(now)
    return times


def taught(served: int, seconds: float, pause: float) -> tuple[Pace, float]:
    """A rate after so many were served in so many seconds and one refused, and the time at which the wait is over."""
    pace = Pace()
    gone(pace, 100.0, served + 1)
    for _ in range(served):
        pace.served()
    pace.refused(100.0 + seconds, pause, 100.0)
    return pace, 100.0 + seconds + pause


def test_pace_allows_every_request_before_the_first_refusal() -> None:
    assert gone(Pace(), 7.0, 1000) == [7.0] * 1000


def test_pace_after_the_first_wait_is_the_accepted_rate_with_the_wait_included() -> None:
    pace, now = taught(served=30, seconds=3.0, pause=3.0)
    gaps = [after - before for before, after in pairwise(gone(pace, now, 5))]
    assert gaps == pytest.approx([1 / 5] * 4, rel=0.01)


def test_a_first_request_that_is_refused_is_followed_by_one_a_second() -> None:
    pace, now = taught(served=0, seconds=0.0, pause=10.0)
    assert gone(pace, now, 3) == pytest.approx([now, now + 1, now + 2], rel=0.01)


def test_idle_time_allows_no_burst_later() -> None:
    pace, now = taught(served=10, seconds=1.0, pause=1.0)
    gone(pace, now, 1)
    later = now + 1000
    assert gone(pace, later, 3) == pytest.approx([later, later + 0.2, later + 0.4], rel=0.01)


def test_pace_does_not_climb_while_no_request_waits() -> None:
    pace, now = taught(served=10, seconds=1.0, pause=1.0)
    for second in range(1000):
        gone(pace, now + second, 1)
    first, second_ = gone(pace, now + 1000, 2)
    assert second_ - first == pytest.approx(0.2, rel=0.01)


def test_late_refusals_from_before_a_wait_do_not_change_the_pace() -> None:
    pace, now = taught(served=10, seconds=1.0, pause=1.0)
    gone(pace, now, 3)
    pace.served()
    pace.refused(now + 1, 1.0, 100.0)  # it went before the wait, and its answer took that long
    first, second = gone(pace, now + 1, 2)
    assert first == pytest.approx(now + 2)
    assert second - first == pytest.approx(0.2, rel=0.01)


def test_refusal_soon_after_a_wait_restarts_the_pace() -> None:
    pace, now = taught(served=100, seconds=1.0, pause=1.0)
    gone(pace, now, 4)
    pace.served()
    pace.refused(now + 0.1, 1.0, now + 0.05)  # one in 1.1 s
    first, second = gone(pace, now + 1.1, 2)
    assert second - first == pytest.approx(1.1, rel=0.01)


def test_pace_falls_with_each_refusal_while_nothing_is_served() -> None:
    pace, now = taught(served=0, seconds=0.0, pause=1.0)  # other processes use up the limit
    times = []
    for _ in range(5):
        times += gone(pace, now, 1)
        pace.refused(times[-1] + 0.1, 1.0, times[-1])
        now = times[-1] + 1.1
    gaps = [after - before for before, after in pairwise(times)]
    assert all(later > 1.2 * earlier for earlier, later in pairwise(gaps))


def test_service_that_recovers_is_noticed_within_half_a_minute() -> None:
    pace, now = taught(served=0, seconds=0.0, pause=1.0)
    times = []
    for _ in range(20):
        times += gone(pace, now, 1)
        pace.refused(times[-1] + 0.1, 1.0, times[-1])
        now = times[-1] + 1.1
    assert max(after - before for before, after in pairwise(times)) < 35


def test_wait_ends_after_ten_minutes_however_long_it_is() -> None:
    pace, _ = taught(served=1, seconds=1.0, pause=1e12)
    assert pace.paused(100 + LONGEST_PAUSE)
    assert not pace.paused(101 + LONGEST_PAUSE)
