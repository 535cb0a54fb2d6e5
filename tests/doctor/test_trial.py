"""`--create`: a throw-away meeting that leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.doctor.machine import COMMAND
from tests.doctor.test_reports import reached_until
from tests.waiting import until

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.doctor.machine import Machine

_CREATE = "/createOrGet"


def test_trial_creates_changes_and_deletes_a_meeting(machine: Machine, msgraph_emulator: Emulator) -> None:
    report = machine.doctor_process("--create", "--yes")
    assert (report.code, report.statuses["create"]) == (0, "passed")
    sent = [entry.method for entry in msgraph_emulator.journal() if "onlineMeetings/" in entry.path]
    assert sent == ["POST", "PATCH", "DELETE"]
    assert msgraph_emulator.meetings() == []


def test_trial_asks_first_and_names_the_organizer(machine: Machine, msgraph_emulator: Emulator) -> None:
    report = machine.doctor("--create", answer="y\n")
    assert msgraph_emulator.user_id in report.errors
    assert report.statuses["create"] == "passed"


def test_trial_creates_nothing_when_the_user_answers_no(machine: Machine, msgraph_emulator: Emulator) -> None:
    report = machine.doctor("--create", answer="n\n")
    assert (report.code, report.statuses["create"]) == (0, "skipped")
    assert msgraph_emulator.journal("POST", _CREATE) == []


def test_trial_creates_nothing_when_the_user_cannot_answer(machine: Machine, msgraph_emulator: Emulator) -> None:
    report = machine.doctor_process("--create")
    assert reached_until(report, "create")
    assert "--yes" in report.output
    assert msgraph_emulator.journal("POST", _CREATE) == []


def test_trial_works_for_a_signed_in_user(machine: Machine, msgraph_emulator: Emulator) -> None:
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id)
    report = machine.having(MSGRAPH_ACCESS_TOKEN=token).doctor("--create", "--yes")
    assert report.statuses["create"] == "passed"
    assert msgraph_emulator.meetings() == []


def test_trial_deletes_the_meeting_when_the_change_fails(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(method="PATCH", status=400)
    report = machine.doctor("--create", "--yes")
    assert reached_until(report, "create")
    assert msgraph_emulator.meetings() == []


def test_trial_deletes_the_meeting_when_the_answer_of_its_create_is_lost(
    machine: Machine, msgraph_emulator: Emulator
) -> None:
    page = {"status": 200, "body": "<html>", "headers": {"Content-Type": "text/html"}}
    msgraph_emulator.arm(method="POST", path=_CREATE, after_work=True, **page)
    report = machine.doctor("--create", "--yes")
    assert reached_until(report, "create")
    assert msgraph_emulator.meetings() == []


def test_trial_does_not_retry_after_a_plain_refusal(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(method="POST", path=_CREATE, status=400)
    report = machine.doctor("--create", "--yes", "--json")
    assert report.check("create")["facts"]["left"] is False
    assert len(msgraph_emulator.journal("POST", _CREATE)) == 1


def test_trial_names_a_meeting_that_it_cannot_delete(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(method="DELETE", status=403)
    report = machine.doctor("--create", "--yes", "--json")
    assert report.check("create")["facts"]["left"] is True
    left = [meeting["externalId"] for meeting in msgraph_emulator.meetings()]
    assert left == [report.check("create")["facts"]["externalId"]]
    assert left[0].startswith("msgraph-meetings-doctor-")


def test_trial_passes_when_the_meeting_is_already_deleted(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(method="DELETE", after_work=True, status=404, body={"error": {"code": "NotFound"}})
    assert machine.doctor("--create", "--yes").statuses["create"] == "passed"


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_ctrl_c_ends_the_trial_silently_and_leaves_no_meeting(
    machine: Machine, msgraph_emulator: Emulator, method: str
) -> None:
    msgraph_emulator.arm(method=method, path="/v1.0/users/*", delay=600)
    with subprocess.Popen(
        [*COMMAND, "--create", "--yes"],
        env=dict(machine.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        _until_the_fault_is_met(msgraph_emulator)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, "")
    assert "Traceback" not in output
    assert msgraph_emulator.meetings() == []
    msgraph_emulator.reset()  # ends the wait that nobody waits for any more


def _until_the_fault_is_met(emulator: Emulator) -> None:
    until(lambda: not emulator.armed())
