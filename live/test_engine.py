"""A stack deployed to the tenant with the real engine, through the dynamic resource and the plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack

if TYPE_CHECKING:
    from pathlib import Path

    from live.tenant import Tenant

DYNAMIC = """
    m = OnlineMeeting("m", external_id={external_id!r}, subject={subject!r}, record_automatically=False)
    pulumi.export("join_url", m.join_web_url)
"""
PLUGIN = """
    m = OnlineMeeting("m", externalId={external_id!r}, subject={subject!r}, recordAutomatically=False)
    pulumi.export("join_url", m.joinWebUrl)
"""
DOORS: dict[str, tuple[type[Stack], str]] = {"dynamic": (Stack, DYNAMIC), "plugin": (PluginStack, PLUGIN)}


@pytest.mark.parametrize("door", DOORS)
def test_a_stack_keeps_its_meeting_through_changes_a_refresh_and_a_lost_state(
    door: str, tenant: Tenant, tmp_path: Path
) -> None:
    make, program = DOORS[door]
    stack = make(tmp_path / "stack", tenant.environment)
    named = {"external_id": tenant.external_id(f"engine-{door}")}
    stack.up(program.format(subject="Live test", **named))
    join_url = stack.outputs()["join_url"]

    assert "2 unchanged" in stack.up().output
    assert "2 unchanged" in stack.refresh().output
    stack.up(program.format(subject="Live test, changed", **named))
    assert stack.outputs()["join_url"] == join_url

    stack.lose_state()
    stack.up()
    assert stack.outputs()["join_url"] == join_url
    stack.destroy()
    assert stack.resources() == {}
