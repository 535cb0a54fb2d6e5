"""Fixtures: a probe with an emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.probe.asking import ONLY_MEETINGS, Asker

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator


@pytest.fixture
def asker(msgraph_emulator: Emulator, tmp_path: Path) -> Asker:
    """Return a probe for the emulator, whose app has the provider's permission only."""
    msgraph_emulator.put_app(msgraph_emulator.client_id, roles=ONLY_MEETINGS)
    return Asker(msgraph_emulator, tmp_path)
