"""With the real engine: ``pulumi import`` prints a program that then changes nothing, and lookups in a program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.requests import requests
from tests.engine.tracebacks import frames_of_ours

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.plugin_stack import PluginStack

TYPE = "msgraph-meetings:index:OnlineMeeting"
BY_HAND = """
OnlineMeeting("m", ResourceOptions(retain_on_delete=True), externalId="team/stand-up", subject="Stand-up",
              startDateTime="2027-01-04T09:00:00Z", recordAutomatically=True)
"""


@pytest.fixture
def meeting(new_stack: Callable[[str], PluginStack], msgraph_emulator: Emulator) -> dict[str, Any]:
    """A meeting that another program made."""
    new_stack("other").up(BY_HAND)
    msgraph_emulator.clear_journal()
    return msgraph_emulator.meetings()[0]


def test_import_writes_arguments_with_which_the_next_preview_is_quiet(
    stack: PluginStack, meeting: dict[str, Any], msgraph_emulator: Emulator
) -> None:
    stack.program("")
    number = meeting["joinMeetingIdSettings"]["joinMeetingId"]
    stack.run("import", TYPE, "standup", number, "--yes", "--protect=false", "--generate-code=false")
    found = stack.resources()["standup"]
    assert found["id"] == meeting["id"]
    assert found["outputs"]["adopted"] is True

    stack.program(f"OnlineMeeting('standup', **{found['inputs']!r})")
    assert "2 unchanged" in stack.preview("--expect-no-changes").output
    assert set(requests(msgraph_emulator)) == {"GET meeting"}
    stack.destroy()
    assert msgraph_emulator.meetings() == []


@pytest.mark.parametrize("import_id", ["123456789", "{user}/team/stand-up", "https://teams.microsoft.com/l/x"])
def test_what_does_not_exist_is_refused_and_leaves_nothing_in_the_state(
    stack: PluginStack, msgraph_emulator: Emulator, import_id: str
) -> None:
    stack.program("")
    identity = import_id.format(user=msgraph_emulator.user_id)
    said = stack.run(
        "import", TYPE, "m", identity, "--yes", "--skip-preview", "--generate-code=false", fails=True
    ).output
    assert "does not exist" in said or "is not a meeting id" in said or "1026" in said
    assert frames_of_ours(said) == []
    assert (stack.resources(), msgraph_emulator.meetings()) == ({}, [])


def test_the_import_option_takes_a_meeting_over_and_changes_it_in_the_same_up(
    stack: PluginStack, meeting: dict[str, Any], msgraph_emulator: Emulator
) -> None:
    program = "OnlineMeeting('m', ResourceOptions(import_={url!r}), externalId='team/stand-up', subject='{subject}')"
    same = program.format(url=meeting["joinWebUrl"], subject="Stand-up")
    stack.up(
        same.replace(
            "subject=", "startDateTime='2027-01-04T10:00:00+01:00', endDateTime='2027-01-04T10:00:00Z', subject="
        )
    )
    assert stack.resources()["m"]["id"] == meeting["id"]
    assert set(requests(msgraph_emulator)) == {"GET meeting"}
    assert "2 unchanged" in stack.up().output


def test_a_meeting_can_be_looked_up_without_being_managed(
    stack: PluginStack, meeting: dict[str, Any], msgraph_emulator: Emulator
) -> None:
    stack.up(f"""
        function, link = "msgraph-meetings:index:getOnlineMeeting", {meeting["joinWebUrl"]!r}
        pulumi.export("found", pulumi.runtime.invoke_output(function, {{"joinWebUrl": link}}))
        external = OnlineMeeting("looked-up", ResourceOptions(id={meeting["id"]!r}))
        pulumi.export("url", external.joinWebUrl)
        """)
    shown = stack.outputs()
    assert (shown["found"]["subject"], shown["url"]) == ("Stand-up", meeting["joinWebUrl"])
    assert meeting["joinWebUrl"] in shown["found"]["joinInformation"]["content"]
    assert re.search(r"found +\[secret\]", stack.run("stack", "output").output)
    stack.destroy()
    assert len(msgraph_emulator.meetings()) == 1
