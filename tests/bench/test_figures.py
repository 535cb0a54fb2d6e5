"""Medians, ratios and fits of made-up numbers."""

from __future__ import annotations

import pytest

from bench.cases import COMMANDS, Case
from bench.figures import busy, growth, rows
from bench.fit import line
from bench.memory import growth as growth_of_memory
from bench.samples import Sample
from bench.show import note
from tests.bench.made_up import LARGE, SLOW, SMALL, samples


def test_median_is_taken_when_one_round_was_disturbed() -> None:
    floor = next(row for row in rows(samples()) if row.candidate == "plugin floor")
    assert (floor.median, floor.seconds) == (1.2, (1.0, 9.0, 1.2))


def test_ratio_is_to_the_floor_of_the_same_way_in_and_case() -> None:
    ours = next(row for row in rows(samples()) if row.candidate == "plugin" and row.case == SMALL)
    assert (ours.over_floor, ours.over_terraform) == (1.25, None)


def test_ratio_is_to_terraform_and_its_stand_in_when_the_service_is_slow() -> None:
    ours = next(row for row in rows(samples()) if row.candidate == "plugin" and row.case == SLOW)
    assert (ours.over_floor, ours.over_terraform, ours.over_stand_in) == (None, 0.75, 1.5)


def test_rows_without_their_floor_have_no_ratio() -> None:
    (row,) = rows([Sample(SMALL, 0, "plugin", "up", 1.0)])
    assert (row.over_floor, row.over_terraform, row.service) == (None, None, None)


def test_rows_come_by_delay_size_and_command() -> None:
    cases = [LARGE, SMALL, SLOW]
    made = [Sample(case, 0, "plugin", command, 1.0) for case in cases for command in reversed(COMMANDS)]
    assert [(row.case, row.command) for row in rows(made)] == [
        (case, command) for case in (SMALL, LARGE, SLOW) for command in COMMANDS
    ]


def test_busy_emulator_is_told_when_it_takes_most_of_a_core() -> None:
    found = rows(samples())
    assert {(row.case, row.candidate) for row in busy(found)} == {
        (SLOW, name) for name in ("plugin", "terraform", "terraform stand-in")
    }
    assert "plugin up, 100 meetings, 150 ms a request (85%)" in note(found)
    assert note([row for row in found if row.case == SMALL]) == ""


def test_line_goes_through_points_that_lie_on_one() -> None:
    fitted = line({1: 2.003, 100: 2.3, 1000: 5.0})
    assert fitted is not None
    assert fitted == pytest.approx((2.0, 0.003, 1.0))


def test_line_fits_worse_when_the_cost_is_a_square() -> None:
    fitted = line({1: 0.001, 10: 0.1, 100: 10.0, 1000: 1000.0})
    assert fitted is not None
    assert fitted.fit < 0.999


def test_no_line_is_drawn_through_two_points() -> None:
    assert line({1: 1.0, 100: 2.0}) is None


def test_growth_is_ours_minus_the_floor_for_each_command() -> None:
    floors, each = {1: 1.0, 100: 3.0, 1000: 20.0}, 0.01
    made = [
        Sample(Case(count), 0, name, "up", floor + (0 if "floor" in name else 0.5 + each * count))
        for count, floor in floors.items()
        for name in ("plugin floor", "plugin")
    ]
    (found,) = growth(rows(made))
    assert (found["candidate"], found["command"]) == ("plugin", "up")
    assert (found["start"], found["each"], found["fit"]) == pytest.approx((0.5, each, 1.0))


def test_growth_takes_the_runs_without_checkpoints_when_both_were_measured() -> None:
    made = [
        Sample(Case(count, 0, checkpoints=checkpoints), 0, name, "up", seconds)
        for count in (1, 100, 1000)
        for checkpoints, ours in ((True, 9.0), (False, 2.0))
        for name, seconds in (("plugin floor", 1.0), ("plugin", ours))
    ]
    (found,) = growth(rows(made))
    assert found["ours"] == {1: 1.0, 100: 1.0, 1000: 1.0}


def test_growth_of_memory_is_of_the_second_half() -> None:
    assert growth_of_memory(before=60.0, after=61.0, count=2048) == 1024
