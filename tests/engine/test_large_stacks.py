"""Deployments without checkpoints, as docs/large-stacks.md describes them: an engine that is killed loses its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.http.notices import ONE_BY_ONE
from tests.matrix.doors import DOORS
from tests.matrix.kills import kill_engine
from tests.plugin.plugin_stack import until
from tests.sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Stack
    from tests.matrix.doors import Door

WITHOUT_CHECKPOINTS = {"PULUMI_SKIP_CHECKPOINTS": "true"}
FEW, MANY = 16, 1000


def stack_of(door: Door, many: int, folder: Path, emulator: Emulator) -> Stack:
    """Return a stack without checkpoints whose program declares many meetings."""
    stack = door.new_stack(folder, emulator)
    stack.environment |= WITHOUT_CHECKPOINTS
    argument = door.names[0]
    stack.program(f"for n in range({many}): OnlineMeeting(f'm{{n}}', {argument}=f'm{{n}}')")
    return stack


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
@pytest.mark.parametrize("many", sampled((FEW, MANY), (FEW,)))
def test_killed_deployment_without_checkpoints_doubles_no_meeting(
    tmp_path: Path, msgraph_emulator: Emulator, door: Door, many: int
) -> None:
    stack = stack_of(door, many, tmp_path, msgraph_emulator)
    msgraph_emulator.arm(path="*/createOrGet", times=None, delay=0.2)
    process = stack.start("up", "--yes", "--skip-preview", "--parallel", "4")
    until(lambda: len(msgraph_emulator.meetings()) >= many // 2, process)
    kill_engine(process, door)
    msgraph_emulator.disarm()
    stack.recover()
    made = {meeting["externalId"]: meeting["joinWebUrl"] for meeting in msgraph_emulator.meetings()}
    assert stack.resources() == {}

    diagnostics = stack.up().output.rpartition("Diagnostics:")[2]

    now = {meeting["externalId"]: meeting["joinWebUrl"] for meeting in msgraph_emulator.meetings()}
    held = {name: item["outputs"]["joinWebUrl"] for name, item in stack.resources().items()}
    assert len(msgraph_emulator.meetings()) == many
    assert now == held
    assert now | made == now  # those that were made before the kill kept their links
    assert diagnostics.count("adopted the meeting that the external id") <= ONE_BY_ONE
    stack.destroy()
    assert msgraph_emulator.meetings() == []
