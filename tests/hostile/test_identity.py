"""Answers about another meeting than the one that was asked for: told, and never in the state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.config.reading import Settings, read_settings
from msgraph_meetings.errors import (
    AlreadyExistsError,
    DuplicateError,
    IncompleteError,
    UnusableAnswerError,
)
from msgraph_meetings.meetings.connect import connect, connect_graph
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.importing import import_meeting
from msgraph_meetings.meetings.registry import Registry
from tests.unit.fakes import USER, answer, error, graph, operation
from tests.unit.world import INPUTS, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.meetings.lifecycle import Lifecycle, Made
    from msgraph_meetings_emulator import Emulator

STRANGER = "99999999-aaaa-4bbb-8ccc-000000000009"
ODD_IDS = [".", "..", " ", "a b", "a\nb", "\ud800", "é", "x" * 5000, "a\0", "\u202e"]


def of(organizer: str) -> dict[str, Any]:
    return {"participants": {"organizer": {"identity": {"user": {"id": organizer}}}, "attendees": []}}


OTHERS = [
    pytest.param(of(STRANGER), f"the organizer {STRANGER}", id="another organizer"),
    pytest.param({"externalId": "lunch"}, "external id 'lunch'", id="another external id"),
    pytest.param({"externalId": "standup2"}, "external id 'standup2'", id="a longer external id"),
]


@pytest.mark.parametrize(("odd", "said"), OTHERS)
@pytest.mark.parametrize("status", [200, 201])
def test_a_create_keeps_nothing_of_another_meeting(world: World, odd: dict[str, Any], said: str, status: int) -> None:
    world.service.refuse = [answer(status, INPUTS | {"id": "strange"} | odd)]
    with pytest.raises(UnusableAnswerError, match=said):
        world.create(allowMeetingChat="limited")
    assert world.methods == "POST"  # and no PATCH to a meeting that is not ours
    assert world.create().state["externalId"] == "standup"


@pytest.mark.parametrize(("odd", "said"), OTHERS)
def test_a_refresh_keeps_the_state_where_another_meeting_is_answered(
    world: World, made: Made, odd: dict[str, Any], said: str
) -> None:
    world.service.refuse = [answer(200, INPUTS | {"id": "strange"} | odd)]
    with pytest.raises(UnusableAnswerError, match=said):
        world.read(made)


@pytest.mark.parametrize(("odd", "said"), OTHERS)
def test_an_update_keeps_the_state_where_another_meeting_is_answered(
    world: World, made: Made, odd: dict[str, Any], said: str
) -> None:
    world.service.refuse = [answer(200, INPUTS | {"id": "strange"} | odd)]
    with pytest.raises(UnusableAnswerError, match=said):
        world.update(made, subject="New")


@pytest.mark.parametrize(("odd", "said"), OTHERS)
def test_create_keeps_its_id_when_the_patch_is_answered_with_another_meeting(
    world: World, odd: dict[str, Any], said: str
) -> None:
    first = answer(201, INPUTS | of(USER) | {"id": "1"})
    world.service.refuse = [first, answer(200, INPUTS | {"id": "strange"} | odd)]
    with pytest.raises(IncompleteError, match=said) as incomplete:
        world.create(allowMeetingChat="limited")
    assert incomplete.value.meeting_id == "1"
    assert incomplete.value.state["externalId"] == "standup"


def test_a_refresh_of_one_id_that_is_answered_with_another_is_refused(world: World, made: Made) -> None:
    world.service.refuse = [answer(200, {"id": "strange"})]
    with pytest.raises(UnusableAnswerError, match=rf"meeting strange instead of {made.id.replace('+', '.')}"):
        world.read(made)


def test_an_id_that_the_service_writes_anew_is_taken_over_with_the_same_external_id(world: World, made: Made) -> None:
    world.service.refuse = [answer(200, INPUTS | of(USER) | {"id": "anew"})]
    found = world.read(made)
    assert found is not None
    assert found.id == "anew"


@pytest.mark.parametrize("organizer", [USER.upper(), USER])
def test_an_organizer_in_another_case_is_the_same(world: World, organizer: str) -> None:
    world.service.refuse = [answer(201, INPUTS | of(organizer) | {"id": "1"})]
    assert world.create().state["userId"] == USER


def test_an_import_of_somebody_elses_meeting_names_the_organizer() -> None:
    def send(*_parts: object, **_more: object) -> Any:
        return answer(200, {"id": "MSo1", "externalId": "x"} | of(STRANGER))

    with pytest.raises(UnusableAnswerError, match=f"(?s)the organizer {STRANGER}.*set userId to its organizer"):
        import_meeting("MSo1", USER, Settings(user_id=USER), graph(send), operation())


def test_an_import_by_external_id_takes_no_other() -> None:
    answers = [error(400, "BadRequest", "Meeting Id is corrupted."), answer(200, {"id": "1", "externalId": "other"})]

    def send(*_parts: object, **_more: object) -> Any:
        return answers.pop(0)

    with pytest.raises(UnusableAnswerError, match="external id 'other'"):
        import_meeting("mine", USER, Settings(user_id=USER, import_by_external_id=True), graph(send), operation())


@pytest.mark.parametrize("odd", ODD_IDS, ids=ascii)
def test_an_id_that_no_path_and_no_message_could_carry_is_refused(world: World, odd: str) -> None:
    world.service.refuse = [answer(201, INPUTS | {"id": odd})]
    with pytest.raises(UnusableAnswerError, match="id does not have the form of Graph's ids"):
        world.create(allowMeetingChat="limited")
    assert world.methods == "POST"


@pytest.mark.parametrize("odd", ["a/../../b", "%2e%2e", "'x'", '"x"', "a?b#c", "a%00b", "\\..\\", "MSo*x//==+"])
def test_an_id_of_odd_characters_is_one_segment_of_the_path_and_comes_back_as_it_is(world: World, odd: str) -> None:
    world.service.refuse = [answer(201, INPUTS | {"id": odd}), answer(200, INPUTS | {"id": odd})]
    made = world.create(allowMeetingChat="limited")
    assert made.id == odd
    path = world.service.requests[1].path
    assert path.startswith(f"/v1.0/users/{USER}/onlineMeetings/")
    assert path.count("/") == 5


# A service that does not mind case


@pytest.fixture
def insensitive(msgraph_emulator: Emulator, certificate: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """An emulator to which ``standup`` and ``StandUp`` are one external id."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(msgraph_emulator.ca))
    msgraph_emulator.choose(external_id_ignores_case=True)
    yield msgraph_emulator
    msgraph_emulator.choose(external_id_ignores_case=False)


