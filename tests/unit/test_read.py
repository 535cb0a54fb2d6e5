"""read: what a refresh sees, and that only a meeting that is surely gone leaves the state."""

from __future__ import annotations

from typing import Any

import pytest

from msgraph_meetings.errors import ArgumentError, MeetingsError, UnusableAnswerError
from msgraph_meetings.http.transport import Answer
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.lifecycle import Found, Made
from tests.unit import catalogue_facts as facts
from tests.unit.fakes import USER, error
from tests.unit.world import INPUTS, World

ADA = "11111111-aaaa-4bbb-8ccc-000000000001"
WRITTEN: dict[str, Any] = {
    "allowMeetingChat": "limited",
    "lobbyBypassSettings": {"scope": "everyone"},
    "participants": {"attendees": [{"id": ADA}]},
    "startDateTime": "2027-01-04T10:00:00+01:00",
}


@pytest.fixture
def made(world: World) -> Made:
    """A meeting of an earlier deployment, written otherwise than the service answers."""
    return world.create_earlier(**WRITTEN)


def refreshed(world: World, made: Made) -> Found:
    """Return the meeting that the refresh finds; it must exist."""
    found = world.read(made)
    assert found is not None
    return found


def test_a_refresh_is_one_get_and_changes_nothing(world: World, made: Made) -> None:
    found = refreshed(world, made)
    assert world.methods == "GET"
    assert found.state == made.state
    assert found.inputs == INPUTS | WRITTEN


def test_the_id_is_percent_encoded_once(world: World, made: Made) -> None:
    assert made.id == "MSo/x+1=="
    refreshed(world, made)
    assert world.service.requests[0].path == f"/v1.0/users/{USER}/onlineMeetings/MSo%2Fx%2B1%3D%3D"


@pytest.mark.parametrize(
    ("edit", "sent"),
    [
        ({"subject": "Edited"}, {"subject": "Stand-up"}),
        ({"subject": None}, {"subject": "Stand-up"}),
        ({"allowMeetingChat": "enabled"}, {"allowMeetingChat": "limited"}),
        (
            {"endDateTime": "2027-01-04T12:00:00Z"},
            {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T09:15:00Z"},
        ),
        (
            {"lobbyBypassSettings": {"scope": "organizer", "isDialInBypassEnabled": True}},
            {"lobbyBypassSettings": {"scope": "everyone"}},
        ),
        ({"lobbyBypassSettings": None}, {"lobbyBypassSettings": {"scope": "everyone"}}),
        (
            {"attendees": []},
            {"participants": {"attendees": [{"identity": {"user": {"id": ADA}}}]}},
        ),
    ],
)
def test_drift_is_seen_and_put_back_by_one_patch_that_holds_it_alone(
    world: World, made: Made, edit: dict[str, Any], sent: dict[str, Any]
) -> None:
    people = edit.pop("attendees", None)
    if people is not None:
        world.held(made)["participants"]["attendees"] = people
    world.held(made).update(edit)
    found = refreshed(world, made)
    assert found.inputs != INPUTS | WRITTEN
    assert diff(found.state, INPUTS | WRITTEN).changes != ()
    after = world.update(Made(found.id, found.state), **WRITTEN)
    assert world.methods == "GET PATCH"
    assert world.last_body == sent
    assert diff(after.state, INPUTS | WRITTEN).changes == ()
    assert refreshed(world, after).state == made.state


@pytest.mark.parametrize(
    "edit",
    [
        {"recordAutomatically": True},
        {"joinInformation": {"content": "other"}},
        {"somethingNew": {"deep": [1]}},
        {"lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": True}},
        {"startDateTime": "2027-01-04T09:00:00.0000000Z"},
    ],
)
def test_property_that_the_program_omits_is_no_drift(world: World, made: Made, edit: dict[str, Any]) -> None:
    world.held(made).update(edit)
    assert refreshed(world, made).state == made.state


