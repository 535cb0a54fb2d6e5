"""delete, and the ledger that keeps one resource from undoing another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.errors import DuplicateError, MeetingsError, RefusedError, UnknownUserError
from msgraph_meetings.ledger import Declarations, Ledger
from msgraph_meetings.lifecycle import Made
from tests.unit.fakes import error

if TYPE_CHECKING:
    from tests.unit.world import World


def test_a_delete_is_one_request(world: World, made: Made) -> None:
    world.delete(made)
    assert world.methods == "DELETE"
    assert world.service.meetings == {}
    assert world.log.lines == []


def test_deleting_what_is_gone_succeeds(world: World, made: Made) -> None:
    world.service.meetings.clear()
    world.delete(made)
    assert world.log.lines == [("info", "the meeting was gone already")]


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
    assert world.log.lines == [("info", "the meeting is kept on the service (deletionPolicy is retain)")]


def test_a_resource_renamed_without_aliases_does_not_delete_its_meeting(world: World, made: Made) -> None:
    renamed = world.create()
    assert renamed.id == made.id
    world.service.forget_requests()
    world.delete(made)
    assert world.methods == ""
    assert "taken it over" in world.log.of("warning")[-1]


def test_a_meeting_deleted_and_made_anew_can_be_deleted(world: World, made: Made) -> None:
    world.delete(made)
    again = world.create()
    assert again.id != made.id


# The ledger by itself


def test_an_identity_is_reserved_for_one_resource_and_given_back_when_it_fails() -> None:
    ledger = Ledger()
    with pytest.raises(KeyError), ledger.reserved("User", "x"):
        raise KeyError
    with ledger.reserved("user", "x"), pytest.raises(DuplicateError), ledger.reserved("USER", "x"):
        pass
    with pytest.raises(DuplicateError), ledger.reserved("user", "x"):
        pass
    with ledger.reserved("user", "X"), ledger.reserved("other", "x"), ledger.reserved(None, "x"):
        pass


def test_a_meeting_that_another_resource_declares_is_kept_whatever_was_done_before(world: World) -> None:
    made = world.create()
    world.deploy_anew()  # the deployment that took it over failed before its end
    world.service.forget_requests()
    world.lifecycle.delete(made.id, made.state, world.operation(), declared_by_another=True)
    assert world.methods == ""
    assert world.log.of("warning") == ["the meeting is kept: another resource of this program has taken it over"]


def test_who_declares_a_meeting_is_told_by_its_organizer_and_external_id() -> None:
    declarations = Declarations()
    assert declarations.first("User", "x", "new") == "new"
    assert declarations.by_another({"userId": "user", "externalId": "x"}, "old")
    assert not declarations.by_another({"userId": "user", "externalId": "x"}, "new")
    assert not declarations.by_another({"userId": "user", "externalId": "X"}, "old")
    assert not declarations.by_another({}, "old")


def test_a_deleted_meeting_is_claimed_no_longer() -> None:
    ledger = Ledger()
    with ledger.claimed("1", None, "team"):
        pass
    assert ledger.is_claimed("1")
    ledger.deleted("1")
    assert not ledger.is_claimed("1")
    assert ledger.was_deleted("1")
    assert not ledger.was_deleted("2")
