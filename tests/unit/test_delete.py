"""delete, and what the registry keeps from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.errors import IncompleteError, MeetingsError, NotDeletedError, RefusedError, UnknownUserError
from msgraph_meetings.meetings.lifecycle import Made
from tests.unit.fakes import error

if TYPE_CHECKING:
    from tests.unit.world import World


def test_a_delete_is_one_request(world: World, made: Made) -> None:
    world.delete(made)
    assert world.methods == "DELETE"
    assert world.service.meetings == {}
    assert world.log.lines == []


def test_delete_of_a_deleted_meeting_succeeds(world: World, made: Made) -> None:
    world.service.meetings.clear()
    world.delete(made)
    assert world.log.lines == [("info", "the meeting was already deleted")]


def test_deleting_again_after_a_lost_answer_succeeds(world: World, made: Made) -> None:
    world.service.lose = 1
    world.delete(made)
    assert world.methods == "DELETE DELETE"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 507])
def test_a_delete_is_repeated_after_a_failure_that_may_pass(world: World, made: Made, status: int) -> None:
    world.service.refuse = [error(status)]
    world.delete(made)
    assert world.methods == "DELETE DELETE"


@pytest.mark.parametrize(
    ("failing", "expected"),
    [
        (error(404, "UnknownError", ""), UnknownUserError),
        (error(404, "NotFound", "Organizer Id mismatch User Id: x."), RefusedError),
        (error(404, "", ""), RefusedError),
        (error(403, "Forbidden", ""), MeetingsError),
    ],
)
def test_a_delete_that_did_not_delete_is_an_error(
    world: World, made: Made, failing: Any, expected: type[MeetingsError]
) -> None:
    world.service.refuse = [failing]
    with pytest.raises(expected):
        world.delete(made)


def test_a_meeting_that_is_retained_is_left_alone(world: World, made: Made) -> None:
    world.delete(Made(made.id, made.state | {"deletionPolicy": "retain"}))
    assert world.methods == ""
    assert world.log.lines == [("info", "the meeting stays in Teams, because deletionPolicy is retain")]


def test_resource_renamed_without_aliases_does_not_delete_its_meeting(world: World, made: Made) -> None:
    renamed = world.create(resource="new")
    assert renamed.id == made.id
    world.service.forget_requests()
    world.delete(made, resource="old")
    assert world.methods == ""
    assert (
        world.log.of("warning")[-1]
        == "the meeting was not deleted, because resource 'new' of this program declares it too"
    )


def test_replaced_resource_keeps_its_meeting_and_is_told_how_to_get_another_link(world: World, made: Made) -> None:
    world.create(resource="m")
    world.service.forget_requests()
    world.delete(made, resource="m")
    assert world.methods == ""
    assert "does not change the join URL; set another external_id" in world.log.of("warning")[-1]


def test_meeting_that_another_resource_declares_is_kept_in_a_later_deployment(world: World, made: Made) -> None:
    world.check("new")  # the deployment that took it over failed before its end
    world.delete(made, resource="old")
    assert world.methods == ""


def test_delete_after_the_other_resource_failed_is_refused_and_the_state_keeps_it(world: World, made: Made) -> None:
    world.check("new")
    world.service.refuse = [error(400, "BadRequest", "no")]
    with pytest.raises(RefusedError):
        world.create(resource="new")
    with pytest.raises(NotDeletedError, match="resource 'new'"):
        world.delete(made, resource="old")
    assert list(world.service.meetings) == [made.id]


def test_values_of_the_remaining_resource_are_put_back_when_a_duplicate_goes(world: World, made: Made) -> None:
    second = world.create(resource="second", subject="second")
    world.deploy_anew()
    world.check("m")
    world.diff(made, "m")
    world.service.forget_requests()
    world.delete(second, resource="second")
    assert world.methods == "PATCH"
    assert world.last_body == {"subject": "Stand-up"}
    assert world.held(made)["subject"] == "Stand-up"


def test_delete_in_a_run_without_a_program_deletes(world: World, made: Made) -> None:
    world.deploy_anew()
    world.delete(made, resource="m")
    assert world.service.meetings == {}


def test_deleted_and_recreated_meeting_is_reported_with_its_new_link(world: World, made: Made) -> None:
    world.delete(made)
    again = world.create()
    assert again.id != made.id
    assert "a new meeting with another join URL" in world.log.of("warning")[-1]


def test_meeting_that_was_kept_stays_in_the_state_when_its_replacement_fails(world: World, made: Made) -> None:
    world.check("m")
    world.delete(made, resource="m")  # as a replacement does that deletes first
    world.service.refuse = [error(403)]
    with pytest.raises(IncompleteError) as failed:
        world.create(resource="m")
    assert (failed.value.meeting_id, failed.value.state) == (made.id, made.state)
