"""create: one meeting for each organizer and external id, in one request or two."""

from __future__ import annotations

from typing import Any

import pytest

from msgraph_meetings.errors import (
    AlreadyExistsError,
    ArgumentError,
    DeletedButAnsweredError,
    DuplicateError,
    ForbiddenError,
    IncompleteError,
    MeetingsError,
    RefusedError,
    ServiceError,
    UnusableAnswerError,
)
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.lifecycle import Made
from msgraph_meetings.model.state import OVERRIDES
from tests.unit.fakes import USER, FakeTokens, answer, error, user_token
from tests.unit.world import INPUTS, World

ADA = "11111111-aaaa-4bbb-8ccc-000000000001"


# One request or two


def test_nothing_but_parameters_takes_one_request(world: World) -> None:
    made = world.create(participants={"attendees": [{"id": ADA}]}, endDateTime="2027-01-04T10:00:00Z")
    assert world.methods == "POST"
    assert world.last_body == {
        "externalId": "standup",
        "subject": "Stand-up",
        "startDateTime": "2027-01-04T09:00:00Z",
        "endDateTime": "2027-01-04T10:00:00Z",
        "participants": {"attendees": [{"identity": {"user": {"id": ADA}}}]},
    }
    assert made.state["joinWebUrl"] == "https://teams.example/l/1"


def test_a_setting_takes_a_second_request_that_holds_it_alone(world: World) -> None:
    world.create(allowMeetingChat="limited", allowRecording=True)
    assert world.methods == "POST PATCH"
    assert world.last_body == {"allowMeetingChat": "limited"}


def test_settings_that_the_service_has_already_take_no_second_request(world: World) -> None:
    world.create(allowMeetingChat="enabled", recordAutomatically=False, lobbyBypassSettings={"scope": "organization"})
    assert world.methods == "POST"


def test_a_property_is_read_whatever_its_case_and_written_as_the_metadata_spell_it(world: World) -> None:
    world.create(externalId="a", allowPowerPointSharing=True)
    assert world.methods == "POST"
    made = world.create(externalId="b", allowPowerPointSharing=False)
    assert world.last_body == {"allowPowerPointSharing": False}
    assert made.state["allowPowerPointSharing"] is False


def test_value_missing_in_the_answer_is_sent(world: World) -> None:
    world.service.hidden = {"allowMeetingChat"}
    made = world.create(allowMeetingChat="enabled")
    assert world.methods == "POST PATCH"
    assert made.state["allowMeetingChat"] == "enabled"
    assert OVERRIDES not in made.state


def test_a_presenter_is_sent_again_together_with_what_makes_the_role_count(world: World) -> None:
    world.create(participants={"attendees": [{"id": ADA, "role": "presenter"}]}, allowedPresenters="roleIsPresenter")
    assert world.methods == "POST PATCH"
    assert world.last_body == {
        "allowedPresenters": "roleIsPresenter",
        "participants": {"attendees": [{"role": "presenter", "identity": {"user": {"id": ADA}}}]},
    }


def test_null_is_the_same_as_left_out(world: World) -> None:
    world.create(allowMeetingChat=None, endDateTime=None, lobbyBypassSettings={"scope": "organization", "x": None})
    assert world.methods == "POST"
    assert set(world.last_body) == {"externalId", "subject", "startDateTime"}


# What is kept


def test_the_state_holds_what_was_written_and_what_the_service_made_and_no_more(world: World) -> None:
    start = "2027-01-04T10:00:00.0000000+01:00"
    made = world.create(startDateTime=start, lobbyBypassSettings={"scope": "everyone"}, onExisting="adopt")
    assert made.state == INPUTS | {
        "startDateTime": start,
        "lobbyBypassSettings": {"scope": "everyone"},
        "onExisting": "adopt",
        "adopted": False,
        "joinWebUrl": "https://teams.example/l/1",
        "joinMeetingId": "101",
        "passcode": "pw",
        "chatThreadId": "19:meeting_1",
        "creationDateTime": "2027-01-04T08:00:00Z",
        "organizer": {"id": USER, "upn": "o@example.com"},
    }


