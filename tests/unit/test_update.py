"""update: one PATCH with what changed, and what Graph wants beside it."""

from __future__ import annotations

from typing import Any

import pytest

from msgraph_meetings.errors import MeetingsError, NotFoundError
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.lifecycle import Made
from msgraph_meetings.model.fields import FIELDS
from msgraph_meetings.model.state import OVERRIDES
from tests.unit.fakes import error
from tests.unit.world import INPUTS, World

ADA = "11111111-aaaa-4bbb-8ccc-000000000001"
BOB = "11111111-aaaa-4bbb-8ccc-000000000002"
PRESENTER = {"participants": {"attendees": [{"id": ADA, "role": "presenter"}, {"id": BOB}]}}
PRESENTER_WIRE = {
    "attendees": [{"role": "presenter", "identity": {"user": {"id": ADA}}}, {"identity": {"user": {"id": BOB}}}]
}


CHANGES: dict[str, Any] = {
    "subject": "Daily",
    "startDateTime": "2027-01-04T08:00:00Z",
    "endDateTime": "2027-01-04T10:00:00Z",
    "participants": {"attendees": [{"upn": "ada@example.com"}]},
    "allowedLobbyAdmitters": "organizerAndCoOrganizers",
    "allowedPresenters": "organizer",
    "allowLiveShare": "disabled",
    "allowMeetingChat": "limited",
    "anonymizeIdentityForRoles": ["attendee"],
    "broadcastSettings": {"allowedAudience": "everyone", "captions": {"isCaptionEnabled": True}},
    "lobbyBypassSettings": {"scope": "invited"},
    "meetingSpokenLanguageTag": "de-de",
    "sensitivityLabelAssignment": {"sensitivityLabelId": "label"},
    "watermarkProtection": {"isEnabledForContentSharing": True, "isEnabledForVideo": False},
}


@pytest.mark.parametrize("name", FIELDS)
def test_each_property_is_changed_by_one_patch_that_holds_it_alone(world: World, made: Made, name: str) -> None:
    value = CHANGES.get(name, name != "allowRecording")
    updated = world.update(made, **{name: value})
    assert world.methods == "PATCH"
    alone = {"startDateTime", "endDateTime"} if name.endswith("DateTime") else {name}
    assert set(world.last_body) == alone
    assert updated.state[name] == value
    assert diff(updated.state, INPUTS | {name: value}).changes == ()


def test_nothing_that_changed_takes_no_request(world: World, made: Made) -> None:
    updated = world.update(made, startDateTime="2027-01-04T10:00:00+01:00")
    assert world.methods == ""
    assert updated.state == made.state | {"startDateTime": "2027-01-04T10:00:00+01:00"}


