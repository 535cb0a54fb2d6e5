"""deletionPolicy lock and lockAndRetain: one PATCH that lets in only the organizer, before a delete or in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.errors import IncompleteError, MeetingsError, RefusedError
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.lifecycle import Lifecycle, Made
from msgraph_meetings.model.locking import locked_values, opening_values
from msgraph_meetings.model.outputs import LOCKED
from tests.unit.fakes import error, graph
from tests.unit.world import INPUTS, World

if TYPE_CHECKING:
    from msgraph_meetings.model.unknowns import Properties

SHUT: dict[str, Any] = {
    "allowedLobbyAdmitters": "organizerAndCoOrganizers",
    "allowedPresenters": "organizer",
    "allowAttendeeToEnableCamera": False,
    "allowAttendeeToEnableMic": False,
    "allowMeetingChat": "disabled",
    "allowTeamworkReactions": False,
    "lobbyBypassSettings": {"scope": "organizer", "isDialInBypassEnabled": False},
}


def made(world: World, policy: str = "lock", **changes: Any) -> Made:
    """A meeting of an earlier deployment with that deletion policy."""
    return world.create_earlier(deletionPolicy=policy, **changes)


def shut(held: Properties) -> bool:
    """Return True if only the organizer gets into a meeting of the service."""
    return {name: held.get(name) for name in SHUT} == SHUT


def test_lock_sends_one_patch_that_lets_in_only_the_organizer_and_then_deletes(world: World) -> None:
    world.delete(made(world))
    assert world.methods == "PATCH DELETE"
    assert world.service.requests[0].body == SHUT
    assert world.service.meetings == {}


def test_lock_and_retain_keeps_the_locked_meeting(world: World) -> None:
    kept = made(world, "lockAndRetain")
    world.delete(kept)
    assert world.methods == "PATCH"
    assert shut(world.held(kept))
    assert "stays in Teams and lets in only its organizer" in world.log.of("info")[-1]


def test_lock_and_retain_never_deletes_although_the_patch_answers_that_the_meeting_is_gone(world: World) -> None:
    kept = made(world, "lockAndRetain")
    world.service.refuse = [error(404, "NotFound", "3004: Specified meeting is not found")]
    world.delete(kept)
    assert world.methods == "PATCH"
    assert list(world.service.meetings) == [kept.id]


def test_lock_makes_attendees_of_people_with_a_role(world: World) -> None:
    people = [{"upn": "ada@example.com", "role": "coorganizer"}, {"upn": "ben@example.com"}]
    world.delete(made(world, participants={"attendees": people}))
    sent = (world.service.requests[0].body or {})["participants"]["attendees"]
    assert sent == [{"upn": f"{name}@example.com", "role": "attendee"} for name in ("ada", "ben")]


@pytest.mark.parametrize("policy", ["lock", "lockAndRetain"])
def test_meeting_that_another_resource_declares_is_never_locked(world: World, policy: str) -> None:
    old = made(world, policy)
    world.create(resource="new", deletionPolicy=policy)
    world.service.forget_requests()
    world.delete(old, resource="old")
    assert world.methods == ""
    assert not shut(world.held(old))


def test_meeting_of_a_replaced_resource_is_never_locked(world: World) -> None:
    old = made(world)
    world.create(resource="m", deletionPolicy="lock")
    world.service.forget_requests()
    world.delete(old, resource="m")
    assert world.methods == ""
    assert not shut(world.held(old))


@pytest.mark.parametrize("failing", [error(400, "BadRequest", "no"), error(403, "Forbidden", "")])
def test_meeting_that_cannot_be_locked_is_not_deleted(world: World, failing: Any) -> None:
    kept = made(world)
    world.service.refuse = [failing]
    with pytest.raises(MeetingsError):
        world.delete(kept)
    assert world.methods == "PATCH"
    assert list(world.service.meetings) == [kept.id]


def test_refused_lock_says_how_to_delete_without_it(world: World) -> None:
    kept = made(world)
    world.service.refuse = [error(400, "BadRequest", "no")]
    with pytest.raises(RefusedError, match=r"(?s)was not locked, so it was not deleted.*set deletionPolicy to delete"):
        world.delete(kept)


def test_refused_lock_of_a_rotated_meeting_does_not_only_name_the_deletion_policy(world: World) -> None:
    kept = made(world, "delete", externalId="standup#1", rotation="1")
    world.service.refuse = [error(400, "BadRequest", "no")]
    with pytest.raises(RefusedError, match="delete the meeting with another client of Microsoft Graph"):
        world.delete(kept)


def test_delete_that_fails_after_the_lock_says_so_and_the_next_one_converges(world: World) -> None:
    kept = made(world)
    send = world.service._answer
    world.service._answer = (  # type: ignore[method-assign]
        lambda request: error(400, "BadRequest", "no") if request.method == "DELETE" else send(request)
    )
    with pytest.raises(RefusedError):
        world.delete(kept)
    assert "the meeting is locked and not deleted" in world.log.of("warning")[-1]
    world.service._answer = send  # type: ignore[method-assign]
    world.delete(kept)
    assert world.service.meetings == {}


def test_policy_that_overrides_the_lock_is_named_and_the_meeting_is_deleted(world: World) -> None:
    kept = made(world)
    world.service.policy = {"lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": False}}
    world.delete(kept)
    assert world.log.of("warning") == ["a tenant policy keeps the lock from applying to lobbyBypassSettings"]
    assert world.methods == "PATCH DELETE"


# Interrupted between the PATCH and the DELETE


def interrupted(world: World, **changes: Any) -> Made:
    """A meeting whose delete was interrupted after its PATCH, as a refresh finds it."""
    kept = made(world, **changes)
    world.held(kept).update(SHUT)
    found = world.read(kept)
    assert found is not None
    world.service.forget_requests()
    return Made(found.id, found.state)


def test_refresh_finds_an_interrupted_delete_and_the_next_update_opens_the_meeting(world: World) -> None:
    kept = interrupted(world)
    assert kept.state[LOCKED] is True
    inputs = INPUTS | {"deletionPolicy": "lock"}
    assert [change.path for change in diff(kept.state, inputs).changes] == [LOCKED]
    opened = world.update(kept, deletionPolicy="lock")
    assert world.methods == "PATCH"
    assert world.last_body == opening_values({}, ())
    assert LOCKED not in opened.state
    assert diff(opened.state, inputs).changes == ()


def test_opened_meeting_has_the_values_of_the_program_where_it_sets_some(world: World) -> None:
    asked: dict[str, Any] = {"allowMeetingChat": "limited", "lobbyBypassSettings": {"isDialInBypassEnabled": True}}
    kept = interrupted(world, **asked)
    world.update(kept, deletionPolicy="lock", **asked)
    assert world.held(kept)["allowMeetingChat"] == "limited"
    assert world.held(kept)["lobbyBypassSettings"] == {"scope": "organization", "isDialInBypassEnabled": True}
    assert world.held(kept)["allowedPresenters"] == "everyone"


@pytest.mark.parametrize(
    "asked",
    [{}, {"allowedPresenters": "everyone"}, opening_values({}, ())],
    ids=["sets none", "sets one", "sets all"],
)
def test_update_that_finds_the_meeting_locked_lets_the_next_one_open_it(world: World, asked: Any) -> None:
    kept = made(world, **asked)
    world.held(kept).update(SHUT)  # the delete was interrupted, and nobody refreshed
    inputs = {"deletionPolicy": "lock", "subject": "Another"} | asked
    found = world.update(kept, **inputs)
    assert "an earlier deletion has locked the meeting" in world.log.of("warning")[-1]
    assert diff(found.state, INPUTS | inputs).changes != ()
    opened = world.update(found, **inputs)
    assert {name: world.held(kept)[name] for name in SHUT} == opening_values({}, ())
    assert diff(opened.state, INPUTS | inputs).changes == ()


@pytest.mark.parametrize("name", ["allowedPresenters", "allowMeetingChat"])
def test_update_that_changes_a_setting_of_the_lock_does_not_hide_it(world: World, name: str) -> None:
    kept = made(world)
    world.held(kept).update(SHUT)
    asked: dict[str, Any] = {"deletionPolicy": "lock", name: opening_values({}, ())[name]}
    found = world.update(kept, **asked)
    assert found.state[LOCKED] is True
    world.update(found, **asked)
    assert {key: world.held(kept)[key] for key in SHUT} == opening_values({}, ())


@pytest.mark.parametrize("name", ["allowedPresenters", "allowMeetingChat"])
def test_refresh_after_such_an_update_does_not_hide_it_either(world: World, name: str) -> None:
    kept = made(world)
    world.held(kept).update(SHUT)
    asked: dict[str, Any] = {"deletionPolicy": "lock", name: opening_values({}, ())[name]}
    refreshed = world.read(world.update(kept, **asked))
    assert refreshed is not None
    assert refreshed.state[LOCKED] is True
    world.update(Made(refreshed.id, refreshed.state), **asked)
    assert {key: world.held(kept)[key] for key in SHUT} == opening_values({}, ())


def test_policy_that_keeps_a_meeting_locked_costs_one_update_only(world: World) -> None:
    asked = {"deletionPolicy": "lock", "allowedPresenters": "everyone"}
    kept = interrupted(world, allowedPresenters="everyone")
    world.service.policy = SHUT
    after = world.update(kept, **asked)
    assert LOCKED not in after.state
    assert diff(after.state, INPUTS | asked).changes == ()


def test_destroy_after_an_interrupted_delete_converges(world: World) -> None:
    world.delete(interrupted(world))
    assert world.service.meetings == {}


def test_create_opens_the_meeting_that_an_earlier_delete_locked_and_kept(world: World) -> None:
    kept = made(world, "lockAndRetain")
    world.held(kept).update(SHUT)
    again = world.create(deletionPolicy="lockAndRetain")
    assert again.id == kept.id
    assert not shut(world.held(kept))
    assert "an earlier deletion had locked the meeting" in world.log.of("warning")[-1]
    assert diff(again.state, INPUTS | {"deletionPolicy": "lockAndRetain"}).changes == ()


def test_create_that_cannot_open_the_meeting_leaves_it_to_the_next_update(world: World) -> None:
    kept = made(world)
    world.held(kept).update(SHUT)
    world.service._answer, send = (  # type: ignore[method-assign]
        lambda request: error(400, "BadRequest", "no") if request.method == "PATCH" else send(request),
        world.service._answer,
    )
    with pytest.raises(IncompleteError) as failed:
        world.create(deletionPolicy="lock")
    assert diff(failed.value.state, INPUTS | {"deletionPolicy": "lock"}).changes != ()
    world.service._answer = send  # type: ignore[method-assign]
    world.update(Made(kept.id, failed.value.state), deletionPolicy="lock")
    assert not shut(world.held(kept))


def test_program_without_a_lock_does_not_open_a_meeting_that_somebody_closed(world: World) -> None:
    kept = world.create_earlier()
    world.held(kept).update(SHUT)
    again = world.create()
    assert world.methods == "POST"
    assert shut(world.held(kept))
    assert "lets in only its organizer" in world.log.of("warning")[-1]
    world.update(again, subject="Another")
    assert shut(world.held(kept))


def left_locked(world: World) -> Made:
    """A meeting that only a rotation locked, declared anew without a rotation and without a lock policy."""
    kept = world.create_earlier()
    world.held(kept).update(SHUT)
    found = world.read(kept)
    assert found is not None
    return Made(found.id, found.state)


def test_refresh_tells_that_a_meeting_is_locked_which_its_program_does_not_lock(world: World) -> None:
    found = left_locked(world)
    assert found.state[LOCKED] is True
    assert "lets in only its organizer" in world.log.of("warning")[-1]
    assert diff(found.state, INPUTS).changes == ()


def test_locked_meeting_stays_so_until_its_program_says_that_it_locks_meetings(world: World) -> None:
    found = left_locked(world)
    world.update(found, onExisting="adopt")
    world.update(found, subject="Another")
    assert shut(world.held(found))
    assert diff(found.state, INPUTS | {"deletionPolicy": "lock"}).changes != ()
    world.update(found, deletionPolicy="lock")
    assert not shut(world.held(found))


def test_refresh_says_nothing_about_a_program_that_locks_its_meeting_itself(world: World) -> None:
    found = world.read(world.create_earlier(**SHUT))
    assert found is not None
    assert LOCKED not in found.state
    assert world.log.of("warning") == []


@pytest.mark.parametrize("name", [name for name in SHUT if name != "allowedLobbyAdmitters"])
def test_meeting_with_one_open_setting_does_not_count_as_locked(world: World, name: str) -> None:
    kept = made(world)
    world.held(kept).update({**SHUT, name: opening_values({}, ())[name]})
    found = world.read(kept)
    assert found is not None
    assert LOCKED not in found.state


LOBBY_ONLY = SHUT | {"lobbyBypassSettings": {"scope": "organizer"}}
"""As a program declares it that leaves out the bypass for callers, which a new meeting does not have anyway."""


@pytest.mark.parametrize("closed", [SHUT, LOBBY_ONLY], ids=["all", "without the bypass for callers"])
def test_program_that_declares_every_locked_value_is_left_alone(world: World, closed: dict[str, Any]) -> None:
    kept = made(world, **closed)
    found = world.read(kept)
    assert found is not None
    assert diff(found.state, INPUTS | {"deletionPolicy": "lock"} | closed).changes == ()
    after = world.update(kept, deletionPolicy="lock", subject="Daily", **closed)
    assert LOCKED not in after.state
    assert world.log.of("warning") == []


@pytest.mark.parametrize("policy", ["lock", "delete"])
def test_adopted_meeting_that_its_program_closes_itself_is_not_opened(world: World, policy: str) -> None:
    world.create_earlier(**LOBBY_ONLY)
    adopted = world.create(deletionPolicy=policy, onExisting="adopt", **LOBBY_ONLY)
    assert world.methods == "POST"
    assert LOCKED not in adopted.state
    assert world.log.of("warning") == []


def test_cloud_without_a_property_gets_a_lock_without_it(world: World) -> None:
    kept = made(world)
    lacks = frozenset({"allowedLobbyAdmitters"})
    Lifecycle(graph(world.service, world.tokens), world.registry, lacks=lacks).delete(
        kept.id, kept.state, world.operation()
    )
    assert lacks.isdisjoint(world.service.requests[0].body or {})
    assert locked_values({}, lacks).keys() == SHUT.keys() - lacks
