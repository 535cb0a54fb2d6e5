"""The engine's output of a failed check, for both providers: each problem with its path, and without its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack

if TYPE_CHECKING:
    from pathlib import Path

DYNAMIC = """
OnlineMeeting("m", external_id=pulumi.Output.secret("canary\\0"), subject=pulumi.Output.secret(5),
              end_date_time="2027-01-04T09:00:00Z", allowed_presenters=pulumi.Output.secret("canary"),
              participants={"attendees": [{"upn": "  "}, {}]})
"""
PLUGIN = """
OnlineMeeting("m", externalId=pulumi.Output.secret("canary\\0"), subject=pulumi.Output.secret(5),
              endDateTime="2027-01-04T09:00:00Z", allowedPresenters=pulumi.Output.secret("canary"),
              participants={"attendees": [{"upn": "  "}, {}]})
"""
SAYS = (
    "resource 'm' has a problem: externalId: contains a control character (U+0000) at position 7",
    "resource 'm' has a problem: subject: must be a string",
    "resource 'm' has a problem: allowedPresenters: ",
    "resource 'm' has a problem: participants.attendees[0].upn: must not be blank",
    "resource 'm' has a problem: participants.attendees[1]: an attendee needs an id",
    "resource 'm' has a problem: userId: is missing, and an app must name the organizer",
    "resource 'm' has a problem: endDateTime: needs startDateTime",
)
APP = {"ARM_TENANT_ID": "t", "ARM_CLIENT_ID": "c", "ARM_CLIENT_SECRET": "s"}


@pytest.mark.parametrize(("kind", "program"), [(Stack, DYNAMIC), (PluginStack, PLUGIN)], ids=["dynamic", "plugin"])
def test_engine_prints_each_problem_of_a_check_without_a_value(tmp_path: Path, kind: type[Stack], program: str) -> None:
    stack = kind(tmp_path, APP)
    stack.program(program)
    said = stack.preview(fails=True).output
    for text in SAYS:
        assert text in said
    assert "<nil>" not in said
    assert "canary" not in said


def test_engine_prints_no_value_of_a_wrong_setting(tmp_path: Path) -> None:
    stack = PluginStack(tmp_path, {})
    stack.program("""
        p = Provider("p", accessToken=pulumi.Output.secret("canary token"), operationTimeout="soon", tenentId="x")
        OnlineMeeting("m", ResourceOptions(provider=p), externalId="m")
        """)
    said = stack.preview(fails=True).output
    assert "resource 'p' has a problem: accessToken: " in said
    assert "resource 'p' has a problem: operationTimeout: " in said
    assert "resource 'p' has a problem: tenentId: Unknown setting 'tenentId'." in said
    assert "<nil>" not in said
    assert "canary" not in said
