"""Deployments without checkpoints (docs/how-to/large-stacks.md): an engine that is killed loses its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.http.notices import ONE_BY_ONE
from tests.matrix.doors import DOORS, DYNAMIC, PLUGIN
from tests.matrix.kills import kill_engine
from tests.plugin.plugin_stack import until
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Stack
    from tests.matrix.doors import Door

WITHOUT_CHECKPOINTS = {"PULUMI_SKIP_CHECKPOINTS": "true"}
FEW, MANY = 16, 1000
AT_ONCE = 12
AT_ONCE_BY = [(DYNAMIC, "up"), (DYNAMIC, "refresh"), (DYNAMIC, "destroy"), (PLUGIN, "up")]
REQUESTS = {
    "up": {"path": "*/createOrGet"},
    "refresh": {"method": "GET", "path": "*/onlineMeetings/*"},
    "destroy": {"method": "DELETE", "path": "*/onlineMeetings/*"},
}
MANY_DECLARED = 50


def stack_of(door: Door, many: int, folder: Path, emulator: Emulator) -> Stack:
    """Return a stack without checkpoints whose program declares many meetings."""
    stack = door.new_stack(folder, emulator)
    stack.environment |= WITHOUT_CHECKPOINTS
    argument = door.names[0]
    stack.program(f"for n in range({many}): OnlineMeeting(f'm{{n}}', {argument}=f'm{{n}}')")
    return stack


def kill_during(command: str, stack: Stack, door: Door, happened: Callable[[], object], *, parallel: int = 4) -> None:
    """Kill the engine in the middle of a command, as soon as something happened."""
    process = stack.start(command, "--yes", "--skip-preview", "--parallel", str(parallel))
    until(happened, process)
    kill_engine(process, door)
    stack.recover()


def made(emulator: Emulator) -> dict[str, str]:
    """Return the links on the service, by external id; no two meetings have one."""
    meetings = emulator.meetings()
    found = {meeting["externalId"]: meeting["joinWebUrl"] for meeting in meetings}
    assert len(found) == len(meetings)
    return found


def kept(stack: Stack) -> dict[str, str]:
    """Return the links in the state, by the resource's name, which is the external id too."""
    return {name: item["outputs"]["joinWebUrl"] for name, item in stack.resources().items()}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
@pytest.mark.parametrize("many", sampled((FEW, MANY), (FEW,)))
def test_killed_deployment_without_checkpoints_doubles_no_meeting(
    tmp_path: Path, msgraph_emulator: Emulator, door: Door, many: int
) -> None:
    stack = stack_of(door, many, tmp_path, msgraph_emulator)
    msgraph_emulator.arm(path="*/createOrGet", times=None, delay=0.2)
    kill_during("up", stack, door, lambda: len(msgraph_emulator.meetings()) >= many // 2)
    msgraph_emulator.disarm()
    before = made(msgraph_emulator)
    assert stack.resources() == {}

    diagnostics = stack.up().output.rpartition("Diagnostics:")[2]

    now = made(msgraph_emulator)
    assert len(now) == many
    assert now == kept(stack)
    assert now | before == now  # those that were made before the kill kept their links
    assert diagnostics.count("adopted the meeting that the external id") <= ONE_BY_ONE


@pytest.mark.parametrize("door", sampled(DOORS, (DYNAMIC,)), ids=lambda door: door.name)
def test_killed_destroy_without_checkpoints_is_undone_by_a_refresh(
    tmp_path: Path, msgraph_emulator: Emulator, door: Door
) -> None:
    stack = stack_of(door, FEW, tmp_path, msgraph_emulator)
    stack.up()
    msgraph_emulator.arm(method="DELETE", times=None, delay=0.2)
    kill_during("destroy", stack, door, lambda: len(msgraph_emulator.meetings()) <= FEW // 2)
    msgraph_emulator.disarm()
    assert len(stack.resources()) == FEW

    stack.up(None, "--refresh")

    assert made(msgraph_emulator) == kept(stack)


@pytest.mark.parametrize("door", sampled(DOORS, ()), ids=lambda door: door.name)
def test_killed_destroy_without_checkpoints_is_ended_by_the_next_destroy(
    tmp_path: Path, msgraph_emulator: Emulator, door: Door
) -> None:
    stack = stack_of(door, FEW, tmp_path, msgraph_emulator)
    stack.up()
    msgraph_emulator.arm(method="DELETE", times=None, skip=FEW // 2, delay=600)
    kill_during("destroy", stack, door, lambda: len(msgraph_emulator.meetings()) <= FEW // 2)
    msgraph_emulator.disarm()
    stack.destroy()
    assert msgraph_emulator.meetings() == []
    assert stack.resources() == {}


@pytest.mark.parametrize(
    ("door", "command"), sampled(AT_ONCE_BY, AT_ONCE_BY[:2]), ids=lambda value: getattr(value, "name", value)
)
def test_command_sends_as_many_requests_at_once_as_the_engine_has_operations(
    tmp_path: Path, msgraph_emulator: Emulator, door: Door, command: str
) -> None:
    stack = stack_of(door, AT_ONCE, tmp_path, msgraph_emulator)
    if command != "up":
        stack.up()
    msgraph_emulator.arm(**REQUESTS[command], times=AT_ONCE, delay=600)
    # No fault is armed any longer when each request waits for its answer: all are under way.
    kill_during(command, stack, door, lambda: not msgraph_emulator.armed(), parallel=AT_ONCE)


def test_python_program_waits_for_each_meeting_once_and_not_for_all_again(stack: Stack, tmp_path: Path) -> None:
    stack.program(f"""
        import asyncio, atexit, pathlib
        wait, sizes = asyncio.wait, []

        async def counting(tasks, **options):
            sizes.append(len(tasks))
            return await wait(tasks, **options)

        asyncio.wait = counting
        atexit.register(lambda: pathlib.Path({str(tmp_path / "waited")!r}).write_text(str(sum(sizes))))
        for n in range({MANY_DECLARED}): OnlineMeeting(f'm{{n}}', external_id=f'm{{n}}')
    """)
    stack.run("preview")
    waited = int((tmp_path / "waited").read_text())
    assert waited < 20 * MANY_DECLARED  # 16,790 if it waits for all again
