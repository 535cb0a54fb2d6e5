"""Runs on several machines that share one backend: each stack's lock, and one meeting for each external id."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Fault
from tests.matrix.doors import DOORS, Declared
from tests.plugin.plugin_stack import until
from tests.scale.fleet import UP, assert_accounted_for, finished

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen

    from msgraph_meetings_emulator import Emulator
    from tests.matrix.doors import Door
    from tests.scale.fleet import Runner

STACKS, MEETINGS, RATE = 6, 10, 3
LOCKED = "the stack is currently locked by 1 lock(s)"
CREATE = "*/createOrGet"


def declared(user: str, names: str, count: int) -> dict[str, Declared]:
    return {f"{names}-{number}": Declared(f"{names}-{number}", user, records=False) for number in range(count)}


def kill(process: Popen[str]) -> None:
    """End a run with its providers, as a machine that goes away does."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_a_second_run_is_told_of_a_lock_and_pulumi_cancel_breaks_it(
    new_runner: Callable[..., Runner], door: Door, msgraph_emulator: Emulator
) -> None:
    first, second = new_runner(door, "first"), new_runner(door, "second")
    first.begin(declared(msgraph_emulator.user_id, "room", 3))
    second.check_out(first)
    msgraph_emulator.arm(path=CREATE, skip=1, times=1, delay=600, after_work=True)
    running = first.start()
    until(lambda: not msgraph_emulator.armed(), running)  # a request of the first run hangs now

    assert LOCKED in second.stack.run(*UP, fails=True).output
    kill(running)
    msgraph_emulator.disarm()
    assert LOCKED in second.stack.run(*UP, fails=True).output

    second.stack.run("cancel", "--yes")
    second.stack.up()
    assert len(msgraph_emulator.meetings()) == 3
    assert_accounted_for(msgraph_emulator, [second])


@pytest.mark.proof
def test_a_lock_broken_under_a_living_run_leaves_one_meeting_each(
    new_runner: Callable[..., Runner], door: Door, msgraph_emulator: Emulator
) -> None:
    first, second = new_runner(door, "first"), new_runner(door, "second")
    first.begin(declared(msgraph_emulator.user_id, "room", 5))
    second.check_out(first)
    msgraph_emulator.arm(Fault.throttled(None, 1, path=CREATE))
    running = first.start()
    until(lambda: msgraph_emulator.journal(path=CREATE), running)

    second.stack.run("cancel", "--yes")
    beside = second.start()
    msgraph_emulator.disarm()
    finished([beside])
    running.communicate()  # the engine may fail when its lock is gone; the meetings are what counts

    second.stack.up()
    assert len(msgraph_emulator.meetings()) == 5
    assert_accounted_for(msgraph_emulator, [second])


@pytest.mark.proof
def test_more_stacks_at_once_than_the_rate_limit_make_each_meeting_once(
    new_runner: Callable[..., Runner], msgraph_emulator: Emulator
) -> None:
    users = msgraph_emulator.user_ids
    runners = [new_runner(DOORS[n % 2], f"machine-{n}", f"team-{n}") for n in range(STACKS)]
    for number, runner in enumerate(runners):
        runner.begin(declared(users[number % len(users)], f"team-{number}", MEETINGS))
    msgraph_emulator.throttle(RATE)
    finished([runner.start() for runner in runners])
    msgraph_emulator.lift_throttle()
    assert len(msgraph_emulator.meetings()) == STACKS * MEETINGS
    assert_accounted_for(msgraph_emulator, runners)

    msgraph_emulator.clear_journal()
    for runner in runners:
        runner.stack.up(None, "--expect-no-changes")
        runner.stack.destroy()
    assert {entry.method for entry in msgraph_emulator.journal(path="*/onlineMeetings*")} == {"DELETE"}
    assert msgraph_emulator.meetings() == []
