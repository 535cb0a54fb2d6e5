"""Notices: the first few one by one, the others in one line once no create is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.http.notices import ONE_BY_ONE, Notices
from tests.unit.fakes import Log

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Condition


class Pauses:
    """The pauses after a create; in some of them another create begins."""

    def __init__(self) -> None:
        self.counted = 0
        self.then: list[Callable[[], None]] = []

    def __call__(self, _changed: Condition, begun: Callable[[], bool]) -> bool:
        self.counted += 1
        if self.then:
            self.then.pop(0)()
        return begun()


class World:
    """A process that adopts meetings."""

    def __init__(self) -> None:
        self.summary, self.single, self.pauses = Log(), Log(), Pauses()
        self.notices = Notices(self.summary, self.pauses)

    def adopt(self, *external_ids: str) -> None:
        """Creates that are answered with existing meetings; each begins in the pause after the one before."""
        self.pauses.then += [lambda rest=external_ids[1:]: self.adopt(*rest)] if external_ids[1:] else []  # type: ignore[misc]
        with self.notices.during_create():
            self.notices.adopted(external_ids[0], f"adopted {external_ids[0]}", self.single)

    def adopt_first(self) -> None:
        """Adopt those that are told one by one."""
        for external_id in FIRST:
            self.adopt(external_id)


@pytest.fixture
def world() -> World:
    return World()


FIRST = [f"m{number}" for number in range(ONE_BY_ONE)]


def test_first_few_adoptions_are_shown_one_by_one_without_a_pause(world: World) -> None:
    world.adopt_first()
    assert world.single.lines == [("warning", f"adopted {each}") for each in FIRST]
    assert (world.summary.lines, world.pauses.counted) == ([], 0)


def test_other_adoptions_are_shown_in_one_line_before_the_last_create_ends(world: World) -> None:
    world.adopt_first()
    world.adopt(*(f"x{number}" for number in range(50)))
    (line,) = world.summary.of("warning")
    assert line == (
        "adopted 50 more meetings that their external ids already had, as above:"
        " x0, x1, x2, x3, x4, x5, x6, x7, x8, x9 and 40 others"
    )
    assert len(world.single.lines) == ONE_BY_ONE


def test_line_waits_while_another_create_is_under_way(world: World) -> None:
    world.adopt_first()
    with world.notices.during_create():
        world.adopt("x")
        assert world.summary.lines == []
    assert world.summary.of("warning") == ["adopted 1 more meeting that its external id already had, as above: x"]


def test_what_is_adopted_after_a_line_gets_another_one(world: World) -> None:
    world.adopt_first()
    world.adopt("x")
    world.adopt("y")
    assert [line.rpartition(": ")[2] for line in world.summary.of("warning")] == ["x", "y"]


def test_run_that_adopts_one_after_the_other_does_not_pause_for_each(world: World) -> None:
    world.adopt_first()
    for number in range(100):
        world.adopt(f"x{number}")
    assert len(world.summary.lines) == 100
    assert world.pauses.counted == 20


def test_create_that_fails_does_not_keep_the_line_back(world: World) -> None:
    world.adopt_first()
    with world.notices.during_create():
        world.notices.adopted("x", "adopted x", world.single)
        with pytest.raises(ValueError, match="refused"), world.notices.during_create():
            raise ValueError("refused")
    assert len(world.summary.lines) == 1


def test_end_of_the_process_tells_what_is_left_at_once(world: World) -> None:
    world.adopt_first()
    world.notices.adopted("x", "adopted x", world.single)
    world.notices.flush()
    assert len(world.summary.lines) == 1