def test_start_and_end_go_together(world: World, made: Made) -> None:
    world.update(made, endDateTime="2027-01-04T11:00:00+01:00")
    assert world.last_body == {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T10:00:00Z"}


def test_start_without_end_gets_an_end_an_hour_later(world: World, made: Made) -> None:
    world.update(made, startDateTime="2027-01-04T12:00:00.1234567Z", endDateTime=None)
    assert world.last_body == {
        "startDateTime": "2027-01-04T12:00:00.1234567Z",
        "endDateTime": "2027-01-04T13:00:00.1234567Z",
    }


def test_letting_presenters_roles_count_sends_the_whole_list(world: World, made: Made) -> None:
    made = world.update(made, participants={"attendees": [{"id": ADA}, {"id": BOB}]})
    world.update(made, allowedPresenters="roleIsPresenter", **PRESENTER)
    assert world.last_body == {"allowedPresenters": "roleIsPresenter", "participants": PRESENTER_WIRE}
    made = world.update(made, allowedPresenters="everyone", participants={"attendees": [{"id": ADA}, {"id": BOB}]})
    world.update(made, allowedPresenters="roleIsPresenter", participants={"attendees": [{"id": ADA}, {"id": BOB}]})
    assert set(world.last_body) == {"allowedPresenters", "participants"}


def test_letting_presenters_roles_count_without_a_list_sends_none(world: World, made: Made) -> None:
    world.update(made, allowedPresenters="roleIsPresenter")
    assert world.last_body == {"allowedPresenters": "roleIsPresenter"}


def test_attendees_are_sent_as_the_whole_list(world: World, made: Made) -> None:
    made = world.update(made, participants={"attendees": [{"id": ADA}]})
    updated = world.update(made, participants={"attendees": [{"id": BOB}, {"id": ADA}]})
    sent = [person["identity"]["user"]["id"] for person in world.last_body["participants"]["attendees"]]
    assert sent == [BOB, ADA]
    world.update(updated, participants={"attendees": []})
    assert world.last_body == {"participants": {"attendees": []}}


def test_a_role_taken_out_of_the_program_is_sent(world: World, made: Made) -> None:
    made = world.update(made, allowedPresenters="roleIsPresenter", **PRESENTER)
    world.update(made, allowedPresenters="roleIsPresenter", participants={"attendees": [{"id": ADA}, {"id": BOB}]})
    assert set(world.last_body) == {"participants"}
    held = world.held(made)["participants"]["attendees"]
    assert [person["role"] for person in held] == ["attendee", "attendee"]


# What is no longer asked for


def test_a_setting_taken_out_stays_on_the_service_and_leaves_the_state(world: World, made: Made) -> None:
    made = world.update(made, allowMeetingChat="limited", lobbyBypassSettings={"scope": "everyone"})
    world.service.forget_requests()
    updated = world.update(made)
    assert world.methods == ""
    assert world.held(made)["allowMeetingChat"] == "limited"
    assert not {"allowMeetingChat", "lobbyBypassSettings"} & set(updated.state)
    assert updated.state["joinWebUrl"] == made.state["joinWebUrl"]
    assert updated.state["adopted"] is False
    assert diff(updated.state, INPUTS).changes == ()
    assert world.log.of("info") == [
        "no longer managed and left unchanged in Teams: allowMeetingChat, lobbyBypassSettings"
    ]


def test_a_member_taken_out_leaves_the_state(world: World, made: Made) -> None:
    both = {"scope": "everyone", "isDialInBypassEnabled": True}
    made = world.update(made, lobbyBypassSettings=both)
    world.service.forget_requests()
    updated = world.update(made, lobbyBypassSettings={"scope": "everyone"})
    assert world.methods == ""
    assert diff(updated.state, INPUTS | {"lobbyBypassSettings": {"scope": "everyone"}}).changes == ()


def test_a_change_of_policies_is_kept_without_a_request(world: World, made: Made) -> None:
    updated = world.update(made, deletionPolicy="retain", onExisting="fail")
    assert world.methods == ""
    assert updated.state == made.state | {"deletionPolicy": "retain", "onExisting": "fail"}
    assert world.update(updated).state == made.state


def test_adopted_stays_adopted(world: World, made: Made) -> None:
    adopted = world.create()
    assert adopted.state["adopted"] is True
    assert world.update(adopted, subject="Daily").state["adopted"] is True


# What policy overrides


def test_override_is_reported_once_and_kept(world: World, made: Made) -> None:
    wanted = {"allowRecording": False, "allowMeetingChat": "limited"}
    world.service.policy = {"allowMeetingChat": "disabled"}
    updated = world.update(made, **wanted)
    assert updated.state["allowMeetingChat"] == "disabled"
    assert updated.state[OVERRIDES] == {"allowMeetingChat": "limited"}
    (warning,) = world.log.of("warning")
    assert "allowMeetingChat" in warning
    assert "allowRecording" not in warning
    assert "limited" not in warning
    for _ in range(3):
        assert diff(updated.state, INPUTS | wanted).changes == ()
        found = world.read(updated)
        assert found is not None
        updated = Made(found.id, found.state)
        assert found.inputs == INPUTS | wanted
    assert world.methods == "PATCH GET GET GET"
    assert len(world.log.of("warning")) == 1


def test_an_override_to_nothing_does_not_loop_either(world: World, made: Made) -> None:
    wanted = {"watermarkProtection": {"isEnabledForVideo": True}}
    world.service.policy = {"watermarkProtection": None}
    updated = world.update(made, **wanted)
    assert "watermarkProtection" not in updated.state
    assert diff(updated.state, INPUTS | wanted).changes == ()
    found = world.read(updated)
    assert found is not None
    assert diff(found.state, INPUTS | wanted).changes == ()


def test_an_override_ends_when_another_value_is_asked_for(world: World, made: Made) -> None:
    world.service.policy = {"allowMeetingChat": "disabled"}
    updated = world.update(made, allowMeetingChat="limited")
    agreed = world.update(updated, allowMeetingChat="disabled")
    assert agreed.state["allowMeetingChat"] == "disabled"
    assert OVERRIDES not in agreed.state


def test_an_override_leaves_the_state_with_its_argument(world: World, made: Made) -> None:
    world.service.policy = {"allowMeetingChat": "disabled", "allowRecording": True}
    updated = world.update(made, allowMeetingChat="limited", allowRecording=False)
    fewer = world.update(updated, allowRecording=False)
    assert fewer.state[OVERRIDES] == {"allowRecording": False}
    assert OVERRIDES not in world.update(fewer).state
    assert world.methods == "PATCH"


def test_an_override_that_stands_is_not_sent_again_with_another_change(world: World, made: Made) -> None:
    world.service.policy = {"allowMeetingChat": "disabled"}
    updated = world.update(made, allowMeetingChat="limited")
    again = world.update(updated, allowMeetingChat="limited", subject="Daily")
    assert world.last_body == {"subject": "Daily"}
    assert again.state[OVERRIDES] == {"allowMeetingChat": "limited"}
    assert diff(again.state, INPUTS | {"allowMeetingChat": "limited", "subject": "Daily"}).changes == ()
    assert len(world.log.of("warning")) == 1


# What goes wrong


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 429])
def test_a_failed_update_is_an_error(world: World, made: Made, status: int) -> None:
    world.service.refuse = [error(status, "NotFound" if status == 404 else "", "x", retry_after="9999")]
    with pytest.raises(MeetingsError) as failed:
        world.update(made, subject="Daily")
    assert isinstance(failed.value, NotFoundError) == (status == 404)


