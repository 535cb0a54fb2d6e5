"""One external id, one meeting: whatever was lost, killed, renamed or done twice at once."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.engine.requests import requests
from tests.plugin.plugin_stack import until
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen

    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Stack

TWENTY = """
    for number in range(20):
        room = OnlineMeeting(f"room-{number}", subject=f"Room {number}", external_id=f"room-{number}",
                             start_date_time="2027-01-04T09:00:00Z", record_automatically=True)
        pulumi.export(f"room-{number}", room.join_web_url)
"""
ONE = """pulumi.export("url", OnlineMeeting("m", external_id="shared", subject="S").join_web_url)"""


def test_twenty_meetings_are_still_twenty_after_the_state_is_lost(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up(TWENTY)
    before = stack.outputs()
    stack.lose_state()
    requests(msgraph_emulator)

    stack.up()
    assert stack.outputs() == before
    assert len(msgraph_emulator.meetings()) == 20
    assert requests(msgraph_emulator) == ["POST createOrGet"] * 20
    assert all(resource["outputs"]["adopted"] for resource in stack.resources().values())


def test_two_stacks_that_deploy_one_external_id_at_once_share_one_meeting(
    new_stack: Callable[[str], Stack], msgraph_emulator: Emulator
) -> None:
    stacks = [new_stack("left"), new_stack("right")]
    for stack in stacks:
        stack.program(ONE)
    running = [stack.start("up", "--yes", "--skip-preview") for stack in stacks]

    assert [(process.communicate()[0], process.returncode)[1] for process in running] == [0, 0]
    (meeting,) = msgraph_emulator.meetings()
    assert [stack.outputs() for stack in stacks] == [{"url": meeting["joinWebUrl"]}] * 2


@pytest.mark.parametrize(
    ("method", "skip"),
    sampled([("POST", 0), ("POST", 7), ("POST", 19), ("PATCH", 0), ("PATCH", 10), ("PATCH", 19)], [("POST", 7)]),
)
def test_next_up_finishes_without_duplicates_when_the_engine_was_killed(
    stack: Stack, msgraph_emulator: Emulator, method: str, skip: int
) -> None:
    msgraph_emulator.arm(method=method, path="*/onlineMeetings/*", skip=skip, times=1, delay=600, after_work=True)
    stack.program(TWENTY)
    process = stack.start("up", "--yes", "--skip-preview")
    until(lambda: not msgraph_emulator.armed(), process)  # the fault went off: a request hangs now
    kill(process)
    msgraph_emulator.disarm()

    stack.recover()
    stack.up()
    assert sorted(meeting["externalId"] for meeting in msgraph_emulator.meetings()) == sorted(
        f"room-{number}" for number in range(20)
    )
    assert all(meeting["recordAutomatically"] for meeting in msgraph_emulator.meetings())
    assert "21 unchanged" in stack.preview("--expect-no-changes").output


def test_resource_renamed_with_aliases_keeps_meeting_and_derived_external_id(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.up("""OnlineMeeting("old", subject="S")""")
    (before,) = msgraph_emulator.meetings()
    requests(msgraph_emulator)

    stack.up("""OnlineMeeting("new", subject="S", opts=ResourceOptions(aliases=[pulumi.Alias(name="old")]))""")
    assert [meeting["id"] for meeting in msgraph_emulator.meetings()] == [before["id"]]
    assert msgraph_emulator.journal() == []


def test_a_resource_renamed_without_aliases_keeps_its_meeting_too(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up("""OnlineMeeting("old", subject="S", external_id="kept")""")
    (before,) = msgraph_emulator.meetings()

    said = stack.up("""OnlineMeeting("new", subject="S", external_id="kept")""").output
    assert [meeting["id"] for meeting in msgraph_emulator.meetings()] == [before["id"]]
    assert list(stack.resources()) == ["new"]
    assert "the meeting was not deleted, because resource 'new' of this program declares it too" in said


def test_a_replacement_that_keeps_the_identity_keeps_the_meeting(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up(ONE)
    (before,) = msgraph_emulator.meetings()

    stack.up(None, "--replace", stack.resources()["m"]["urn"])
    assert msgraph_emulator.meetings() == [before]
    assert stack.outputs() == {"url": before["joinWebUrl"]}


def test_an_external_id_left_out_is_derived_and_the_same_after_the_state_is_lost(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.up("""pulumi.export("external_id", OnlineMeeting("m", subject="S").external_id)""")
    before = stack.outputs()
    stack.lose_state()

    stack.up()
    assert stack.outputs() == before
    assert [meeting["externalId"] for meeting in msgraph_emulator.meetings()] == [before["external_id"]]


def test_a_line_taken_out_of_the_program_never_replaces_a_meeting(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up("""OnlineMeeting("m", external_id="given", subject="S", record_automatically=True)""")
    (before,) = msgraph_emulator.meetings()
    requests(msgraph_emulator)

    said = stack.up("""OnlineMeeting("m")""").output
    assert msgraph_emulator.meetings() == [before]
    assert msgraph_emulator.journal() == []
    assert "no longer managed and left unchanged in Teams: recordAutomatically, subject" in said
    assert "2 unchanged" in stack.up().output


def test_duplicate_in_one_program_is_refused_before_a_request_is_sent(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.program("""
        OnlineMeeting("a", external_id="same")
        OnlineMeeting("b", external_id="same")
    """)
    said = stack.run("up", "--yes", fails=True).output
    assert "Resource 'b' declares external id 'same' for the organizer, as resource 'a' does." in said
    assert msgraph_emulator.journal() == []


def test_duplicate_makes_at_most_one_meeting_without_a_preview(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up(
        """
        OnlineMeeting("a", external_id="same")
        OnlineMeeting("b", external_id="same")
    """,
        fails=True,
    )
    assert requests(msgraph_emulator) in ([], ["POST createOrGet"])


def kill(engine: Popen[str]) -> None:
    """Kills the engine alone with SIGKILL; then what it leaves running, which would hang on to the open request."""
    started = psutil.Process(engine.pid).children(recursive=True)
    engine.kill()
    engine.wait()
    for process in started:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    engine.communicate()
