"""With the real engine: ``pulumi do --stateless``, which has no stack and gives every resource one URN."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.plugin.processes import CONSOLE_SCRIPT

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.plugin.plugin_stack import PluginStack


def create(stack: PluginStack, **arguments: str) -> subprocess.CompletedProcess[str]:
    given = [part for name, value in arguments.items() for part in (f"--{name.replace('_', '-')}", value)]
    what = ("--package", str(CONSOLE_SCRIPT), "msgraph-meetings:index:OnlineMeeting", "create", "--stateless")
    return subprocess.run(
        ["pulumi", "do", *what, *given, "--yes"],
        cwd=stack.folder,
        env=stack.environment | {"PULUMI_EXPERIMENTAL": "true"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=120,
    )


def test_stateless_create_without_an_external_id_is_refused(stack: PluginStack, msgraph_emulator: Emulator) -> None:
    done = create(stack, subject="One")
    assert done.returncode != 0
    assert "externalId: is required" in done.stdout
    assert msgraph_emulator.meetings() == []


def test_stateless_creates_with_two_external_ids_make_two_meetings(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    for name in ("one", "two"):
        done = create(stack, external_id=name, subject=name)
        assert done.returncode == 0, done.stdout
    assert {meeting["externalId"]: meeting["subject"] for meeting in msgraph_emulator.meetings()} == {
        "one": "one",
        "two": "two",
    }
