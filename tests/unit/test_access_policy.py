"""waitForAccessPolicy: a create waits for an access policy that does not apply yet, and one create asks for all."""

from __future__ import annotations

import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.config.reading import read_settings
from msgraph_meetings.errors import AccessPolicyError, CancelledError
from msgraph_meetings.graph.access_policy import EVERY, PolicyWait
from msgraph_meetings.graph.session import Reply
from msgraph_meetings.http.operation import Clock, Operation
from tests.unit.fakes import FakeClock, Log, error, operation
from tests.unit.world import INPUTS, World

if TYPE_CHECKING:
    from threading import Event

REFUSED = error(403, "Forbidden", "No application access policy found for this app on the user.")
HALF_AN_HOUR = 1800.0


def patient(seconds: float = HALF_AN_HOUR) -> World:
    """A world that waits for an access policy; its operations have the time for it."""
    world = World()
    world.policy = PolicyWait(seconds)
    world.deploy_anew()
    return world


def create(world: World, timeout: float = 2000.0, **changes: Any) -> Any:
    return world.lifecycle.create(INPUTS | changes, operation(timeout, world.clock, world.log))


def test_create_waits_until_the_policy_applies_and_makes_one_meeting() -> None:
    world = patient()
    world.service.refuse = [REFUSED] * 5
    made = create(world)
    assert world.methods == "POST POST POST POST POST POST"
    assert list(world.service.meetings) == [made.id]
    assert made.state["adopted"] is False
    assert 140 < world.clock.time - 1000 < 170


def test_create_says_when_it_asks_again_and_how_long_it_waits() -> None:
    world = patient()
    world.service.refuse = [REFUSED] * 3
    create(world)
    *asked, last = world.log.of("info")
    told = re.compile(r"the access policy is not effective yet, asked again in 30 s, (\d+) min left")
    assert [told.fullmatch(line) is not None for line in asked] == [True] * 3
    assert asked[0].endswith("30 min left")
    assert re.fullmatch(r"the access policy applies now, after \d+ s", last)


def test_patch_of_a_new_meeting_waits_too_when_another_server_knows_no_policy_yet() -> None:
    world = patient()
    refusals = iter([None, REFUSED, REFUSED])
    answer = world.service._answer
    world.service._answer = lambda request: next(refusals, None) or answer(request)  # type: ignore[method-assign]
    made = create(world, recordAutomatically=True)
    assert world.methods == "POST PATCH PATCH PATCH"
    assert made.state["recordAutomatically"] is True


def test_create_fails_at_once_without_the_setting() -> None:
    world = World()
    world.service.refuse = [REFUSED]
    with pytest.raises(AccessPolicyError, match="waitForAccessPolicy"):
        create(world)
    assert world.methods == "POST"


@pytest.mark.parametrize(("wait", "timeout", "seconds"), [(120.0, 2000.0, 120), (HALF_AN_HOUR, 90.0, 90)])
def test_create_gives_up_at_the_end_of_the_wait_or_of_the_operation(wait: float, timeout: float, seconds: int) -> None:
    world = patient(wait)
    world.service.refuse = [REFUSED] * 100
    with pytest.raises(AccessPolicyError, match=f"did not apply within {seconds} s") as told:
        create(world, timeout)
    assert "Grant-CsApplicationAccessPolicy" in str(told.value)
    assert world.service.meetings == {}
    assert len(world.service.requests) <= 1 + seconds // 30


def test_create_with_a_short_wait_asks_once_more_at_its_end() -> None:
    world = patient(20.0)
    world.service.refuse = [REFUSED]
    create(world)
    assert world.methods == "POST POST"
    assert "asked again in 20 s, 20 s left" in world.log.of("info")[0]


def test_cancelled_create_stops_waiting_at_once() -> None:
    world = patient()
    world.service.refuse = [REFUSED] * 100
    bounds = operation(2000.0, world.clock, world.log)
    world.clock.on_wait = bounds.cancelled.set
    with pytest.raises(CancelledError):
        PolicyWait(HALF_AN_HOUR).until_it_applies("o", _refuse, bounds)
    assert world.clock.waits == []


def _refuse() -> Reply:
    raise AccessPolicyError("No application access policy allows it.")


def test_default_operation_timeout_leaves_the_wait_out_and_a_set_one_limits_it() -> None:
    waits = {"waitForAccessPolicy": "1800"}
    assert read_settings(waits.get, {}).create_timeout == 2100.0
    assert read_settings({**waits, "operationTimeout": "600"}.get, {}).create_timeout == 600.0
    assert read_settings(waits.get, {}).operation_timeout == 300.0


