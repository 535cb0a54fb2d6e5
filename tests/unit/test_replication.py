"""404 NotFound to createOrGet, or to the PATCH of a new meeting: repeated for some seconds, never called gone."""

from __future__ import annotations

from typing import Any

import pytest

from msgraph_meetings.errors import CancelledError, IncompleteError, NotFoundError, NotVisibleError, UnknownUserError
from msgraph_meetings.graph.replication import VISIBLE_SECONDS
from msgraph_meetings.http.transport import Answer
from tests.unit.fakes import USER, answer, error
from tests.unit.world import INPUTS, World

NOT_FOUND = error(404, "NotFound", "3004: Specified meeting is not found")
DIFFERS: dict[str, Any] = {"recordAutomatically": True}


def created(world: World) -> Answer:
    """The answer to createOrGet, of a meeting that the service holds from now on."""
    world.create()
    made = next(iter(world.service.meetings.values()))
    world.deploy_anew()
    world.service.forget_requests()
    return answer(201, {name: value for name, value in made.items() if name != "_user"})


@pytest.mark.parametrize("times", [1, 2, 3])
def test_create_makes_the_meeting_when_create_or_get_answers_404_at_first(world: World, times: int) -> None:
    world.service.refuse = [NOT_FOUND] * times
    assert world.create().state["adopted"] is False
    assert world.methods == " ".join(["POST"] * (times + 1))
    assert len(world.log.of("info")) == times


def test_create_adopts_nothing_when_the_404_came_after_the_work(world: World) -> None:
    found = created(world)
    world.service.refuse = [NOT_FOUND, Answer(200, found.headers, found.body)]
    assert world.create(onExisting="fail").state["adopted"] is False


@pytest.mark.parametrize(("jitter", "tries"), [(0.0, 6), (1.0, 5)])
def test_create_says_what_404_may_mean_when_create_or_get_answers_it_for_long(
    world: World, monkeypatch: pytest.MonkeyPatch, jitter: float, tries: int
) -> None:
    monkeypatch.setattr("tenacity.wait.random.random", lambda: jitter)
    world.service.refuse = [NOT_FOUND] * 20
    with pytest.raises(
        NotVisibleError, match=rf'(?s)"not found" \(404\) when the meeting was created.*{USER}.*licence'
    ) as told:
        world.create()
    assert "no longer exists" not in str(told.value)
    assert told.value.request_id == "rq-1"
    assert world.service.methods.count("POST") == tries
    assert sum(world.clock.waits) <= VISIBLE_SECONDS


def test_create_fails_at_once_when_the_path_names_no_user(world: World) -> None:
    world.service.refuse = [error(404, "UnknownError", "")]
    with pytest.raises(UnknownUserError):
        world.create()
    assert world.clock.waits == []


def test_create_finishes_when_the_patch_of_a_new_meeting_answers_404_at_first(world: World) -> None:
    world.service.refuse = [created(world), NOT_FOUND, NOT_FOUND]
    made = world.create(**DIFFERS)
    assert world.methods == "POST PATCH PATCH PATCH"
    assert made.state["recordAutomatically"] is True


def test_create_says_not_visible_yet_when_the_patch_of_a_new_meeting_answers_404(world: World) -> None:
    first = created(world)
    world.service.refuse = [first] + [NOT_FOUND] * 20
    with pytest.raises(IncompleteError, match=r"(?s)new meeting is not visible yet.*`pulumi up` then finishes") as told:
        world.create(**DIFFERS)
    assert "no longer exists" not in str(told.value)
    assert told.value.meeting_id in world.service.meetings
    assert sum(world.clock.waits) <= VISIBLE_SECONDS


def test_create_fails_at_once_when_the_patch_of_an_adopted_meeting_answers_404(world: World) -> None:
    found = created(world)
    world.service.refuse = [Answer(200, found.headers, found.body), NOT_FOUND]
    with pytest.raises(IncompleteError) as told:
        world.create(**DIFFERS)
    assert isinstance(told.value.__cause__, NotFoundError)
    assert world.methods == "POST PATCH"


def test_update_says_gone_at_once_when_the_patch_answers_404(world: World) -> None:
    made = world.create_earlier()
    world.service.refuse = [NOT_FOUND]
    with pytest.raises(NotFoundError, match="no longer exists"):
        world.update(made, subject="other")
    assert world.methods == "PATCH"


def test_create_ends_at_once_when_it_is_cancelled_between_two_tries(world: World) -> None:
    world.service.refuse = [NOT_FOUND] * 20
    operation = world.operation()
    world.clock.on_wait = operation.cancelled.set
    with pytest.raises(CancelledError):
        world.lifecycle.create(INPUTS, operation)
    assert world.methods == "POST"


def test_create_gives_up_when_the_time_of_the_operation_ends_first(world: World) -> None:
    world.service.refuse = [NOT_FOUND] * 20
    operation = world.operation()
    world.clock.time += operation.timeout - 1
    with pytest.raises(NotVisibleError):
        world.lifecycle.create(INPUTS, operation)
    assert world.methods == "POST"
