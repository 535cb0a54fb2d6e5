"""A deployment step by step, through any provider and against any service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.engine.requests import requests
from tests.lifecycle.cases import Choose, Destroy, Edit, LoseState, Older, Policy, Refresh, Step, Up, Vanish
from tests.lifecycle.doors import RefusedByDoorError

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator import Emulator
    from tests.lifecycle.doors import Bag, Door

MADE_BY_SERVICE = (
    "joinWebUrl",
    "joinMeetingId",
    "chatThreadId",
    "creationDateTime",
    "expiryDateTime",
    "meetingOptionsWebUrl",
)
"""Outputs that differ for each meeting."""


class Service(Protocol):
    """Changes that other people make on the service, and the provider's requests to it."""

    def requests(self) -> list[str] | None:
        """Return the requests since the last call; ``None`` if they cannot be seen."""

    def edit(self, meeting: str, properties: Bag) -> None:
        """Change the meeting as another person."""

    def force(self, values: Bag) -> None:
        """Force values on every meeting, as a tenant's policy."""

    def choose(self, switches: Bag) -> None:
        """Let the service behave otherwise from now on."""

    def delete(self, meeting: str) -> None:
        """Delete the meeting as another person."""


class EmulatorService:
    """The emulator as a service."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def requests(self) -> list[str]:
        return requests(self._emulator)

    def edit(self, meeting: str, properties: Bag) -> None:
        self._emulator.edit(meeting, **properties)

    def force(self, values: Bag) -> None:
        self._emulator.policy_override(**values)

    def choose(self, switches: Bag) -> None:
        self._emulator.choose(**switches)

    def delete(self, meeting: str) -> None:
        self._emulator.delete(meeting)


class Deployment:
    """Acts as the engine: keeps inputs, state and id, and sends the provider the requests of a real engine.

    As with a real engine, each command starts a provider without memory of the previous one.
    """

    def __init__(self, new_door: Callable[[], Door], service: Service) -> None:
        self._new_door = new_door
        self._service = service
        self._forget()

    def _forget(self) -> None:
        self.meeting = ""
        self.inputs: Bag = {}
        self.state: Bag = {}

    def take(self, step: Step) -> Any:
        """Run one step and return the values that must be the same for every provider."""
        self._service.requests()
        if isinstance(step, Up | Refresh | Destroy):
            self._door = self._new_door()
        self._do(step)
        asked = self._service.requests()
        assert asked is None or asked == list(getattr(step, "requests", ())), step
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
                self._service.edit(self.meeting, step.properties)
            case Policy():
                self._service.force(step.forced)
            case Choose():
                self._service.choose(step.switches)
            case Older():
                self.state = {name: value for name, value in self.state.items() if name not in step.outputs}
            case Vanish():
                self._service.delete(self.meeting)
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
