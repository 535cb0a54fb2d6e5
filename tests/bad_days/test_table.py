"""The table of bad days: how a row is read, and what no row may lack."""

from __future__ import annotations

import pytest

from tests.bad_days.day import Day
from tests.bad_days.graph import IN_VAIN, PASSING, REFUSED, THROTTLED, TOLD_TO_WAIT, TOO_LONG
from tests.bad_days.machine import ODD, SETTINGS, WAYS_OUT
from tests.bad_days.token_service import TOKEN_SERVICE

TABLES = (REFUSED, PASSING, IN_VAIN, TOLD_TO_WAIT, TOO_LONG, THROTTLED, TOKEN_SERVICE, SETTINGS, ODD, WAYS_OUT)


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("Wait 7 s on\n  x.example. Run again", []),
        ("Run again. Wait 7 s on x.example", ["Run|Try"]),
        ("Wait a s on x.example. Try again", ["Wait {seconds} s on {host}"]),
        ("Wait 7 s on yxexample. Try again", ["Wait {seconds} s on {host}"]),
    ],
)
def test_row_finds_what_it_says_in_order_with_numbers_and_alternatives(said: str, missing: list[str]) -> None:
    assert Day(("Wait {seconds} s on {host}", "Run|Try")).missing(said, host="x.example") == missing


def test_each_row_that_fails_tells_what_a_person_reads() -> None:
    rows = [(name, day) for table in TABLES for name, day in table.items()]
    assert [name for name, day in rows if day.end == "failed" and not (day.says or day.row)] == []


@pytest.mark.parametrize("table", [REFUSED, TOO_LONG], ids=["refused", "too long"])
def test_each_row_that_the_plugin_runs_has_its_status_code(table: dict[str, Day]) -> None:
    assert [name for name, day in table.items() if not day.code] == []


def test_each_refusal_names_the_row_of_the_catalogue_that_explains_it() -> None:
    assert [name for name, day in REFUSED.items() if not day.row] == []
