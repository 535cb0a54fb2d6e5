"""Fixtures: backends, and runners on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix.doors import DOORS
from tests.sampling import sampled, sampled_values
from tests.scale.backends import BACKENDS
from tests.scale.fleet import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.matrix.doors import Door
    from tests.scale.backends import Backend


@pytest.fixture(params=sampled(BACKENDS, {"folder"}))
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """Each backend in turn, empty."""
    with BACKENDS[request.param](tmp_path / "backend") as backend:
        yield backend


@pytest.fixture(params=sampled_values({door.name: door for door in DOORS}, {"plugin"}))
def door(request: pytest.FixtureRequest) -> Door:
    """Each way in."""
    door: Door = request.param
    return door


@pytest.fixture
def new_runner(tmp_path: Path, msgraph_emulator: Emulator, backend: Backend) -> Callable[..., Runner]:
    """Makes runners, each in a folder of its own, for a way in and a stack's name."""
    return lambda door, machine, name="dev": Runner(door, tmp_path / machine, msgraph_emulator, backend, name)
