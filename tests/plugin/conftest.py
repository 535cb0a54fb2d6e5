"""Fixtures: a plugin that runs in this process, with one connection to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.plugin.engine_log import EngineLog
from msgraph_meetings.plugin.server import serve
from msgraph_meetings.plugin.servicer import Provider
from tests.plugin.door import Door
from tests.plugin.fake_engine import FakeEngine
from tests.plugin.plugin_stack import PluginStack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

_SERVICE_VARIABLES = ("ARM_", "AZURE_", "MSGRAPH_")


@pytest.fixture
def port(clean_environment: None) -> Iterator[int]:
    """Yield the port of a plugin that is not configured yet."""
    provider = Provider(EngineLog())
    server, port = serve(provider)
    yield port
    server.stop(None).wait()
    provider.close()


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the settings of the person who runs the tests."""
    for name in list(os.environ):
        if name.startswith(_SERVICE_VARIABLES):
            monkeypatch.delenv(name)


@pytest.fixture
def new_door(port: int) -> Iterator[Callable[[], Door]]:
    """Return a function that makes connections, as other engines or provider resources have them."""
    doors: list[Door] = []

    def new() -> Door:
        doors.append(Door(port))
        return doors[-1]

    yield new
    for door in doors:
        door.close()


@pytest.fixture
def door(new_door: Callable[[], Door]) -> Door:
    """Return a connection to a configured plugin without credentials, which is enough for a preview."""
    door = new_door()
    door.configure()
    return door


@pytest.fixture
def meetings(new_door: Callable[[], Door], msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Door:
    """Return a connection to a plugin that uses the emulator."""
    for name, value in msgraph_emulator.environment().items():
        if not name.startswith(_SERVICE_VARIABLES):
            monkeypatch.setenv(name, value)
    door = new_door()
    door.configure_for(msgraph_emulator)
    return door


@pytest.fixture
def engine() -> Iterator[FakeEngine]:
    """Yield an engine's log service."""
    with FakeEngine() as engine:
        yield engine


@pytest.fixture
def new_stack(tmp_path: Path, msgraph_emulator: Emulator) -> Callable[[str], PluginStack]:
    """Return a function that makes stacks, each in its own folder, all for the same tenant."""
    return lambda name: PluginStack(tmp_path / name, msgraph_emulator.environment(), name)


@pytest.fixture
def stack(new_stack: Callable[[str], PluginStack]) -> PluginStack:
    """Yield one stack that deploys to an empty tenant."""
    return new_stack("dev")
