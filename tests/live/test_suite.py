"""`make test-live` in the emulator's tenant: what it makes it deletes, and without a tenant it says what is missing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings_emulator import Emulator

ROOT = Path(__file__).parents[2]
FOREIGN = ("ARM_", "AZURE_", "MSGRAPH_", "PYTEST_", "COV_")


SHORTER = ("-k", "core or engine or made")
"""Every case through the core, and one, with the real engine's, through each door: the others are the same cases."""


def run_live(environment: Mapping[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    command = [sys.executable, "-m", "pytest", "live", "-p", "no:cacheprovider", "-q", *options]
    return subprocess.run(command, cwd=ROOT, env=own | dict(environment), capture_output=True, text=True, check=False)


@pytest.mark.proof
def test_the_live_tests_pass_in_the_emulators_tenant_and_leaves_no_meeting(msgraph_emulator: Emulator) -> None:
    done = run_live(msgraph_emulator.environment(), *SHORTER)

    assert done.returncode == 0, done.stdout
    assert re.search(r"^\d+ passed, \d+ deselected in", done.stdout, re.MULTILINE), done.stdout
    assert msgraph_emulator.meetings() == []
    named = {entry.body["externalId"] for entry in msgraph_emulator.journal(path="*/createOrGet")}
    assert all(name.startswith("msgraph-meetings-live-") for name in named)


@pytest.mark.proof
def test_the_live_tests_print_a_record_of_the_probe_and_leave_no_meeting(msgraph_emulator: Emulator) -> None:
    done = run_live(msgraph_emulator.environment(), "-k", "record")

    assert done.returncode == 0, done.stdout
    assert "# Observed on " in done.stdout
    assert msgraph_emulator.meetings() == []


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({}, "ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET"),
        ({"ARM_TENANT_ID": "t", "ARM_CLIENT_ID": "c", "ARM_CLIENT_SECRET": "s"}, "MSGRAPH_USER_ID is not set"),
    ],
    ids=["no sign-in", "no organizer"],
)
def test_without_a_tenant_the_live_tests_say_what_is_missing(given: dict[str, str], lacking: str) -> None:
    done = run_live({"ARM_USE_CLI": "false"} | given)

    assert done.returncode == 0, done.stdout
    assert lacking in done.stdout.replace("\n", " ")
    assert "passed" not in done.stdout
