"""With the real engine: a preview says that an argument is deprecated, in both ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plugin.plugin_stack import PluginStack

PROGRAMS = {
    "plugin": "OnlineMeeting('m', broadcastSettings={'isRecordingEnabled': True})",
    "dynamic": """
        from msgraph_meetings import OnlineMeeting

        OnlineMeeting("m", broadcast_settings={"isRecordingEnabled": True})
        """,
}


@pytest.mark.parametrize("way_in", PROGRAMS)
def test_preview_warns_that_broadcast_settings_are_deprecated(stack: PluginStack, way_in: str) -> None:
    (stack.program if way_in == "plugin" else stack.plain_program)(PROGRAMS[way_in])
    (line,) = [line for line in stack.preview().output.splitlines() if "broadcastSettings is deprecated" in line]
    assert "warning: " in line
