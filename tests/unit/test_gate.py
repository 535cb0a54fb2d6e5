"""The gate: when one is told to wait all wait, and afterwards they go one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier, Event, Lock

import pytest

from msgraph_meetings.errors import CancelledError, MeetingsError, ServiceError, ThrottledError
from msgraph_meetings.graph.gate import Pacer, too_long
from msgraph_meetings.graph.rate import LONGEST_PAUSE
from msgraph_meetings.http.operation import Clock, Operation
from tests.unit.fakes import FakeClock, Log, operation


def refuse(gate: Pacer, clock: FakeClock, seconds: float) -> None:
    """The service refuses a request that goes now."""
    gate.refused(operation(clock=clock), seconds, clock.time)


def pass_gate(gate: Pacer, clock: FakeClock, timeout: float = 300.0) -> float:
    """Goes through as a new operation; the time at which it was let through."""
    with gate.turn(operation(timeout, clock)):
        gate.served()
        return clock.time


def test_requests_do_not_wait_before_a_refusal() -> None:
    gate, clock = Pacer(1), FakeClock()
    for _ in range(1000):
        pass_gate(gate, clock)
    assert clock.waits == []


def test_all_requests_wait_when_one_is_asked_to_wait() -> None:
    gate, clock = Pacer(4), FakeClock()
    refuse(gate, clock, 30.0)
    start = clock.time
    times = [pass_gate(gate, clock) - start for _ in range(3)]
    assert times[0] == clock.waits[0] == 30.0
    assert times[2] > times[1] > 30.0


def test_a_longer_pause_wins_and_a_shorter_one_ends_nothing() -> None:
    gate, clock = Pacer(4), FakeClock()
    start = clock.time
    for seconds in (10.0, 30.0, 5.0):
        refuse(gate, clock, seconds)
    assert pass_gate(gate, clock) - start == 30.0


def test_waiting_request_keeps_waiting_when_the_pause_grows() -> None:
    gate, clock = Pacer(4), FakeClock()
    start = clock.time
    refuse(gate, clock, 10.0)

    def refuse_again() -> None:
        clock.on_wait = lambda: None
        refuse(gate, clock, 25.0)

    clock.on_wait = refuse_again
    assert pass_gate(gate, clock) - start == 25.0


def test_pace_after_a_pause_is_the_rate_that_the_service_accepted() -> None:
    gate, clock = Pacer(4), FakeClock()
    for _ in range(30):
        pass_gate(gate, clock)
        clock.time += 0.1
    refuse(gate, clock, 3.0)  # 30 were served in 3 s, and 3 s of rest were asked for
    times = [pass_gate(gate, clock) for _ in range(5)]
    gaps = [after - before for before, after in pairwise(times)]
    assert gaps == pytest.approx([0.2] * 4, rel=0.05)


def test_pace_climbs_while_requests_are_not_refused() -> None:
    gate, clock = Pacer(4), FakeClock()
    pass_gate(gate, clock)
    refuse(gate, clock, 10.0)
    times = [pass_gate(gate, clock) for _ in range(600)]
    assert times[1] - times[0] > 1.0
    assert times[-1] - times[-2] < 0.1


def test_operation_in_a_slow_queue_waits_until_the_deadline() -> None:
    gate, clock = Pacer(4), FakeClock()
    pass_gate(gate, clock)
    refuse(gate, clock, 10.0)
    pass_gate(gate, clock)
    start = clock.time
    with pytest.raises(
        ThrottledError,
        match=r"(?s)refuses further requests for now, and only 0 s of operationTimeout remain\.\s*Run .* later,",
    ):
        pass_gate(gate, clock, timeout=3.0)
    assert clock.time - start == 3.0


@pytest.mark.parametrize("asked", [LONGEST_PAUSE * 2, 1e12])
def test_pause_ends_after_ten_minutes_however_long_it_is(asked: float) -> None:
    gate, clock = Pacer(4), FakeClock()
    pass_gate(gate, clock)
    refuse(gate, clock, asked)
    clock.time += LONGEST_PAUSE
    first = pass_gate(gate, clock)
    refuse(gate, clock, 5.0)
    times = [pass_gate(gate, clock) for _ in range(3)]
    assert times[0] - first == 5.0
    assert all(after > before for before, after in pairwise(times))


def test_a_turn_after_the_deadline_is_an_error_at_once() -> None:
    gate, clock = Pacer(4), FakeClock()
    refuse(gate, clock, 60.0)
    with pytest.raises(
        ThrottledError, match=r"^Throttled: Graph asks to wait 60 s, but only 20 s of operationTimeout remain"
    ):
        pass_gate(gate, clock, timeout=20.0)
    assert clock.waits == []


@pytest.mark.parametrize(("seconds", "kind"), [(60.0, ServiceError), (5.0, ServiceError), (70.0, ThrottledError)])
def test_gate_names_the_reason_of_the_longest_wait_when_two_asked(seconds: float, kind: type[MeetingsError]) -> None:
    gate, clock = Pacer(4), FakeClock()
    gate.refused(operation(clock=clock), 61.0, clock.time, ServiceError("It failed."))
    gate.refused(operation(clock=clock), seconds, clock.time, ThrottledError("Too many."))
    with pytest.raises(kind):
        pass_gate(gate, clock, timeout=20.0)


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [(59, "59 s"), (599, "599 s"), (600, "10 min"), (3599, "60 min"), (3600, "1 hour"), (9000, "2.5 hours")],
)
def test_throttling_names_the_wait_with_a_unit_that_fits(seconds: float, spoken: str) -> None:
    assert f"asks to wait {spoken}, but only 7 s of" in str(too_long(operation(7), seconds))


def test_wait_of_a_second_or_more_is_logged() -> None:
    gate, clock, log = Pacer(4), FakeClock(), Log()
    refuse(gate, clock, 60.0)
    with gate.turn(operation(300, clock, log)):
        pass
    assert log.lines == [("status", "waiting 60 s, as Graph asks; 300 s left")]


def test_a_cancelled_operation_gets_no_turn_and_ends_its_wait() -> None:
    gate, clock = Pacer(4), FakeClock()
    stopped = operation(clock=clock)
    stopped.cancelled.set()
    with pytest.raises(CancelledError), gate.turn(stopped):
        pass
    refuse(gate, clock, 60.0)
    waiting = operation(clock=clock)
    clock.on_wait = waiting.cancelled.set
    with pytest.raises(CancelledError), gate.turn(waiting):
        pass
    assert clock.waits == []


def test_error_during_a_turn_releases_the_place() -> None:
    gate, clock = Pacer(1), FakeClock()
    for _ in range(3):
        with pytest.raises(KeyError), gate.turn(operation(clock=clock)):
            raise KeyError
    refuse(gate, clock, 60.0)
    for _ in range(3):
        with pytest.raises(ThrottledError), gate.turn(operation(5, clock)):
            pass
    pass_gate(gate, clock)


def test_at_most_the_allowed_number_of_requests_runs_at_once() -> None:
    gate, lock, together = Pacer(3), Lock(), Barrier(3)
    inside, most = 0, 0

    def one() -> None:
        nonlocal inside, most
        with gate.turn(Operation("meeting", 300)):
            with lock:
                inside += 1
                most = max(most, inside)
            together.wait(timeout=60)
            with lock:
                inside -= 1

    with ThreadPoolExecutor(12) as pool:
        for done in [pool.submit(one) for _ in range(12)]:
            done.result()
    assert most == 3


class WatchedClock(FakeClock):
    """A clock that tells when an operation that has begun looks at it again."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0
        self.watched = Event()

    def now(self) -> float:
        self.seen += 1
        if self.seen > 1:
            self.watched.set()
        return super().now()


