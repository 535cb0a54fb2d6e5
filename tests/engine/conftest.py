"""Fixtures of the tests with the real engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator


@pytest.fixture
def new_stack(tmp_path: Path, msgraph_emulator: Emulator) -> Callable[[str], Stack]:
    """Return a function that makes stacks, each in its own folder, all for the same tenant."""
    return lambda name: Stack(tmp_path / name, msgraph_emulator.environment(), name)


@pytest.fixture
def stack(new_stack: Callable[[str], Stack]) -> Stack:
    """Yield one stack that deploys to an empty tenant."""
    return new_stack("dev")
