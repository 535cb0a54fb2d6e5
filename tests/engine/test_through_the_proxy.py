"""A program with default settings, on a machine whose way out is a proxy: the emulator's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings_emulator import Emulator
from tests.engine.stack import Stack

if TYPE_CHECKING:
    from pathlib import Path


def test_a_meeting_is_made_under_microsofts_own_names(tmp_path: Path) -> None:
    with Emulator(proxy=True) as emulator:
        service = emulator.environment()
        assert not {"MSGRAPH_ENDPOINT", "AZURE_AUTHORITY_HOST"} & service.keys()
        stack = Stack(tmp_path / "dev", service)
        stack.up('OnlineMeeting("team", subject="Stand-up")')
        assert [meeting["subject"] for meeting in emulator.meetings()] == ["Stand-up"]
        [created] = emulator.journal(path="/createOrGet")
        assert created.audience == "https://graph.microsoft.com"
