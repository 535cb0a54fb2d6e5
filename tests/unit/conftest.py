"""Fixtures of the lifecycle tests. Generated examples are the same in every run, leave no files, and are not timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.unit.world import World

if TYPE_CHECKING:
    from msgraph_meetings.meetings.lifecycle import Made

settings.register_profile("calm", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("calm")


@pytest.fixture
def world() -> World:
    """Return an in-memory service, and deployments to it."""
    return World()


@pytest.fixture
def made(world: World) -> Made:
    """Return a meeting of an earlier deployment."""
    return world.create_earlier()