def test_request_waiting_for_a_place_obeys_a_pause_that_starts_meanwhile() -> None:
    gate, clock = Pacer(1), WatchedClock()
    start = clock.time
    with ThreadPoolExecutor(1) as pool:
        with gate.turn(operation()):
            waiting = pool.submit(pass_gate, gate, clock)
            clock.watched.wait(timeout=60)
            gate.refused(operation(), 30.0, FakeClock().time)
        assert waiting.result() - start == 30.0


class SpentClock(FakeClock):
    """A clock that leaps to the end as soon as the operation has begun."""

    def now(self) -> float:
        self.time += 400.0
        return self.time


def test_request_without_a_place_until_the_deadline_gets_the_reason() -> None:
    gate = Pacer(1)
    with (
        gate.turn(Operation("meeting", 300)),
        pytest.raises(ThrottledError, match=r"no request could be sent within 300 s \(operationTimeout\)"),
        gate.turn(Operation("meeting standup", 300, clock=SpentClock())),
    ):
        pass


def test_request_cancelled_without_a_place_gets_a_cancelled_error() -> None:
    gate, under_way = Pacer(1), Operation("meeting", 300, clock=Clock())
    with ThreadPoolExecutor(1) as pool, gate.turn(Operation("meeting", 300)):
        waiting = pool.submit(lambda: gate.turn(under_way).__enter__())
        under_way.cancelled.set()
        with pytest.raises(CancelledError):
            waiting.result()
