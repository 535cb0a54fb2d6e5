"""A program with the Python SDK awaits its registrations one after the other: `_registrations.py`, a part of ours."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from tests.plugin import generated_sdk
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

PROGRAM = """
import asyncio
import json
import sys

from pulumi.runtime import mocks, stack
from pulumi_msgraph_meetings import OnlineMeeting, online_meeting

registered = []
registered_when_outputs_are_awaited = []


class Service(mocks.Mocks):
    def call(self, args):
        return {}

    def new_resource(self, args):
        registered.append(args.name)
        return args.name, args.inputs


class Log:
    def debug(self, message):
        if message == "RPCs successfully completed":
            registered_when_outputs_are_awaited.append(len(registered))


def declare():
    for number in range(20):
        OnlineMeeting(f"meeting-{number}", external_id=f"meeting-{number}", subject="Stand-up")


async def program():
    mocks.set_mocks(Service())
    await stack.run_pulumi_func(declare)  # as the engine's host does


if "without" in sys.argv:
    online_meeting.await_in_turn = lambda: None
stack.log = Log()
asyncio.run(program())
print(json.dumps([registered_when_outputs_are_awaited[0], len(registered)]))
"""
_LIMIT = 60
"""Seconds after which the program counts as hanging."""


def run(folder: Path, *arguments: str) -> Any:
    """Return how many meetings are registered when the program begins to wait for outputs, and at its end."""
    path = os.pathsep.join([str(generated_sdk.installed(folder)), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", PROGRAM, *arguments]
    environment = os.environ | {"PYTHONPATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_LIMIT, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def registrations() -> ModuleType:
    """The module of the SDK, without the package."""
    file = Places.here().sdk / "python" / generated_sdk.PACKAGE / "_registrations.py"
    spec = importlib.util.spec_from_file_location("registrations_of_the_sdk", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_program_with_the_python_sdk_waits_for_outputs_when_all_meetings_are_registered(tmp_path: Path) -> None:
    assert run(tmp_path) == [20, 20]


def test_pulumi_by_itself_still_waits_for_outputs_before_a_meeting_is_registered(tmp_path: Path) -> None:
    assert run(tmp_path, "without") == [0, 20], "the SDK needs no `_registrations.py` any more"


def test_meeting_outside_an_event_loop_begins_no_list(
    monkeypatch: pytest.MonkeyPatch, registrations: ModuleType
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(pulumi.runtime.settings.SETTINGS.rpc_manager, "rpcs", begun)
    registrations.await_in_turn()
    assert begun == []


def test_registrations_that_have_begun_stay_as_they_are(
    monkeypatch: pytest.MonkeyPatch, registrations: ModuleType
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(pulumi.runtime.settings.SETTINGS.rpc_manager, "rpcs", begun)

    async def twice() -> None:
        registrations.await_in_turn()
        registrations.await_in_turn()

    asyncio.run(twice())
    assert len(begun) == 1


@pytest.mark.parametrize("settings", [None, object()], ids=["no-settings", "no-manager"])
def test_meeting_is_made_with_a_pulumi_that_keeps_registrations_elsewhere(
    monkeypatch: pytest.MonkeyPatch, registrations: ModuleType, settings: object
) -> None:
    async def meeting() -> None:
        registrations.await_in_turn()

    monkeypatch.setattr(pulumi.runtime.settings, "SETTINGS", settings)
    asyncio.run(meeting())
