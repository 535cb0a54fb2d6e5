"""Both ways in with the real engine, against a service that decides otherwise wherever Microsoft says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.requests import requests
from tests.engine.stack import Stack
from tests.lifecycle.test_switches import TURNED
from tests.plugin.plugin_stack import PluginStack
from tests.sampling import sampled_values

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

DYNAMIC = """
    OnlineMeeting("m", external_id="Team", subject="{}", start_date_time="2027-01-04T09:00:00Z",
                  end_date_time="2027-01-04T09:15:00Z", record_automatically=True)
"""
PLUGIN = """
    OnlineMeeting("m", externalId="Team", subject="{}", startDateTime="2027-01-04T09:00:00Z",
                  endDateTime="2027-01-04T09:15:00Z", recordAutomatically=True)
"""


@pytest.mark.parametrize(
    ("kind", "program"), sampled_values({"dynamic": (Stack, DYNAMIC), "plugin": (PluginStack, PLUGIN)}, ["plugin"])
)
def test_a_deployment_converges_with_every_switch_turned(
    tmp_path: Path, msgraph_emulator: Emulator, kind: type[Stack], program: str
) -> None:
    msgraph_emulator.choose(**TURNED)
    stack = kind(tmp_path / "dev", msgraph_emulator.environment())
    stack.up(program.format("Stand-up"))
    assert requests(msgraph_emulator) == ["POST createOrGet", "PATCH meeting"]
    stack.up(program.format("Daily"))
    assert requests(msgraph_emulator) == ["PATCH meeting"]
    stack.up(None, "--refresh")
    assert requests(msgraph_emulator) == ["GET meeting"]
    (meeting,) = msgraph_emulator.meetings()
    assert (meeting["subject"], meeting["recordAutomatically"]) == ("Daily", True)
    stack.destroy()
    assert msgraph_emulator.meetings() == []