def test_attendees_in_another_order_or_with_more_detail_are_no_drift(world: World, made: Made) -> None:
    people = [
        {"identity": {"user": {"id": ADA.upper(), "tenantId": "t"}}, "upn": "ada@example.com", "role": "presenter"}
    ]
    world.held(made)["participants"]["attendees"] = people
    assert refreshed(world, made).state == made.state


def test_a_property_that_an_answer_leaves_out_is_not_drift(world: World, made: Made) -> None:
    world.service.hidden = {"allowMeetingChat", "lobbyBypassSettings", "participants"}
    found = refreshed(world, made)
    assert found.inputs == INPUTS | WRITTEN


def test_refresh_updates_the_values_that_the_service_makes(world: World, made: Made) -> None:
    world.held(made)["joinWebUrl"] = "https://teams.example/l/new"
    assert refreshed(world, made).state["joinWebUrl"] == "https://teams.example/l/new"


def test_read_of_a_deleted_meeting_returns_none(world: World, made: Made) -> None:
    world.service.meetings.clear()
    assert world.read(made) is None


@pytest.mark.parametrize(
    "fact",
    [
        fact
        for fact in facts.GRAPH
        if fact.status >= 300 and not (fact.claims or fact.page or fact.skew or fact.creates)
    ],
    ids=lambda fact: f"{fact.status}-{fact.row}",
)
def test_only_a_404_with_code_not_found_means_deleted(world: World, made: Made, fact: facts.Answered) -> None:
    world.service.refuse = [error(fact.status, fact.code, fact.text)] * 40
    if fact.row == "gone":
        assert world.read(made) is None
        return
    with pytest.raises(fact.error):
        world.lifecycle.read(made.id, made.state, world.operation())


@pytest.mark.parametrize(
    "odd",
    [
        Answer(200, {"content-type": "text/html"}, b"<html>"),
        Answer(200, {}, b""),
        Answer(200, {}, b"[]"),
        Answer(200, {}, b"{}"),
        Answer(204, {}, b""),
        Answer(404, {"content-type": "text/html"}, b"<html>404 NotFound</html>"),
        Answer(410, {}, b""),
    ],
)
def test_malformed_answer_never_means_deleted(world: World, made: Made, odd: Answer) -> None:
    world.service.refuse = [odd] * 8
    with pytest.raises(MeetingsError):
        world.read(made)


def test_read_answered_with_no_content_is_an_error(world: World, made: Made) -> None:
    world.service.refuse = [Answer(204, {}, b"")]
    with pytest.raises(UnusableAnswerError):
        world.read(made)


# A meeting that was never deployed


def test_a_meeting_that_nothing_is_known_of_is_read_with_what_the_service_made(world: World, made: Made) -> None:
    found = world.lifecycle.read(made.id, {"userId": USER}, world.operation())
    assert found is not None
    assert found.inputs == {"userId": USER, "externalId": "standup"}
    assert found.state["joinWebUrl"] == "https://teams.example/l/1"
    assert "subject" not in found.state


def test_a_meeting_of_a_signed_in_user_is_read_for_its_organizer(world: World, made: Made) -> None:
    state = {name: value for name, value in made.state.items() if name != "userId"}
    world.lifecycle.read(made.id, state, world.operation())
    assert world.service.requests[0].path.startswith(f"/v1.0/users/{USER}/")


def test_without_an_organizer_an_app_is_told_to_name_one(world: World, made: Made) -> None:
    with pytest.raises(ArgumentError, match="MSGRAPH_USER_ID"):
        world.lifecycle.read(made.id, {}, world.operation())
    assert world.methods == ""


@pytest.mark.parametrize("meeting_id", [".", "..", ""])
def test_an_id_that_would_change_the_path_is_refused(world: World, meeting_id: str) -> None:
    with pytest.raises(ArgumentError, match="not an id"):
        world.lifecycle.read(meeting_id, {"userId": USER}, world.operation())
    assert world.methods == ""
