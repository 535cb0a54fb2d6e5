"""Previews with the real engine: declared meetings send nothing, lookups read, as README and SECURITY say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.requests import requests
from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator


def test_preview_of_a_lookup_reads_and_of_a_declaration_sends_nothing(
    tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    dynamic = Stack(tmp_path / "dynamic", msgraph_emulator.environment())
    dynamic.up("OnlineMeeting('m', external_id='m')")
    meeting = msgraph_emulator.meetings()[0]
    msgraph_emulator.clear_journal()

    dynamic.preview()
    assert msgraph_emulator.journal() == []

    dynamic.program(f"OnlineMeeting.get('m', {meeting['id']!r})")
    dynamic.preview()
    assert requests(msgraph_emulator) == ["GET meeting"]
    msgraph_emulator.clear_journal()

    plugin = PluginStack(tmp_path / "plugin", msgraph_emulator.environment())
    link = {"joinWebUrl": meeting["joinWebUrl"]}
    plugin.program(
        f"pulumi.export('id', pulumi.runtime.invoke_output('msgraph-meetings:index:getOnlineMeeting', {link}))"
    )
    plugin.preview()
    assert requests(msgraph_emulator) == ["GET meeting"]