class SharedClock(Clock):
    """Time that goes on when all threads wait; then the thread wakes that has waited for the earliest moment."""

    def __init__(self, threads: int) -> None:
        self._changed = threading.Condition()
        self._busy = threads
        self._wakes: list[float] = []
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float, cancelled: Event) -> bool:
        with self._changed:
            wakes = self.time + seconds
            self._wakes.append(wakes)
            self._rest()
            self._changed.wait_for(lambda: self.time >= wakes)
        return cancelled.is_set()

    def leave(self) -> None:
        """End a thread."""
        with self._changed:
            self._rest()

    def _rest(self) -> None:
        self._busy -= 1
        if self._busy == 0 and self._wakes:
            self.time = min(self._wakes)
            woken = [each for each in self._wakes if each <= self.time]
            self._wakes = [each for each in self._wakes if each > self.time]
            self._busy = len(woken)
            self._changed.notify_all()


def in_threads(applies: dict[str, float], each: int, wait: float = HALF_AN_HOUR) -> tuple[Counter[str], list[Any]]:
    """Return the requests by organizer, and the results: so many creates of each organizer at once.

    Args:
        applies: the second from which the policy of each organizer applies.
        each: the creates of each organizer.
        wait: the longest wait.
    """
    organizers = [organizer for organizer in applies for _ in range(each)]
    clock, policy = SharedClock(len(organizers)), PolicyWait(wait)
    asked: Counter[str] = Counter()
    together, lock = threading.Barrier(len(organizers)), threading.Lock()

    def send(organizer: str) -> Reply:
        with lock:
            asked[organizer] += 1
        return Reply(201, {}) if clock.time >= applies[organizer] else _refuse()

    def run(organizer: str) -> Any:
        together.wait()
        try:
            return policy.until_it_applies(organizer, lambda: send(organizer), Operation("m", 2000.0, clock=clock))
        except AccessPolicyError as refused:
            return refused
        finally:
            clock.leave()

    with ThreadPoolExecutor(len(organizers)) as pool:
        results = list(pool.map(run, organizers))
    return asked, results


def test_one_create_asks_for_all_threads_of_an_organizer() -> None:
    asked, results = in_threads({"ada": 600.0}, each=20)
    assert {result.status for result in results} == {201}
    assert asked["ada"] <= 20 + 600 / 30 + 20


def test_each_organizer_is_asked_about_though_another_is_never_allowed() -> None:
    asked, results = in_threads({"ada": 300.0, "never": 9999.0, "ben": 900.0}, each=4)
    by_organizer = {"ada": results[:4], "never": results[4:8], "ben": results[8:]}
    assert {result.status for result in (*by_organizer["ada"], *by_organizer["ben"])} == {201}
    assert all(isinstance(result, AccessPolicyError) for result in by_organizer["never"])
    assert asked["ada"] <= 4 + 300 / 30 + 4 + 1
    assert asked["never"] <= 4 + HALF_AN_HOUR / 30 + 3 * 4


def test_organizer_with_one_create_has_its_turn_among_many_of_another_organizer() -> None:
    clock, policy, tried = FakeClock(), PolicyWait(HALF_AN_HOUR), []
    bounds = operation(2000.0, clock)
    with policy._place("never", bounds), policy._place("never", bounds), policy._place("ada", bounds) as ada:
        assert policy._next().organizer == "never"
        policy._asked["never"] = clock.time + 1
        assert policy._next() is ada
        tried.append(policy._turn(ada, bounds))
    assert tried == ["asks"]
    assert clock.time - 1000 <= EVERY


def test_create_that_is_not_next_does_not_ask() -> None:
    clock, policy = FakeClock(), PolicyWait(60.0)
    with policy._place("ada", operation(99.0, clock)), policy._place("ada", operation(99.0, clock)) as second:
        assert policy._turn(second, operation(99.0, clock)) == "over"


def test_waiting_creates_show_their_status_and_only_the_first_logs_a_line() -> None:
    first, second = Log(), Log()
    policy, clock = PolicyWait(60.0), FakeClock()
    with policy._place("ada", operation(99.0, clock, first)), policy._place("ada", operation(99.0, clock, second)):
        assert [len(first.of("info")), len(second.of("info")), len(second.of("status"))] == [1, 0, 1]