def test_update_after_a_create_has_nothing_to_do(world: World) -> None:
    world.service.policy = {"allowRecording": False}
    inputs = INPUTS | {
        "allowRecording": True,
        "allowMeetingChat": "limited",
        "watermarkProtection": {"isEnabledForVideo": True},
        "participants": {"attendees": [{"upn": "ada@example.com", "role": "presenter"}, {"id": ADA}]},
        "allowedPresenters": "roleIsPresenter",
    }
    made = world.lifecycle.create(inputs, world.operation())
    assert diff(made.state, inputs).changes == ()


# Adoption


def test_a_meeting_that_is_made_is_not_adopted(world: World) -> None:
    assert world.create().state["adopted"] is False
    assert world.log.lines == []


def test_a_meeting_that_exists_is_adopted_with_a_warning_and_given_what_differs(world: World) -> None:
    existing = world.service.existing(USER, "standup", subject="Old", allowMeetingChat="limited")
    made = world.create(allowMeetingChat="limited")
    assert made.id == existing
    assert made.state["adopted"] is True
    assert world.methods == "POST PATCH"
    assert set(world.last_body) == {"subject", "startDateTime", "endDateTime"}
    assert world.held(made)["subject"] == "Stand-up"
    (warning,) = world.log.of("warning")
    assert "adopted" in warning
    assert "2027-01-04T08:00:00Z" in warning
    assert "deletionPolicy" in warning


def test_adoption_can_be_silent(world: World) -> None:
    world.service.existing(USER, "standup")
    assert world.create(onExisting="adopt").state["adopted"] is True
    assert world.log.of("warning") == []


def test_adoption_can_be_refused_and_touches_nothing(world: World) -> None:
    existing = world.service.existing(USER, "standup", subject="Old")
    with pytest.raises(AlreadyExistsError, match="'standup' already has a meeting, created at 2027-01-04T08:00:00Z"):
        world.create(onExisting="fail")
    assert world.methods == "POST"
    assert world.service.meetings[existing]["subject"] == "Old"


def test_an_adopted_meeting_that_holds_everything_takes_one_request(world: World) -> None:
    world.create_earlier()
    assert world.create().state["adopted"] is True
    assert world.methods == "POST"


def test_a_meeting_found_after_our_own_lost_answer_is_ours(world: World) -> None:
    world.service.lose = 1
    made = world.create(onExisting="fail")
    assert world.methods == "POST POST"
    assert made.state["adopted"] is False


def test_a_meeting_that_was_there_before_our_lost_answer_is_adopted(world: World) -> None:
    world.service.existing(USER, "standup")
    world.service.lose = 1
    assert world.create().state["adopted"] is True


def test_an_error_of_the_service_counts_as_a_lost_answer(world: World) -> None:
    world.service.existing(USER, "standup")
    world.service.refuse = [error(500)]
    assert world.create().state["adopted"] is True


def test_create_after_a_429_adopts_the_existing_meeting(world: World) -> None:
    world.create()
    world.deploy_anew()
    world.service.refuse = [error(429, retry_after="1")]
    assert world.create().state["adopted"] is True


@pytest.mark.parametrize("creation", [None, "", "yesterday"])
def test_meeting_of_unknown_age_after_a_lost_answer_counts_as_ours(world: World, creation: Any) -> None:
    existing = world.service.existing(USER, "standup")
    world.service.meetings[existing]["creationDateTime"] = creation
    world.service.lose = 1
    assert world.create().state["adopted"] is False


def test_without_a_date_header_a_meeting_after_a_lost_answer_is_ours(world: World) -> None:
    world.service.existing(USER, "standup")
    world.service.with_dates = False
    world.service.lose = 1
    assert world.create().state["adopted"] is False


def test_meeting_counts_as_ours_after_a_long_wait_between_tries(world: World) -> None:
    world.service.lose = 1
    world.clock.on_wait = lambda: setattr(world.clock, "time", world.clock.time + 100)
    assert world.create(onExisting="fail").state["adopted"] is False


