"""The probe reports the value of each switch of the emulator, or that it cannot know it."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.probe.questions import EVERY
from msgraph_meetings.probe.undecided import UNDECIDED
from msgraph_meetings_emulator.state.choices import Choices
from tests.probe.asking import NOT_ANSWERED, ONLY_MEETINGS
from tests.probe.switches import ELSEWHERE, at_random, every_setting, expected
from tests.sampling import sampled

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.probe.asking import Asker

ALONE = ("--plain-create", "--only")
QUESTIONS = {question.name: question for question in EVERY}
HERE = {
    *(("null_refused", value) for value in (True, False)),
    *(("external_id_longest", value) for value in (0, 65)),
    *(("etags", True), ("existing_meeting_takes_body", True), ("deleted_external_id_comes_back", True)),
    *(("create_needs_times", True), ("bad_external_id_code", "Other"), ("lifetime_days", 45)),
}


def test_each_switch_is_asked_or_named_with_the_reason_why_not() -> None:
    asked = {question.name for question in EVERY if question.is_switch}
    assert not asked & UNDECIDED.keys()
    missing = {one.name for one in fields(Choices)} ^ (asked | UNDECIDED.keys())
    assert not missing, "add a question to probe/questions.py, or a reason to probe/undecided.py"


@pytest.mark.parametrize(("switch", "value"), sampled(every_setting(), HERE))
def test_probe_reports_the_value_of_a_switch_that_is_set_alone(asker: Asker, switch: str, value: Any) -> None:
    choices = replace(Choices(), **{switch: value})
    asker.emulator.choose(**asdict(choices))
    asked = (*ALONE, switch) if switch in QUESTIONS and switch != "permission_missing_message" else (*ALONE, "etags")
    outcome = asker.ask(*asked)
    assert outcome.code == 0, outcome.errors
    assert outcome.value(switch) == expected(switch, choices), outcome.answer(switch)
    assert asker.emulator.meetings() == []


@pytest.mark.parametrize(
    "seed", [pytest.param(0), *(pytest.param(seed, marks=pytest.mark.proof) for seed in range(1, 60))]
)
def test_probe_reports_every_switch_of_a_random_combination(asker: Asker, seed: int) -> None:
    choices = at_random(seed)
    asker.emulator.choose(**asdict(choices))
    outcome = asker.ask("--plain-create")
    assert outcome.code == 0, outcome.errors
    reported = {one.name: outcome.value(one.name) for one in fields(Choices)}
    assert reported == {one.name: expected(one.name, choices) for one in fields(Choices)}
    assert asker.emulator.meetings() == []


def test_the_tests_know_each_question_that_needs_another_caller() -> None:
    needs = {question.name for question in EVERY if question.needs in ("person", "DoD cloud")}
    assert ELSEWHERE.keys() == needs | {"permission_missing_message"}


@pytest.mark.parametrize("refused", [True, False])
def test_signed_in_person_learns_if_the_own_path_is_refused(asker: Asker, refused: bool) -> None:  # noqa: FBT001
    asker.emulator.choose(own_user_path_refused=refused)
    token = asker.emulator.delegated_token(asker.emulator.user_id)
    outcome = asker.ask("--only", "own_user_path_refused", MSGRAPH_ACCESS_TOKEN=token)
    assert (outcome.code, outcome.record["token"]) == (0, "delegated")
    assert outcome.value("own_user_path_refused") is refused


@pytest.mark.parametrize("lacks", [True, False])
def test_probe_learns_in_the_cloud_dod_what_that_cloud_lacks(asker: Asker, lacks: bool) -> None:  # noqa: FBT001
    asker.emulator.choose(government_dod=lacks)
    asker.emulator.set_cloud("dod")
    outcome = asker.ask("--only", "government_dod", "--only", "update_takes_undocumented", ARM_ENVIRONMENT="dod")
    assert outcome.value("government_dod") is lacks
    assert outcome.value("update_takes_undocumented") == NOT_ANSWERED


@pytest.mark.parametrize("message", ["", "Missing permission"])
def test_app_without_the_permission_learns_the_message_of_the_refusal(asker: Asker, message: str) -> None:
    asker.emulator.put_app(asker.emulator.client_id, roles=["User.Read.All"])
    asker.emulator.choose(permission_missing_message=message)
    outcome = asker.ask()
    assert outcome.code == 1
    assert "OnlineMeetings.ReadWrite.All" in outcome.errors
    assert outcome.value("permission_missing_message") == message
    assert outcome.value("null_refused") == NOT_ANSWERED


def test_app_without_an_access_policy_learns_the_answer_and_the_fix(asker: Asker) -> None:
    asker.emulator.set_access_policy([])
    outcome = asker.ask()
    assert outcome.code == 1
    assert "Grant-CsApplicationAccessPolicy" in outcome.errors
    assert outcome.value("policy_missing_answer") == "403 Forbidden"
    assert "No application access policy" in outcome.answer("policy_missing_answer")["says"]
    assert outcome.value("permission_missing_message") == NOT_ANSWERED


def test_token_that_may_read_users_does_not_answer_the_question_about_users(
    asker: Asker, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.put_app(msgraph_emulator.client_id, roles=[*ONLY_MEETINGS, "User.Read.All"])
    assert asker.ask("--only", "users_need_permission").value("users_need_permission") == NOT_ANSWERED


@pytest.mark.parametrize(
    ("choices", "settings", "end", "link"),
    [
        ({"expiry_shown": True}, "lost", "same end: unchanged; later end: moved by as much", "not found"),
        (
            {"expiry_shown": True, "lifetime_from_start": True},
            "lost",
            "same end: unchanged; later end: unchanged",
            "not found",
        ),
        ({"deleted_external_id_comes_back": True, "expiry_shown": False}, NOT_ANSWERED, NOT_ANSWERED, "not found"),
    ],
)
def test_probe_answers_what_later_parts_of_the_provider_need_to_know(
    asker: Asker, choices: dict[str, bool], settings: str, end: str, link: str
) -> None:
    asker.emulator.choose(**choices)
    names = ("settings_survive_delete", "end_moves_expiry", "deleted_found_by_link", "update_moves_expiry")
    outcome = asker.ask(*(word for name in names for word in ("--only", name)))
    assert [outcome.value(name) for name in names[:3]] == [settings, end, link]
    assert outcome.value("update_moves_expiry") == ("moved" if choices["expiry_shown"] else NOT_ANSWERED)


def test_answer_that_no_value_describes_is_reported_as_another_behaviour(asker: Asker) -> None:
    asker.emulator.arm(method="PATCH", status=500, headers={"Retry-After": "0.01"}, times=None)
    outcome = asker.ask("--only", "null_refused")
    assert outcome.value("null_refused") == "different"
    assert outcome.answer("null_refused")["says"].startswith("Neither accepted nor refused: 500")
    assert "(another)" in outcome.page
    assert len(asker.emulator.journal("PATCH")) == 3
