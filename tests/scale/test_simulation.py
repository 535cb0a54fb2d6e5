"""The simulated fleet of docs/scale.md: it ends with every meeting made once, and its page shows its results."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bench.fleet_chart import drawn
from bench.fleet_plans import CHART, FLEET, PAGE, PLANS, RESULTS, page
from bench.simulated_service import Service
from bench.simulation import Fleet, simulate
from msgraph_meetings_emulator.front.errors import GraphError
from msgraph_meetings_emulator.graph.throttle import Limit

SMALL = Fleet(meetings=2000, stacks=20, runners=20, start=3.0, attempts=10)
"""More runners than the limits below allow requests a second."""


@pytest.mark.parametrize("retry_after", [None, 10.0])
def test_a_fleet_larger_than_the_limit_makes_every_meeting(retry_after: float | None) -> None:
    outcome = simulate(SMALL, Limit(10, retry_after=retry_after, by_emulator_clock=True))
    assert (len(outcome.served), outcome.unfinished) == (SMALL.meetings, 0)
    assert outcome.seconds <= 5 * SMALL.meetings / 10


def test_a_fleet_without_a_limit_is_never_refused() -> None:
    outcome = simulate(SMALL, None)
    assert (len(outcome.served), outcome.refused, outcome.failed) == (SMALL.meetings, 0, 0)


def test_a_fleet_never_makes_more_than_the_limit_allows() -> None:
    served = simulate(SMALL, Limit(10, by_emulator_clock=True)).served
    assert all(later - earlier > 1 - SMALL.latency for earlier, later in zip(served, served[10:], strict=False))


def test_a_simulation_gives_the_same_result_each_time() -> None:
    limit = Limit(30, by_emulator_clock=True)
    assert simulate(SMALL, limit) == simulate(SMALL, limit)


def test_a_run_with_no_time_to_wait_fails_and_is_started_again() -> None:
    outcome = simulate(replace(SMALL, timeout=5.0), Limit(5, retry_after=10.0, by_emulator_clock=True))
    assert outcome.failed > 0


def test_the_service_refuses_an_organizer_the_meeting_above_the_monthly_limit() -> None:
    service = Service(None)
    assert [service.create("ada", float(n)) for n in range(2000)] == [None] * 2000
    assert service.create("grace", 2000.0) is None
    with pytest.raises(GraphError):
        service.create("ada", 2001.0)
    assert service.create("ada", 31 * 24 * 3600.0) is None
    service.close()


def test_the_chart_and_the_table_show_the_kept_results() -> None:
    results = json.loads(RESULTS.read_text("utf-8"))
    again = "Run `python -m bench.fleet_plans --write`."
    assert [(row["limit"], row["runners"]) for row in results] == [(plan.limit, plan.runners) for plan in PLANS], again
    assert CHART.read_text("utf-8") == drawn(results), again
    assert PAGE.read_text("utf-8") == page(PAGE.read_text("utf-8"), results), again


def test_the_page_states_the_numbers_that_the_simulation_assumes() -> None:
    text = PAGE.read_text("utf-8")
    assumed = (
        f"{FLEET.meetings:,} meetings in {FLEET.stacks} stacks",
        f"{FLEET.parallel} operations at once",
        f"{FLEET.latency * 1000:.0f} ms",
        f"{FLEET.start:.0f} s before its first request",
        f"{FLEET.step * 1000:.0f} ms for each resource",
        f"{FLEET.growth * 1000:.2f} ms more",
        f"at most {FLEET.attempts} times",
    )
    assert [words for words in assumed if words not in text] == []