# Who is declared twice, renamed, or deleted


@pytest.mark.parametrize("names", [("first", "second"), ("", "")], ids=["with URNs", "without"])
def test_duplicate_is_refused_before_a_request_is_sent(world: World, names: tuple[str, str]) -> None:
    world.create(names[0])
    world.service.forget_requests()
    world.tokens.operations.clear()
    with pytest.raises(DuplicateError, match="the same external id for the organizer"):
        world.create(names[1], userId=USER.upper())
    assert (world.methods, world.tokens.operations) == ("", [])


def test_the_same_external_id_of_another_organizer_is_another_meeting(world: World) -> None:
    assert world.create().id != world.create(userId=ADA).id


def test_a_create_that_failed_can_be_repeated(world: World) -> None:
    world.service.refuse = [error(403)]
    with pytest.raises(MeetingsError):
        world.create()
    assert world.create().id


def deleted_for_a_replacement(world: World) -> Made:
    """A meeting that this deployment has just deleted, to make it anew with the same identity."""
    made = world.create()
    world.deploy_anew()
    world.delete(made)
    world.service.forget_requests()
    return made


def test_a_meeting_made_anew_after_its_delete_takes_one_request(world: World) -> None:
    before = deleted_for_a_replacement(world)
    assert world.create().id != before.id
    assert world.methods == "POST"


def test_a_meeting_that_was_deleted_but_is_answered_is_explained(world: World) -> None:
    before = deleted_for_a_replacement(world)
    world.service.refuse = [answer(200, {"id": before.id}), error(404, "NotFound", "3004")]
    with pytest.raises(DeletedButAnsweredError, match="just deleted"):
        world.create()
    assert world.methods == "POST GET"


def test_a_meeting_that_was_deleted_and_is_there_again_is_taken(world: World) -> None:
    world.service.keeps_deleted = True
    before = deleted_for_a_replacement(world)
    assert world.create().id == before.id
    assert world.methods == "POST GET"


# What goes wrong on the way


@pytest.mark.parametrize(
    ("failing", "cause"),
    [(error(400, "InvalidArgument", "No."), RefusedError), (error(403, "Forbidden", "3003"), ForbiddenError)],
)
def test_a_failed_patch_keeps_id_and_state(world: World, failing: Any, cause: type[MeetingsError]) -> None:
    answered = world.create()
    world.deploy_anew()
    world.service.refuse = [answer(201, world.held(answered)), failing]
    with pytest.raises(IncompleteError) as incomplete:
        world.create(allowMeetingChat="limited")
    assert isinstance(incomplete.value.__cause__, cause)
    assert incomplete.value.meeting_id == answered.id
    assert incomplete.value.state["allowMeetingChat"] == "enabled"
    assert incomplete.value.state["joinWebUrl"] == "https://teams.example/l/1"


def test_an_update_after_a_failed_patch_sends_what_was_not_sent(world: World) -> None:
    world.service.hidden = {"allowMeetingChat"}
    wanted = INPUTS | {"allowMeetingChat": "limited", "recordAutomatically": True}
    made = world.create()
    world.deploy_anew()
    world.service.refuse = [answer(201, {"id": made.id, "externalId": "standup"}), error(400)]
    with pytest.raises(IncompleteError) as incomplete:
        world.lifecycle.create(wanted, world.operation())
    unfinished = Made(made.id, incomplete.value.state)
    assert diff(unfinished.state, wanted).changes != ()
    world.lifecycle.update(unfinished.id, unfinished.state, wanted, world.operation())
    assert world.last_body["allowMeetingChat"] == "limited"
    assert world.last_body["recordAutomatically"] is True


def test_a_create_again_after_a_failed_patch_finishes_the_same_meeting(world: World) -> None:
    world.create()
    world.deploy_anew()
    world.service.refuse = [answer(201, world.service.meetings["MSo/x+1=="]), error(400)]
    with pytest.raises(IncompleteError):
        world.create(allowMeetingChat="limited")
    assert world.create(allowMeetingChat="limited").state["allowMeetingChat"] == "limited"


