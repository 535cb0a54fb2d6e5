"""Each case through the core, the dynamic server and the plugin: what a user gets does not depend on the door."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from tests.lifecycle.cases import CASES, LONG, Step
from tests.lifecycle.deployment import Deployment, EmulatorService
from tests.lifecycle.doors import CoreDoor, DynamicDoor, PluginDoor
from tests.sampling import sampled_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msgraph_meetings_emulator import Emulator
    from tests.lifecycle.doors import Door
    from tests.plugin.door import Door as Plugin


@pytest.fixture
def doors(
    msgraph_emulator: Emulator, clean_environment: None, new_door: Callable[[], Plugin]
) -> Iterator[dict[str, Callable[[], Door]]]:
    """Makes ways in, each with the memory of one deployment, as a new process has it."""
    environment = msgraph_emulator.environment()
    with contextlib.ExitStack() as processes:

        def dynamic() -> Door:
            processes.close()  # the last deployment's
            return processes.enter_context(contextlib.closing(DynamicDoor(environment)))

        def plugin() -> Door:
            door = new_door()
            door.configure_for(msgraph_emulator)
            return PluginDoor(door)

        yield {"core": lambda: CoreDoor(environment), "dynamic": dynamic, "plugin": plugin}


@pytest.mark.parametrize(
    "steps", sampled_values({name: (steps,) for name, steps in CASES.items()}, CASES.keys() - LONG)
)
def test_core_dynamic_resource_and_plugin_keep_the_same_state_with_the_same_requests(
    steps: tuple[Step, ...],
    doors: dict[str, Callable[[], Door]],
    msgraph_emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in msgraph_emulator.environment().items():
        if name.endswith(("_BUNDLE", "_FILE")):
            monkeypatch.setenv(name, value)
    traces = {}
    for name, new_door in doors.items():
        msgraph_emulator.reset()
        deployment = Deployment(new_door, EmulatorService(msgraph_emulator))
        traces[name] = [deployment.take(step) for step in steps]

    assert traces["dynamic"] == traces["core"]
    assert traces["plugin"] == traces["core"]
