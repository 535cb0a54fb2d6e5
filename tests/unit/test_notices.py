"""Notices: the first few one by one, the others in one line once no create is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.notices import ONE_BY_ONE, Notices
from tests.unit.fakes import Log

if TYPE_CHECKING:
    from collections.abc import Callable


class Moments:
    """What is to happen in a moment, when the test wants it."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def __call__(self, _seconds: float, then: Callable[[], None]) -> None:
        self._waiting.append(then)

    def pass_by(self) -> None:
        """Lets all of it happen."""
        while self._waiting:
            self._waiting.pop(0)()


class World:
    """A process that adopts meetings."""

    def __init__(self) -> None:
        self.summary, self.single, self.moments = Log(), Log(), Moments()
        self.notices = Notices(self.summary, self.moments)

    def adopt(self, *external_ids: str) -> None:
        """Creates that are answered with existing meetings, one after the other."""
        for external_id in external_ids:
            with self.notices.during_create():
                self.notices.adopted(external_id, f"adopted {external_id}", self.single)


@pytest.fixture
def world() -> World:
    return World()


FIRST = [f"m{number}" for number in range(ONE_BY_ONE)]


def test_first_few_adoptions_are_told_one_by_one(world: World) -> None:
    world.adopt(*FIRST)
    world.moments.pass_by()
    assert world.single.lines == [("warning", f"adopted {each}") for each in FIRST]
    assert world.summary.lines == []


def test_other_adoptions_are_told_in_one_line_when_no_create_follows(world: World) -> None:
    world.adopt(*FIRST, *(f"x{number}" for number in range(200)))
    assert world.summary.lines == []
    world.moments.pass_by()
    (line,) = world.summary.of("warning")
    assert line == (
        "adopted 200 more meetings that their external ids already had, in the same way:"
        " x0, x1, x2, x3, x4, x5, x6, x7, x8, x9 and 190 others"
    )
    assert len(world.single.lines) == ONE_BY_ONE


def test_line_waits_while_another_create_is_under_way(world: World) -> None:
    world.adopt(*FIRST, "x")
    with world.notices.during_create():
        world.moments.pass_by()
        assert world.summary.lines == []
    world.moments.pass_by()
    assert world.summary.of("warning") == [
        "adopted 1 more meeting that its external id already had, in the same way: x"
    ]


def test_what_is_adopted_after_a_line_gets_another_one(world: World) -> None:
    world.adopt(*FIRST, "x")
    world.moments.pass_by()
    world.adopt("y")
    world.moments.pass_by()
    world.adopt()
    world.moments.pass_by()
    assert [line.rpartition(": ")[2] for line in world.summary.of("warning")] == ["x", "y"]


def test_create_that_fails_does_not_keep_the_line_back(world: World) -> None:
    world.adopt(*FIRST, "x")
    with pytest.raises(ValueError, match="refused"), world.notices.during_create():
        raise ValueError("refused")
    world.moments.pass_by()
    assert len(world.summary.lines) == 1


def test_end_of_the_process_tells_what_is_left_at_once(world: World) -> None:
    world.adopt(*FIRST, "x")
    world.notices.flush()
    world.moments.pass_by()
    assert len(world.summary.lines) == 1
