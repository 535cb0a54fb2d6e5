"""With the real engine: half-finished work, Ctrl-C and time limits."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

from msgraph_meetings_emulator import Fault
from tests.engine.requests import requests
from tests.engine.tracebacks import frames_of_ours
from tests.plugin.plugin_stack import LIMIT, plugin_of, until

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.plugin.plugin_stack import PluginStack

ONE = "OnlineMeeting('m', externalId='m', subject='S', recordAutomatically=True)"


def test_next_up_finishes_with_one_patch_when_the_patch_of_a_create_failed(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(Fault(method="PATCH", status=403, body={"error": {"code": "Forbidden", "message": ""}}))
    said = stack.up(ONE, fails=True).output
    assert "The meeting was created, but not all of its settings were applied" in said
    assert frames_of_ours(said) == []
    (meeting,) = msgraph_emulator.meetings()
    kept = stack.resources()["m"]
    assert (kept["id"], kept["outputs"]["recordAutomatically"]) == (meeting["id"], False)
    assert len(kept["initErrors"]) == 1
    requests(msgraph_emulator)

    stack.up()
    assert requests(msgraph_emulator) == ["PATCH meeting"]
    assert [item["recordAutomatically"] for item in msgraph_emulator.meetings()] == [True]
    assert "2 unchanged" in stack.up().output


def test_a_100_kilobyte_subject_is_kept_through_a_partial_failure(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(Fault(method="PATCH", status=400))
    stack.up("OnlineMeeting('m', externalId='m', subject='x' * 100_000, recordAutomatically=True)", fails=True)
    assert len(stack.resources()["m"]["outputs"]["subject"]) == 100_000


def test_ctrl_c_ends_every_wait_and_the_engine_exits_with_a_good_state(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(Fault.throttled(None, 100, path="*/createOrGet"))
    msgraph_emulator.arm(Fault.throttled(None, 100, method="PATCH"))
    stack.program(
        "for number in range(5): OnlineMeeting(f'm{number}', externalId=str(number), recordAutomatically=True)"
    )
    process = stack.start("up", "--yes", "--skip-preview")
    until(lambda: msgraph_emulator.journal(path="*/createOrGet"), process)
    plugin = plugin_of(process)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=LIMIT)

    assert process.returncode != 0
    assert "stopped, because the deployment was cancelled" in said
    assert not any(word in said for word in ("exited prematurely", "panic"))
    assert frames_of_ours(said) == []
    assert not plugin.is_running()
    msgraph_emulator.disarm()
    stack.up()
    assert len(msgraph_emulator.meetings()) == 5


def test_ctrl_c_between_the_two_requests_of_a_create_keeps_the_meeting_in_the_state(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(Fault.throttled(None, 100, method="PATCH"))
    stack.program(ONE)
    process = stack.start("up", "--yes", "--skip-preview")
    until(lambda: msgraph_emulator.journal(method="PATCH"), process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=LIMIT)
    (meeting,) = msgraph_emulator.meetings()
    assert stack.resources()["m"]["id"] == meeting["id"]


def test_custom_timeouts_bound_the_operation_waits_included(stack: PluginStack, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(Fault.throttled(None, 30, path="*/createOrGet"))
    said = stack.up(
        "OnlineMeeting('m', externalId='m', opts=ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create='9s')))",
        fails=True,
    ).output
    assert re.search(r"Throttled: Graph asks to wait 30 s, but only \d s of operationTimeout remain\.", said)


def test_adoption_is_logged_beside_the_resource(stack: PluginStack) -> None:
    stack.up(ONE)
    stack.lose_state()
    said = stack.up().output
    assert "OnlineMeeting (m):\n    warning: adopted the meeting that the external id 'm' already had" in said
