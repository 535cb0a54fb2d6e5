"""rotation: each text is another generation of the external id; the old one is locked and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.config.reading import Settings
from msgraph_meetings.meetings.check import Checked, check
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.registry import declaration
from msgraph_meetings.model.generation import base_of, generation
from msgraph_meetings.model.unknowns import UNKNOWN
from tests.unit.fakes import USER
from tests.unit.world import INPUTS, World

if TYPE_CHECKING:
    from msgraph_meetings.meetings.lifecycle import Made

APP = Settings(client_secret="s", user_id=USER)
FIRST = {"userId": USER, "externalId": "team#1", "rotation": "1"}
"""Checked arguments of a resource, as the state has them."""


def checked(news: dict[str, Any], olds: dict[str, Any] | None = None) -> Checked:
    return check(olds or {}, news, APP, "derived")


# The external id


@pytest.mark.parametrize(
    ("news", "olds", "expected"),
    [
        ({"externalId": "team", "rotation": "1"}, {}, "team#1"),
        ({"rotation": "1"}, {}, "derived#1"),
        ({"externalId": "team", "rotation": ""}, {}, "team"),
        ({"externalId": "team", "rotation": "2"}, FIRST, "team#2"),
        ({"rotation": "2"}, FIRST, "team#2"),
        ({"externalId": "team"}, FIRST, "team#1"),
        ({}, FIRST, "team#1"),
        ({"externalId": "team", "rotation": ""}, FIRST, "team"),
        ({"externalId": "other", "rotation": "1"}, FIRST, "other#1"),
        ({"externalId": "team#1", "rotation": "1"}, FIRST, "team#1"),
        ({"externalId": "team#1", "rotation": "2"}, FIRST, "team#2"),
        ({"externalId": "team", "rotation": UNKNOWN}, FIRST, UNKNOWN),
        ({"externalId": UNKNOWN, "rotation": "1"}, FIRST, UNKNOWN),
    ],
    ids=[
        "new",
        "derived",
        "first generation",
        "rotated",
        "rotated, id omitted",
        "rotation omitted",
        "both omitted",
        "back to the first",
        "another id",
        "id ignored (ignoreChanges)",
        "id ignored, rotated",
        "rotation not known yet",
        "id not known yet",
    ],
)
def test_rotation_becomes_the_end_of_the_external_id(
    news: dict[str, Any], olds: dict[str, Any], expected: object
) -> None:
    result = checked(news, olds)
    assert result.failures == []
    assert result.inputs["externalId"] == expected


def test_check_of_checked_arguments_changes_nothing() -> None:
    assert checked(FIRST, FIRST).inputs == FIRST


def test_omitted_rotation_is_kept_so_that_a_removed_line_replaces_nothing() -> None:
    assert checked({"externalId": "team"}, FIRST).inputs == FIRST


@pytest.mark.parametrize("rotation", [" 1", "1 ", " ", "\n", "a\x00b", 7, ["1"]])
def test_rotation_that_cannot_be_part_of_an_id_is_refused(rotation: object) -> None:
    failures = checked({"externalId": "team", "rotation": rotation}).failures
    assert "rotation" in {failure.path for failure in failures}


def test_organizer_stays_when_the_link_is_rotated() -> None:
    olds = FIRST | {"userId": "11111111-aaaa-4bbb-8ccc-000000000001"}
    assert checked({"externalId": "team", "rotation": "2"}, olds).inputs["userId"] == olds["userId"]


def test_warning_about_a_moved_resource_names_the_id_without_the_rotation() -> None:
    (notice,) = checked({"rotation": "2"}, FIRST).notices
    assert 'external_id="team"' in notice


@pytest.mark.parametrize("base", ["team", "a#b", "#", "x#1"])
@pytest.mark.parametrize("rotation", ["1", "a#b", ""])
def test_base_of_a_generation_is_what_it_was_made_from(base: str, rotation: str) -> None:
    assert base_of({"externalId": generation(base, rotation), "rotation": rotation}) == base


# The difference


def test_another_rotation_replaces_the_meeting() -> None:
    found = diff(FIRST | {"adopted": False}, FIRST | {"externalId": "team#2", "rotation": "2"})
    assert found.replaces
    assert [change.path for change in found.changes] == ["externalId", "rotation"]


def test_rotation_that_names_the_generation_of_the_state_replaces_nothing() -> None:
    imported = {"userId": USER, "externalId": "team#1", "adopted": True}
    found = diff(imported, FIRST)
    assert [(change.path, change.replaces) for change in found.changes] == [("rotation", False)]


def test_rotation_that_is_not_known_yet_is_a_change_and_no_replacement() -> None:
    assert not diff(FIRST, FIRST | {"externalId": UNKNOWN, "rotation": UNKNOWN}).replaces


# The old meeting


def rotate(world: World, old: Made, rotation: str = "2", resource: str = "m", **changes: Any) -> Made:
    """Deploy the next generation, without the delete of the old one."""
    given = INPUTS | {"externalId": generation("standup", rotation), "rotation": rotation} | changes
    claim = declaration(resource, old.state, given)
    assert claim is not None
    assert world.registry.declare(claim) is None
    made = world.lifecycle.create(given, world.operation(resource))
    world.service.forget_requests()
    return made


def first(world: World, **changes: Any) -> Made:
    return world.create_earlier(externalId="standup#1", rotation="1", **changes)


def test_old_generation_is_locked_and_deleted(world: World) -> None:
    old = first(world)
    new = rotate(world, old)
    world.delete(old, resource="m")
    assert world.methods == "PATCH DELETE"
    assert list(world.service.meetings) == [new.id]
    assert new.state["joinWebUrl"] != old.state["joinWebUrl"]


def test_meeting_without_a_rotation_is_locked_when_it_is_rotated_for_the_first_time(world: World) -> None:
    old = world.create_earlier()
    rotate(world, old)
    world.delete(old, resource="m")
    assert world.methods == "PATCH DELETE"


def test_leftover_of_an_interrupted_rotation_is_locked_in_the_next_run(world: World) -> None:
    old = world.create_earlier()
    new = rotate(world, old)
    world.deploy_anew()
    claim = declaration("m", new.state, INPUTS | {"externalId": "standup#2", "rotation": "2"})
    assert claim is not None
    world.registry.declare(claim)
    world.delete(old, resource="m")
    assert world.methods == "PATCH DELETE"
    assert list(world.service.meetings) == [new.id]


@pytest.mark.parametrize("policy", ["retain", "lockAndRetain"])
def test_old_generation_is_locked_and_kept_where_the_policy_retains_it(world: World, policy: str) -> None:
    old = first(world, deletionPolicy=policy)
    rotate(world, old, deletionPolicy=policy)
    world.delete(old, resource="m")
    assert world.methods == "PATCH"
    assert world.held(old)["allowedPresenters"] == "organizer"
    assert world.log.of("info")[-1].endswith(f"because deletionPolicy is {policy}")


def test_retained_meeting_that_is_not_rotated_is_left_as_it_is(world: World) -> None:
    world.delete(first(world, deletionPolicy="retain"), resource="m")
    assert world.methods == ""


def test_destroy_after_an_interrupted_rotation_tells_that_both_retained_links_are_open(world: World) -> None:
    old = first(world, deletionPolicy="retain")
    new = rotate(world, old, deletionPolicy="retain")
    world.deploy_anew()  # the run ended before it locked the old one; a destroy follows, without a program
    world.delete(old, resource="m")
    assert world.log.of("warning") == []
    world.delete(new, resource="m")
    assert "both links are open" in world.log.of("warning")[-1]


@pytest.mark.parametrize(("resource", "changes"), [("other", {}), ("m", {"externalId": "another", "rotation": "1"})])
def test_destroy_of_two_retained_meetings_is_no_interrupted_rotation(
    world: World, resource: str, changes: dict[str, Any]
) -> None:
    one = first(world, deletionPolicy="retain")
    two = world.create_earlier(**{"externalId": "standup#2", "rotation": "2", "deletionPolicy": "retain"} | changes)
    world.delete(one, resource="m")
    world.delete(two, resource=resource)
    assert world.log.of("warning") == []


def test_retained_meeting_stays_open_when_another_resource_has_a_generation_of_its_id(world: World) -> None:
    spring = first(world, deletionPolicy="retain")
    autumn = INPUTS | {"externalId": "standup#2", "rotation": "2", "deletionPolicy": "retain"}
    claim = declaration("autumn", autumn, autumn)
    assert claim is not None
    world.registry.declare(claim)
    world.delete(spring, resource="spring")
    assert world.methods == ""


@pytest.mark.parametrize("resource", ["m", "renamed"])
def test_retained_generation_is_locked_by_the_next_one_under_any_name(world: World, resource: str) -> None:
    old = first(world, deletionPolicy="retain")
    rotate(world, old, resource=resource, deletionPolicy="retain")
    world.delete(old, resource="m")
    assert world.methods == "PATCH"


def test_meeting_with_a_rotation_is_locked_when_it_is_destroyed(world: World) -> None:
    world.delete(first(world), resource="m")
    assert world.methods == "PATCH DELETE"


def test_rotation_of_another_organizer_locks_nothing(world: World) -> None:
    old = world.create_earlier()
    rotate(world, old, resource="other", userId="11111111-aaaa-4bbb-8ccc-000000000001")
    world.delete(old, resource="m")
    assert world.methods == "DELETE"


def test_undone_rotation_finds_the_kept_meeting_with_its_link_and_opens_it(world: World) -> None:
    old = first(world, deletionPolicy="lockAndRetain")
    new = rotate(world, old, deletionPolicy="lockAndRetain")
    world.delete(old, resource="m")
    world.deploy_anew()
    back = rotate(world, new, "1", deletionPolicy="lockAndRetain")
    assert (back.id, back.state["joinWebUrl"]) == (old.id, old.state["joinWebUrl"])
    assert world.held(back)["allowedPresenters"] == "everyone"


def test_undone_rotation_after_an_interruption_keeps_the_old_meeting_alive(world: World) -> None:
    old = first(world)
    new = rotate(world, old)
    world.deploy_anew()  # the run ended before it deleted the old one
    back = rotate(world, new, "1")
    assert back.id == old.id
    world.delete(old, resource="m")  # the entry that the interrupted run left
    world.delete(new, resource="m")
    assert list(world.service.meetings) == [old.id]
    assert world.held(back)["allowedPresenters"] == "everyone"


def test_two_resources_with_generations_of_one_id_are_two_meetings(world: World) -> None:
    one = rotate(world, world.create_earlier(), "1", resource="one")
    two = rotate(world, one, "2", resource="two")
    assert one.id != two.id