def test_a_patch_that_was_applied_though_it_failed_is_repeated(world: World, made: Made) -> None:
    world.service.lose = 1
    assert world.update(made, subject="Daily").state["subject"] == "Daily"
    assert world.methods == "PATCH PATCH"


def test_a_null_that_policy_made_survives_a_change_of_policies(world: World, made: Made) -> None:
    wanted = {"watermarkProtection": {"isEnabledForVideo": True}}
    world.service.policy = {"watermarkProtection": None}
    overridden = world.update(made, **wanted)
    retained = world.update(overridden, deletionPolicy="retain", **wanted)
    assert retained.state == overridden.state | {"deletionPolicy": "retain"}


def test_a_member_that_policy_overrides_and_that_is_taken_out_overrides_no_longer(world: World, made: Made) -> None:
    world.service.policy = {"lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": False}}
    both = world.update(made, lobbyBypassSettings={"scope": "everyone", "isDialInBypassEnabled": True})
    one = world.update(both, lobbyBypassSettings={"scope": "everyone"})
    assert OVERRIDES not in one.state
    assert diff(one.state, INPUTS | {"lobbyBypassSettings": {"scope": "everyone"}}).changes == ()


# What the service writes in its own way


WRITTEN_OTHERWISE = [
    pytest.param("subject", " Cafe\u0301 ", "Caf\u00e9", id="subject trimmed and in NFC"),
    pytest.param("meetingSpokenLanguageTag", "de-DE", "de-de", id="language tag"),
    pytest.param(
        "sensitivityLabelAssignment",
        {"sensitivityLabelId": ADA.upper()},
        {"sensitivityLabelId": ADA},
        id="sensitivity label",
    ),
    pytest.param(
        "broadcastSettings",
        {"captions": {"spokenLanguage": "de-DE", "translationLanguages": ["EN-us"]}},
        {"captions": {"spokenLanguage": "de-de", "translationLanguages": ["en-us"]}},
        id="captions",
    ),
]


@pytest.mark.parametrize(("name", "asked", "held"), WRITTEN_OTHERWISE)
def test_value_that_the_service_writes_differently_is_no_override_and_no_drift(
    world: World, made: Made, name: str, asked: Any, held: Any
) -> None:
    world.service.policy = {name: held}
    wanted = {name: asked}
    updated = world.update(made, **wanted)
    assert world.held(made)[name] == held
    assert updated.state[name] == asked
    assert OVERRIDES not in updated.state
    assert world.log.of("warning") == []
    found = world.read(updated)
    assert found is not None
    assert found.inputs == INPUTS | wanted
    assert diff(found.state, INPUTS | wanted).changes == ()
    assert world.methods == "PATCH GET"
