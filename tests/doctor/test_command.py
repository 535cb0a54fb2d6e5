"""The command itself: options, exit codes, JSON, colours, widths, and what a bug looks like."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.doctor.case import Asked, Case
from msgraph_meetings.doctor.checks import CHECKS, Check, Walk
from tests.doctor.machine import COMMAND, NAMES
from tests.terminal import everything

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings.doctor.findings import Finding
    from msgraph_meetings_emulator import Emulator
    from tests.doctor.machine import Machine


@pytest.mark.parametrize(
    "options", [["--cwd", "."], ["--yes"], ["--unknown"], ["word"], ["--stack", "dev", "--cwd", "/no/such/folder"]]
)
def test_wrong_command_line_exits_with_2_and_runs_no_check(machine: Machine, options: list[str]) -> None:
    report = machine.doctor_process(*options)
    assert (report.code, report.output) == (2, "")


def test_doctor_prints_one_json_object_with_stable_keys(machine: Machine) -> None:
    report = machine.doctor_process("--json")
    assert (report.code, report.errors) == (0, "")
    assert list(report.object) == ["healthy", "version", "checks"]
    assert [check["name"] for check in report.object["checks"]] == NAMES
    keys = ["name", "status", "summary", "why", "fix", "said", "requestId", "facts"]
    assert all(list(check) == keys for check in report.object["checks"])


def test_as_json_a_failure_has_its_cause_and_its_fix(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.deny_access_policy(msgraph_emulator.user_id)
    report = machine.doctor("--json")
    assert (report.code, report.object["healthy"]) == (1, False)
    policy = report.check("accessPolicy")
    assert policy["status"] == "failed"
    assert policy["why"]
    assert "Grant-CsApplicationAccessPolicy" in policy["fix"]
    assert policy["requestId"]


def test_as_json_nothing_else_is_on_standard_output_while_it_waits(
    machine: Machine, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(path="/v1.0/users/*", status=429, headers={"Retry-After": "0.1"})
    report = machine.doctor("--json")
    assert report.object["healthy"]
    assert "trying again" in report.errors


def test_doctor_prints_that_it_waits(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(path="/v1.0/users/*", status=429, headers={"Retry-After": "0.1"})
    report = machine.doctor()
    assert report.code == 0
    assert "trying again" in report.output


@pytest.mark.parametrize("columns", [80, 120])
def test_lines_fit_the_terminal_and_what_is_to_be_copied_is_whole(
    machine: Machine, msgraph_emulator: Emulator, columns: int
) -> None:
    msgraph_emulator.deny_access_policy(msgraph_emulator.user_id)
    lines = machine.having(COLUMNS=str(columns)).doctor().output.splitlines()
    grant = f'Grant-CsApplicationAccessPolicy -PolicyName msgraph-meetings -Identity "{msgraph_emulator.user_id}"'
    assert grant in [line.strip() for line in lines]
    prose = [line for line in lines if not re.match(r" {6,}\w+-\w+", line) and " " in line.strip()]
    assert max(len(line) for line in prose) <= columns


def test_an_output_that_has_no_tick_gets_plain_letters(machine: Machine) -> None:
    report = machine.having(PYTHONIOENCODING="ascii", MSGRAPH_USER_ID="zoë@emulator.example").doctor_process()
    assert (report.code, report.errors) == (1, "")
    assert "+ Settings: " in report.output
    assert "x Organizer: userId 'zo?@emulator.example'" in report.output


def test_doctor_prints_no_colours_in_a_pipe(machine: Machine) -> None:
    assert "\x1b" not in machine.doctor_process().output


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_doctor_prints_colours_on_a_terminal_unless_they_are_off(
    bare: Machine, variables: dict[str, str], *, coloured: bool
) -> None:
    output = _on_a_terminal(bare.having(TERM="xterm-256color", **variables))
    assert "Way to sign in" in output
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-9]m", output)) is coloured


def _on_a_terminal(machine: Machine) -> str:
    ours, theirs = os.openpty()
    try:
        with subprocess.Popen(COMMAND, env=dict(machine.environment), stdin=theirs, stdout=theirs, stderr=theirs) as it:
            os.close(theirs)
            return everything(ours) if it else ""
    finally:
        os.close(ours)


def test_doctor_ends_silently_when_the_reader_of_its_output_ends(machine: Machine) -> None:
    with subprocess.Popen(
        COMMAND, env=dict(machine.environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


def test_a_bug_of_ours_is_one_sentence_and_stops_what_depends_on_it() -> None:
    def broken(_case: Case) -> Finding:
        raise ZeroDivisionError("canary-of-a-secret")

    walk = Walk(Case(Asked({})))
    finding = walk.finding(Check("settings", "Settings", (), broken))
    assert finding.status == "failed"
    assert "ZeroDivisionError" in finding.summary
    assert "canary" not in f"{finding}"
    assert walk.finding(CHECKS[1]).status == "skipped"


def test_every_check_needs_only_what_comes_before_it() -> None:
    known: set[str] = set()
    for check in CHECKS:
        assert known.issuperset(check.needs)
        known.add(check.name)


def test_the_command_is_there_without_a_project_or_a_home(bare: Machine, tmp_path: Path) -> None:
    report = bare.having(HOME=str(tmp_path / "none")).doctor_process()
    assert (report.code, report.failures) == (1, ["method"])
