"""Mishaps of a deployment: two at once, clocks that jump, a full disk, Ctrl-C twice.

Each is a function that raises AssertionError if a promise of the product is broken.
"""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING

import psutil

from msgraph_meetings_emulator import EmulatorProcess, Fault
from tests.emulator.client import application
from tests.engine.tracebacks import frames_of_ours
from tests.matrix import count
from tests.matrix.doors import Declared, allow
from tests.matrix.points import UP
from tests.plugin.plugin_stack import LIMIT, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import Popen

    from msgraph_meetings_emulator import Handle
    from tests.engine.stack import Stack
    from tests.matrix.doors import Door

    Mishap = Callable[[Door, Path, Handle], None]

_HOUR = 3600
_LONG_WAIT = 120
_CREATE = "*/createOrGet"


def one(emulator: Handle) -> dict[str, Declared]:
    """Return a program with one meeting."""
    return {"m": Declared("m", emulator.user_id)}


def many(emulator: Handle) -> dict[str, Declared]:
    """Return a program with a meeting for each user, so that each is counted by itself."""
    return {f"m{number}": Declared(f"m{number}", user) for number, user in enumerate(emulator.user_ids)}


def assert_right(stack: Stack, emulator: Handle, declared: dict[str, Declared]) -> None:
    """Assert that the comparison finds no problem."""
    found = count.problems(stack, emulator, declared)
    assert found == {name: [] for name in declared}, found


def two_deployments_of_one_stack(door: Door, folder: Path, emulator: Handle) -> None:
    """The engine's lock refuses the second deployment, and the first creates its meeting."""
    stack, declared = door.new_stack(folder, emulator), one(emulator)
    stack.program(door.program(declared))
    emulator.arm(Fault.throttled(None, 1, path=_CREATE))
    first = stack.start(*UP)
    until(lambda: emulator.journal(path=_CREATE), first)
    second = stack.attempt(*UP)
    assert second.code != 0, second.output
    assert "locked" in second.output, second.output
    emulator.disarm()
    said, _ = first.communicate(timeout=LIMIT)
    assert first.returncode == 0, said
    assert_right(stack, emulator, declared)


def two_stacks_with_one_external_id(door: Door, folder: Path, emulator: Handle) -> None:
    """Both succeed with the same meeting, and one of them adopts it."""
    declared = one(emulator)
    stacks = [door.new_stack(folder / name, emulator) for name in ("left", "right")]
    for stack in stacks:
        stack.program(door.program(declared))
    running = [stack.start(*UP) for stack in stacks]
    said = [process.communicate(timeout=LIMIT)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert sorted(stack.resources()["m"]["outputs"]["adopted"] for stack in stacks) == [False, True]
    for stack in stacks:
        assert_right(stack, emulator, declared)


def _clock_between(by: float) -> Mishap:
    def run(door: Door, folder: Path, emulator: Handle) -> None:
        stack, declared = door.new_stack(folder, emulator), one(emulator)
        stack.up(door.program({"m": declared["m"].but(subject="before")}))
        emulator.advance(by)
        stack.refresh("--expect-no-changes")
        stack.up(door.program(declared))
        assert_right(stack, emulator, declared)

    return run


def _clock_during(by: float, method: str) -> Mishap:
    """The token is expired or not yet valid after the jump; the provider gets a new one, and the run succeeds."""

    def run(door: Door, folder: Path, emulator: Handle) -> None:
        stack, declared = door.new_stack(folder, emulator), one(emulator)
        stack.program(door.program(declared))
        fault = Fault.throttled(None, 1, method=method, path="*/onlineMeetings/*")
        emulator.arm(fault)
        process = stack.start(*UP)
        until(lambda: emulator.journal(method, fault.path), process)
        emulator.advance(by)
        emulator.disarm()
        said, _ = process.communicate(timeout=LIMIT)
        assert process.returncode == 0, said
        assert 401 in {entry.status for entry in emulator.journal()}
        assert_right(stack, emulator, declared)

    return run


def ctrl_c_twice(door: Door, folder: Path, emulator: Handle) -> None:
    """The engine ends before it sees the answer of a create; the next run uses the same meeting."""
    stack, declared = door.new_stack(folder, emulator), many(emulator)
    stack.program(door.program(declared))
    emulator.arm(Fault(path=_CREATE, delay=600, after_work=True, times=None))
    process = stack.start(*UP)
    until(lambda: len(emulator.meetings()) == len(declared), process)
    made = {meeting["id"] for meeting in emulator.meetings()}
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to all foreground processes
    _read_until("^C again", process)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=LIMIT)
    assert process.returncode != 0, said
    assert frames_of_ours(said) == [], said
    emulator.disarm()
    stack.recover()
    stack.up()
    assert {meeting["id"] for meeting in emulator.meetings()} == made
    assert_right(stack, emulator, declared)


