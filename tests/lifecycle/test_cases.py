"""Each case through the core, the dynamic server and the plugin: what a user gets does not depend on the door."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.requests import requests
from tests.lifecycle.cases import CASES, Destroy, Edit, LoseState, Policy, Refresh, Step, Up, Vanish
from tests.lifecycle.doors import CoreDoor, DynamicDoor, PluginDoor, RefusedByDoorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msgraph_meetings.emulator import Emulator
    from tests.lifecycle.doors import Bag, Door
    from tests.plugin.door import Door as Plugin

MADE_BY_SERVICE = ("joinWebUrl", "joinMeetingId", "chatThreadId", "creationDateTime")
"""Different for each meeting."""


class Deployment:
    """Plays the engine: keeps inputs, state and id, and asks the door what a real engine would ask.

    As there, each command finds a provider that remembers nothing of the last one.
    """

    def __init__(self, new_door: Callable[[], Door], emulator: Emulator) -> None:
        self._new_door = new_door
        self._emulator = emulator
        self._forget()

    def _forget(self) -> None:
        self.meeting = ""
        self.inputs: Bag = {}
        self.state: Bag = {}

    def take(self, step: Step) -> Any:
        """Does one step and returns what can be compared between doors."""
        requests(self._emulator)
        if isinstance(step, Up | Refresh | Destroy):
            self._door = self._new_door()
        self._do(step)
        assert requests(self._emulator) == list(getattr(step, "requests", ())), step
        held = getattr(step, "holds", {})
        assert {name: self.state.get(name) for name in held} == held, step
        return {name: value for name, value in self.state.items() if name not in MADE_BY_SERVICE}

    def _do(self, step: Step) -> None:
        match step:
            case Up():
                self._up(step)
            case Refresh():
                self._refresh()
            case Edit():
                self._emulator.edit(self.meeting, **step.properties)
            case Policy():
                self._emulator.policy_override(**step.forced)
            case Vanish():
                self._emulator.delete(self.meeting)
            case LoseState():
                self._forget()
            case Destroy():
                self._door.delete(self.meeting, self.state)
                self._forget()

    def _up(self, step: Up) -> None:
        inputs, failures = self._door.check(self.inputs, step.arguments)
        assert failures == {}
        if step.says:
            with pytest.raises(RefusedByDoorError, match=step.says):
                self._apply(inputs)
            return
        self._apply(inputs)
        self.inputs = inputs

    def _apply(self, inputs: Bag) -> None:
        if not self.meeting:
            self.meeting, self.state = self._door.create(inputs)
            return
        changes, replaces = self._door.diff(self.state, inputs)
        if replaces:
            before = self.meeting, self.state
            self.meeting, self.state = self._door.create(inputs)
            self._door.delete(*before)
        elif changes:
            self.state = self._door.update(self.meeting, self.state, inputs)

    def _refresh(self) -> None:
        found = self._door.read(self.meeting, self.state, self.inputs)
        if found is None:
            self._forget()
        else:
            self.state, self.inputs = found.state, found.inputs


@pytest.fixture
def doors(
    msgraph_emulator: Emulator, clean_environment: None, new_door: Callable[[], Plugin]
) -> Iterator[dict[str, Callable[[], Door]]]:
    """Makes doors, each with the memory of one deployment, as a new process has it."""
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


@pytest.mark.parametrize("steps", CASES.values(), ids=CASES)
def test_the_core_and_both_doors_keep_the_same_state_with_the_same_requests(
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
        deployment = Deployment(new_door, msgraph_emulator)
        traces[name] = [deployment.take(step) for step in steps]

    assert traces["dynamic"] == traces["core"]
    assert traces["plugin"] == traces["core"]