def test_an_unfinished_meeting_is_not_deleted_under_the_old_name_of_its_resource(world: World) -> None:
    old = world.create()
    world.deploy_anew()  # the resource has another name now
    world.check("new")
    world.service.refuse = [answer(200, world.held(old)), error(400)]
    with pytest.raises(IncompleteError):
        world.create("new", allowMeetingChat="limited")
    world.delete(old, "old")
    assert old.id in world.service.meetings
    assert "resource 'new' of this program declares it too" in world.log.of("warning")[-1]


def test_a_meeting_that_another_resource_has_by_another_identity_is_left_alone(world: World) -> None:
    first = world.create("first", externalId="straße")
    world.service.refuse = [answer(200, world.held(first) | {"externalId": None})]
    with pytest.raises(DuplicateError, match=r"Resource 'second' declares .* as resource 'first' does"):
        world.create("second", externalId="strasze", subject="Other")
    assert world.held(first)["subject"] == "Stand-up"


def test_failed_create_leaves_no_meeting_on_the_service(world: World) -> None:
    world.service.refuse = [error(503)] * 40
    with pytest.raises(ServiceError):
        world.create()
    assert world.service.meetings == {}


def test_no_external_id_is_an_error_before_anything_is_sent(world: World) -> None:
    for missing in (None, ""):
        with pytest.raises(ArgumentError, match="externalId"):
            world.create(externalId=missing)
    assert (world.methods, world.tokens.operations) == ("", [])


@pytest.mark.parametrize("content", [{}, {"id": None}, {"id": 7}, {"id": ""}, {"id": ["x"]}])
def test_answer_without_an_id_is_an_error(world: World, content: Any) -> None:
    world.service.refuse = [answer(201, content)]
    with pytest.raises(UnusableAnswerError, match="no id"):
        world.create()


JUNK: list[Any] = [7, "text", [], [[]], {"user": []}, True, [{"x": [{}]}]]
ASKED: dict[str, Any] = {
    "participants": {"attendees": [{"id": ADA}]},
    "lobbyBypassSettings": {"scope": "everyone"},
    "anonymizeIdentityForRoles": ["attendee"],
    "recordAutomatically": True,
}
OBJECTS = ("participants", "lobbyBypassSettings", "chatInfo", "audioConferencing", "joinMeetingIdSettings")
TEXTS = ("subject", "startDateTime", "creationDateTime", "joinWebUrl", "videoTeleconferenceId")


@pytest.mark.parametrize("junk", JUNK, ids=repr)
@pytest.mark.parametrize("name", [*OBJECTS, *TEXTS, "recordAutomatically", "anonymizeIdentityForRoles"])
def test_answer_with_wrong_types_is_an_error_or_lacks_the_requested_values(world: World, name: str, junk: Any) -> None:
    world.service.refuse = [answer(200, {"id": "1", name: junk}), answer(200, {"id": "1"})]
    try:
        made = world.create(**ASKED)
    except UnusableAnswerError as error:
        assert "has the wrong type" in str(error)  # noqa: PT017  (either is right: the type may fit)
    else:
        assert {key: made.state[key] for key in ASKED} == ASKED


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_property_that_was_not_requested_may_have_any_type(world: World, junk: Any) -> None:
    world.service.refuse = [answer(201, INPUTS | {"id": "1", "watermarkProtection": junk, "allowRecording": junk})]
    assert world.create().id == "1"


# Signed-in users


def test_a_signed_in_user_uses_me() -> None:
    world = World(FakeTokens(user_token()))
    world.service.refuse = [
        answer(201, {"id": "1", "participants": {"organizer": {"identity": {"user": {"id": USER}}}}})
    ]
    made = world.lifecycle.create({"externalId": "standup"}, world.operation())
    assert world.service.requests[0].path == "/v1.0/me/onlineMeetings/createOrGet"
    assert made.state["organizer"] == {"id": USER}
