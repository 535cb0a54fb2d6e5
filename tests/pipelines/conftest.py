"""Fixtures: a user's repository, and the app that trusts its pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipelines.repository import Repository

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator


@pytest.fixture
def repository(tmp_path: Path, msgraph_emulator: Emulator) -> Repository:
    """Return a clone of the user's repository on a runner."""
    return Repository.made(tmp_path, msgraph_emulator)
