"""The thread pool of the SDK's dynamic server: as many calls at once as the engine makes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from msgraph_meetings.dynamic.engine_cancel import widen

CALLS = 10


def test_calls_that_wait_for_a_thread_run_at_once_when_the_pool_is_widened() -> None:
    pool, widened = ThreadPoolExecutor(2), Event()
    together = Barrier(CALLS + 1, timeout=20)
    first = [pool.submit(widened.wait, 20) for _ in range(2)]
    waiting = [pool.submit(together.wait) for _ in range(CALLS)]
    widen(pool)
    together.wait()  # all of them are under way, and none has ended
    widened.set()
    assert all(done.result(20) for done in first)
    assert sorted(done.result(20) for done in waiting) != []
    pool.shutdown()


def test_call_that_comes_while_all_threads_are_busy_gets_a_thread_of_its_own() -> None:
    pool, end = ThreadPoolExecutor(2), Event()
    busy = [pool.submit(end.wait, 20) for _ in range(8)]
    widen(pool)
    assert pool.submit(lambda: "cancelled").result(20) == "cancelled"
    end.set()
    assert all(done.result(20) for done in busy)
    pool.shutdown()