def ctrl_c_while_throttled(door: Door, folder: Path, emulator: Handle) -> None:
    """The run ends without the two minutes that the service asks to wait; the next run creates each meeting once."""
    stack, declared = door.new_stack(folder, emulator), many(emulator)
    allow(stack, _HOUR)
    stack.program(door.program(declared))
    emulator.arm(Fault.throttled(None, _LONG_WAIT, path=_CREATE))
    process = stack.start(*UP, "--parallel", "64")
    until(lambda: emulator.journal(path=_CREATE), process)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=_LONG_WAIT / 2)
    assert process.returncode != 0, said
    assert "stopped, because the deployment was cancelled" in said, said
    assert frames_of_ours(said) == [], said
    emulator.disarm()
    stack.up()
    assert_right(stack, emulator, declared)


def _read_until(words: str, process: Popen[str]) -> None:
    assert process.stdout is not None
    printed = ""
    while words not in printed:
        line = process.stdout.readline()
        assert line, printed
        printed += line


_WITHOUT_THE_SIGNAL = ("sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh")
"""A process that writes more than its limit gets an error, as from a full disk, and not a signal."""


def full_disk_of_the_engine(door: Door, folder: Path, emulator: Handle) -> None:
    """The engine cannot write the state of a new meeting; the next run finds it by its external id.

    It takes a minute, because the engine retries the write for that long.
    """
    stack, declared = door.new_stack(folder, emulator), one(emulator)
    stack.program(door.program(declared))
    emulator.arm(Fault.throttled(None, 1, path=_CREATE))
    process = subprocess.Popen(
        [*_WITHOUT_THE_SIGNAL, *stack.command(*UP)],
        cwd=stack.folder,
        env=stack.environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    until(lambda: emulator.journal(path=_CREATE), process)
    psutil.Process(process.pid).rlimit(psutil.RLIMIT_FSIZE, (1, psutil.RLIM_INFINITY))  # no file may grow by a byte
    emulator.disarm()
    said, _ = process.communicate(timeout=5 * LIMIT)
    assert process.returncode != 0, said
    assert "file too large" in said, said
    (made,) = emulator.meetings()
    stack.recover()
    stack.up()
    assert [meeting["id"] for meeting in emulator.meetings()] == [made["id"]]
    assert_right(stack, emulator, declared)


def full_disk_of_the_service(door: Door, folder: Path, _emulator: Handle) -> None:
    """The emulator cannot write its state and answers 507; the next run creates the meeting."""
    with EmulatorProcess(state=folder / "service" / "state.sqlite") as service, application(service) as client:
        stack, declared = door.new_stack(folder / "stack", service), one(service)
        stack.program(door.program(declared))
        # With a token in hand: the sign-in, which is written down too, would be the first to fail.
        stack.environment["MSGRAPH_ACCESS_TOKEN"] = service.application_token()
        pid = service._process.pid if service._process else 0
        psutil.Process(pid).rlimit(psutil.RLIMIT_FSIZE, (1, psutil.RLIM_INFINITY))
        refused = client.create_or_get("m")
        assert (refused.status_code, refused.text[:36]) == (507, "The emulator cannot write its state "), refused.text
        said = stack.attempt(*UP)
        assert said.code != 0, said.output
        assert "The answer was 507 no error code: The emulator cannot write its state" in said.output, said.output
        assert service.meetings() == []
        psutil.Process(pid).rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
        stack.up()
        assert_right(stack, service, declared)


MISHAPS: dict[str, Mishap] = {
    "two deployments of one stack at once": two_deployments_of_one_stack,
    "two stacks with one external id at once": two_stacks_with_one_external_id,
    "the service's clock two days ahead between runs": _clock_between(48 * _HOUR),
    "the service's clock two days back between runs": _clock_between(-48 * _HOUR),
    "the service's clock jumps ahead before createOrGet": _clock_during(2 * _HOUR, "POST"),
    "the service's clock jumps ahead before the PATCH": _clock_during(2 * _HOUR, "PATCH"),
    "the service's clock jumps back before createOrGet": _clock_during(-2 * _HOUR, "POST"),
    "the service's clock jumps back before the PATCH": _clock_during(-2 * _HOUR, "PATCH"),
    "the disk of the engine's state is full": full_disk_of_the_engine,
    "the disk of the service's state is full": full_disk_of_the_service,
    "Ctrl-C twice": ctrl_c_twice,
    "Ctrl-C while throttled": ctrl_c_while_throttled,
}
