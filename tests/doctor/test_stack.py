"""`--stack`: the configuration of a Pulumi stack, read by the real Pulumi CLI."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.doctor.test_reports import reached_until
from tests.engine.stack import Stack

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.doctor.machine import Machine


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """A stack without a program."""
    return Stack(tmp_path / "project", {}, "dev")


def of(machine: Machine, stack: Stack) -> Machine:
    """The machine, with what Pulumi needs to read the stack."""
    ours = {name: value for name, value in stack.environment.items() if name.startswith("PULUMI_")}
    return machine.having(**ours, PATH=os.environ["PATH"])


def test_the_stack_comes_before_the_environment_and_shows_no_secret(
    machine: Machine, stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.run("config", "set", "--secret", "msgraph-meetings:clientSecret", msgraph_emulator.client_secret)
    stack.run("config", "set", "msgraph-meetings:userId", msgraph_emulator.user_ids[1])
    stack.run("config", "set", "elsewhere:clientId", "of another package")
    seen = of(machine, stack).having(ARM_CLIENT_SECRET="canary-of-the-environment")
    report = seen.doctor("--stack", "dev", "--cwd", str(stack.folder))
    assert report.code == 0
    assert "clientSecret = (secret, not shown)   from the stack (msgraph-meetings:clientSecret)" in report.output
    assert f"userId = {msgraph_emulator.user_ids[1]}   from the stack" in report.output
    assert "another package" not in report.output


def test_a_way_of_the_stack_comes_before_one_of_the_environment_and_it_says_why(
    machine: Machine, stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.run("config", "set", "--secret", "msgraph-meetings:clientSecret", msgraph_emulator.client_secret)
    seen = of(machine, stack).having(MSGRAPH_ACCESS_TOKEN="canary-of-another-tenant")
    report = seen.doctor("--stack", "dev", "--cwd", str(stack.folder))
    assert report.code == 0
    assert "client secret, because clientSecret from the stack (msgraph-meetings:clientSecret) is set." in report.output
    other = "Not used: ready access token (accessToken from MSGRAPH_ACCESS_TOKEN)"
    assert f"{other}, because it comes from the environment, and the stack has priority." in report.output
    facts = seen.doctor("--stack", "dev", "--cwd", str(stack.folder), "--json").check("method")["facts"]
    assert (facts["method"], facts["explicit"], facts["notUsed"]) == ("client secret", True, ["ready access token"])


def test_doctor_hides_every_secret_of_the_stack(machine: Machine, stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.run("config", "set", "--secret", "msgraph-meetings:tenantId", msgraph_emulator.tenant_id)
    seen = of(machine, stack).without("ARM_TENANT_ID", "AZURE_TENANT_ID")
    for form in ([], ["--json"]):
        report = seen.doctor("--stack", "dev", "--cwd", str(stack.folder), *form)
        assert report.code == 0
        assert msgraph_emulator.tenant_id not in report.output


def test_a_wrong_value_that_the_stack_keeps_secret_is_not_shown_either(machine: Machine, stack: Stack) -> None:
    stack.run("config", "set", "--secret", "msgraph-meetings:useMsi", "k4n4r1")
    report = of(machine, stack).doctor("--stack", "dev", "--cwd", str(stack.folder))
    assert reached_until(report, "settings")
    assert "useMsi: its value (a secret) is not valid" in report.output
    assert "k4n4r1" not in report.output


def test_doctor_names_an_unknown_setting_with_the_nearest_one(machine: Machine, stack: Stack) -> None:
    stack.run("config", "set", "msgraph-meetings:tenantID", "t")
    stack.run("config", "set", "msgraph-meetings:version", "1.0.0")
    report = of(machine, stack).doctor("--stack", "dev", "--cwd", str(stack.folder))
    assert reached_until(report, "settings")
    assert "Unknown setting 'tenantID'. Did you mean 'tenantId'?" in report.output
    assert "version" not in report.output


def test_doctor_reports_a_wrong_stack_name_in_pulumi_s_words(machine: Machine, stack: Stack) -> None:
    report = of(machine, stack).doctor("--stack", "nope", "--cwd", str(stack.folder))
    assert reached_until(report, "settings")
    assert "no stack named 'nope' found" in report.output
    assert "pulumi stack ls" in report.output


def test_without_the_pulumi_cli_it_says_so(machine: Machine, stack: Stack) -> None:
    report = machine.doctor("--stack", "dev", "--cwd", str(stack.folder))
    assert reached_until(report, "settings")
    assert "The command pulumi is not in a folder of PATH." in report.output


@pytest.mark.parametrize("script", ["echo '[]'", "echo no JSON"])
def test_doctor_reports_a_pulumi_output_that_is_not_a_configuration(
    machine: Machine, tmp_path: Path, script: str
) -> None:
    command = tmp_path / "bin" / "pulumi"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o700)
    report = machine.doctor("--stack", "dev")
    assert reached_until(report, "settings")
    assert "Cannot read what `pulumi config --json` wrote" in report.output
