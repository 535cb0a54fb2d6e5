"""The probe leaves no meeting: after its end, errors, Ctrl-C and kills; and it touches no meeting of others."""

from __future__ import annotations

import signal
from urllib.parse import unquote

import pytest

from msgraph_meetings.probe.questions import QUESTIONS
from msgraph_meetings_emulator import Fault
from tests.emulator.client import application
from tests.probe.asking import ONLY_MEETINGS, Asker
from tests.sampling import sampled
from tests.waiting import until

FEW = tuple(
    word
    for name in ("deleted_external_id_comes_back", "external_id_ignores_case", "existing_meeting_takes_body")
    for word in ("--only", name)
)
_CREATE = "/createOrGet"


@pytest.mark.proof
def test_probe_makes_no_more_meetings_than_it_says_and_deletes_each(asker: Asker) -> None:
    asker.emulator.choose(expiry_shown=True, external_id_longest=999)
    for question in QUESTIONS:
        if question.needs in ("person", "DoD cloud", "ramp"):
            continue
        asker.emulator.clear_journal()
        assert asker.ask("--plain-create", "--only", question.name).code == 0
        created = [entry for entry in asker.emulator.journal("POST") if entry.status == 201]
        assert len(created) <= question.makes + 1, question.name
    assert asker.emulator.meetings() == []
    assert not asker.journal.exists()


def test_probe_reads_changes_and_deletes_only_meetings_that_it_made(asker: Asker) -> None:
    with application(asker.emulator) as client:
        client.made("team-standup")
    (theirs,) = asker.emulator.meetings()
    asker.emulator.clear_journal()
    asker.ask()
    assert asker.emulator.meetings() == [theirs]
    assert not any(theirs["id"] in unquote(entry.path) for entry in asker.emulator.journal())


def test_probe_does_not_touch_a_meeting_that_has_the_external_id_already(asker: Asker) -> None:
    with application(asker.emulator) as client:
        theirs = client.made("team-standup")
    answer = {"status": 200, "body": theirs}
    asker.emulator.arm(method="POST", path=_CREATE, skip=1, times=None, **answer)
    outcome = asker.ask("--only", "null_refused")
    assert "did not make" in outcome.answer("null_refused")["says"]
    assert [entry.method for entry in asker.emulator.journal() if theirs["id"] in unquote(entry.path)] == []


@pytest.mark.parametrize("after_work", [True, False])
def test_probe_goes_on_after_an_answer_that_was_lost(asker: Asker, after_work: bool) -> None:  # noqa: FBT001
    asker.emulator.arm(Fault(path="/v1.0/users/*", skip=4, drop=True, after_work=after_work))
    outcome = asker.ask(*FEW)
    assert (outcome.code, asker.emulator.meetings()) == (0, [])
    assert outcome.value("existing_meeting_takes_body") is False


def test_probe_waits_as_long_as_it_is_asked_and_repeats_the_request(asker: Asker) -> None:
    asker.emulator.arm(Fault.throttled(retry_after=0.01, path="/v1.0/users/*", skip=3))
    outcome = asker.ask(*FEW)
    assert outcome.code == 0
    assert "trying again" in outcome.errors


def test_probe_that_is_throttled_too_long_stops_and_goes_on_later(asker: Asker) -> None:
    asker.emulator.arm(Fault.throttled(retry_after=3600, path="/v1.0/users/*", skip=8, times=2))
    stopped = asker.ask(*FEW)
    assert (stopped.code, stopped.record) == (1, {})
    assert "3600 s" in stopped.errors
    assert asker.journal.exists()
    again = asker.ask(*FEW)
    assert (again.code, asker.emulator.meetings()) == (0, [])


@pytest.mark.parametrize("number", sampled([signal.SIGINT, signal.SIGTERM], {signal.SIGINT}))
def test_ctrl_c_deletes_the_meetings_and_the_next_run_goes_on(asker: Asker, number: signal.Signals) -> None:
    asker.emulator.arm(method="PATCH", delay=600)
    with asker.process() as process:
        until(lambda: not asker.emulator.armed())
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    asker.emulator.disarm()
    assert asker.emulator.meetings() == []
    asked = len(asker.emulator.journal())
    outcome = asker.ask(*FEW)
    assert (outcome.code, asker.emulator.meetings()) == (0, [])
    assert "Going on with" in outcome.errors
    assert len(asker.emulator.journal()) > asked


