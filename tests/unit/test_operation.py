"""Small modules: operation, unknown values, derived external ids, and bugs said plainly."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from msgraph_meetings.errors import CancelledError
from msgraph_meetings.errors.unexpected import unexpected
from msgraph_meetings.http.operation import Clock, Operation
from msgraph_meetings.model.unknowns import UNKNOWN, known
from tests.unit.fakes import FakeClock, operation


def test_an_operation_counts_down_to_nothing_and_not_below() -> None:
    clock = FakeClock()
    under_way = operation(10, clock)
    under_way.wait(4)
    assert (under_way.elapsed, under_way.remaining) == (4, 6)
    under_way.wait(60)
    assert under_way.remaining == 0


def test_a_real_wait_ends_when_it_is_cancelled_from_another_thread() -> None:
    under_way = Operation("meeting standup", 300)
    canceller = Thread(target=under_way.cancelled.set)
    canceller.start()
    with pytest.raises(CancelledError, match=r"(?s)meeting standup: stopped.*to continue"):
        under_way.wait(300)
    canceller.join()
    with pytest.raises(CancelledError):
        under_way.go_on()


def test_a_real_clock_goes_on_and_a_wait_of_nothing_ends() -> None:
    clock = Clock()
    assert clock.wait(0, Event()) is False
    assert clock.now() <= clock.now()


@pytest.mark.parametrize(
    ("value", "is_known"),
    [
        (None, True),
        ("x", True),
        ({"a": [1, {"b": None}]}, True),
        (UNKNOWN, False),
        ([1, UNKNOWN], False),
        ({"a": {"b": [UNKNOWN]}}, False),
    ],
)
def test_a_value_is_known_when_nothing_in_it_is_unknown(value: object, *, is_known: bool) -> None:
    assert known(value) is is_known
    assert repr(UNKNOWN) == "UNKNOWN"


def test_bug_is_reported_with_its_place_and_without_values() -> None:
    with pytest.raises(KeyError) as failed:
        {}["canary-secret"]  # type: ignore[index]
    said = str(unexpected(failed.value))
    assert "KeyError at test_operation.py:" in said
    assert "canary" not in said
    assert said.splitlines()[1:2] == ["This is a bug in the provider."]


def test_bug_without_a_place_is_reported_too() -> None:
    assert "ValueError at ?" in str(unexpected(ValueError("x")))