def lifecycle(emulator: Emulator) -> Lifecycle:
    return connect(read_settings(lambda _name: None, emulator.environment()), Registry())


def inputs(emulator: Emulator, external_id: str, **more: Any) -> dict[str, Any]:
    return {"userId": emulator.user_id, "externalId": external_id} | more


def test_two_resources_in_two_spellings_are_told_apart_from_one_another_or_refused(insensitive: Emulator) -> None:
    deployment = lifecycle(insensitive)
    first = deployment.create(inputs(insensitive, "standup", subject="A"), operation())
    with pytest.raises(DuplicateError, match="the same external id for the organizer"):
        deployment.create(inputs(insensitive, "StandUp", subject="B"), operation())
    (meeting,) = insensitive.meetings()
    assert (meeting["id"], meeting["subject"]) == (first.id, "A")


def test_a_new_spelling_of_an_external_id_keeps_the_meeting(insensitive: Emulator) -> None:
    before = lifecycle(insensitive).create(inputs(insensitive, "standup"), operation())
    deployment, told = lifecycle(insensitive), operation()
    lines: list[str] = []
    told.tell = lambda _severity, text: lines.append(text)
    after = deployment.create(inputs(insensitive, "StandUp"), told)
    deployment.delete(before.id, before.state, operation())  # as a replacement does
    assert after.id == before.id
    assert [meeting["id"] for meeting in insensitive.meetings()] == [after.id]
    assert any("stores the external id 'StandUp' as 'standup'" in line for line in lines)
    assert diff(after.state, inputs(insensitive, "StandUp")).changes == ()
    found = deployment.read(after.id, after.state, operation())
    assert found is not None
    assert found.state == after.state


def test_a_new_spelling_is_refused_where_existing_meetings_are(insensitive: Emulator) -> None:
    lifecycle(insensitive).create(inputs(insensitive, "standup"), operation())
    with pytest.raises(AlreadyExistsError):
        lifecycle(insensitive).create(inputs(insensitive, "StandUp", onExisting="fail"), operation())


@pytest.mark.parametrize("ignores_case", [True, False])
def test_an_import_in_another_spelling_finds_or_makes_one_meeting(insensitive: Emulator, *, ignores_case: bool) -> None:
    insensitive.choose(external_id_ignores_case=ignores_case)
    lifecycle(insensitive).create(inputs(insensitive, "standup"), operation())
    environment = insensitive.environment() | {"MSGRAPH_IMPORT_BY_EXTERNAL_ID": "true"}
    chosen = read_settings(lambda name: "true" if name == "importByExternalId" else None, environment)
    found = import_meeting("StandUp", insensitive.user_id, chosen, connect_graph(chosen), operation())
    assert found is not None
    assert len(insensitive.meetings()) == (1 if ignores_case else 2)