def _killed_at(asker: Asker, request: int, *, after_work: bool) -> bool:
    """Kill the probe while a request waits, before or after the service has done its work; False if it ended before."""
    asker.emulator.arm(Fault(path="/v1.0/users/*", skip=request, delay=600, after_work=after_work))
    with asker.process(*FEW) as process:
        until(lambda: process.poll() is not None or not asker.emulator.armed())
        ended = process.poll() is not None
        process.kill()
    asker.emulator.disarm()
    return not ended


@pytest.mark.parametrize(
    ("request_number", "after_work"),
    sampled([(number, late) for number in range(12) for late in (False, True)], {(2, True), (3, False)}),
)
def test_kill_at_any_request_leaves_nothing_after_the_next_run(
    asker: Asker,
    request_number: int,
    after_work: bool,  # noqa: FBT001
) -> None:
    assert _killed_at(asker, request_number, after_work=after_work)
    outcome = asker.ask(*FEW)
    assert outcome.code == 0, outcome.errors
    assert asker.emulator.meetings() == []
    assert not asker.journal.exists()
    assert "Going on with" in outcome.errors


def _leave_one(asker: Asker) -> None:
    """Let a run end with a meeting that it could not delete."""
    asker.emulator.arm(method="DELETE", status=403, times=2)
    assert asker.ask("--only", "null_refused").code == 1


def test_clean_deletes_what_was_left_and_asks_nothing(asker: Asker) -> None:
    _leave_one(asker)
    assert len(asker.emulator.meetings()) == 1
    asker.emulator.clear_journal()
    outcome = asker.ask("--clean")
    assert (outcome.code, outcome.record, asker.emulator.meetings()) == (0, {}, [])
    assert "What was left is deleted." in outcome.errors


@pytest.mark.parametrize("status", [403, 500])
def test_meeting_that_cannot_be_looked_for_stays_in_the_journal_for_the_next_run(asker: Asker, status: int) -> None:
    asker.emulator.arm(Fault(path=_CREATE, delay=600, after_work=True))
    with asker.process(*FEW) as process:
        until(lambda: not asker.emulator.armed())
        process.kill()
    asker.emulator.disarm()
    asker.emulator.arm(method="POST", path=_CREATE, status=status, times=None)
    refused = asker.ask("--clean")
    assert (refused.code, "What was left is deleted." in refused.errors) == (1, False)
    assert (asker.journal.exists(), len(asker.emulator.meetings())) == (True, 1)
    asker.emulator.disarm()
    assert asker.ask("--clean").code == 0
    assert asker.emulator.meetings() == []


def test_plain_create_without_an_answer_is_told_and_ends_with_3(asker: Asker) -> None:
    asker.emulator.arm(Fault.lost_answer(method="POST", path="/onlineMeetings"))
    stopped = asker.ask("--plain-create", "--only", "create_needs_times")
    assert (stopped.code, stopped.record) == (1, {})
    outcome = asker.ask("--only", "null_refused")
    assert outcome.code == 3
    assert "may exist" in outcome.errors


def test_meeting_that_cannot_be_deleted_stops_the_probe_and_the_next_run_deletes_it(asker: Asker) -> None:
    asker.emulator.arm(method="DELETE", status=403, times=2)
    stopped = asker.ask("--only", "null_refused")
    assert (stopped.code, len(asker.emulator.meetings())) == (1, 1)
    assert asker.ask("--only", "null_refused").code == 0
    assert asker.emulator.meetings() == []


def test_journal_of_another_organizer_is_refused_and_kept(asker: Asker) -> None:
    _leave_one(asker)
    other = "11111111-2222-3333-4444-555555555555"
    asker.emulator.put_user(other, upn="other@contoso.example")
    refused = asker.ask("--user-id", other)
    assert refused.code == 1
    assert "another tenant or organizer" in refused.errors
    assert asker.ask("--clean").code == 0
    assert asker.emulator.meetings() == []


def test_new_meeting_that_is_visible_late_is_changed_and_deleted_all_the_same(asker: Asker) -> None:
    gone = {"error": {"code": "NotFound", "message": "3004: Specified meeting is not found"}}
    asker.emulator.arm(method="DELETE", status=404, body=gone)
    asker.emulator.arm(method="PATCH", status=404, body=gone)
    outcome = asker.ask("--only", "null_refused")
    assert (outcome.value("null_refused"), asker.emulator.meetings()) == (True, [])


@pytest.mark.proof
def test_probe_needs_no_permission_beyond_the_providers(asker: Asker) -> None:
    asker.emulator.put_app(asker.emulator.client_id, roles=ONLY_MEETINGS)
    outcome = asker.ask("--plain-create")
    refused = [answer for answer in outcome.record["answers"] if " 403 " in " ".join(answer["seen"])]
    assert [answer["question"] for answer in refused] == ["users_need_permission"]
