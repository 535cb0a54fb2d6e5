"""The same machine through the plugin over gRPC, real HTTPS and the emulator: fewer programs, every part real."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis.stateful import run_state_machine_as_test

from msgraph_meetings_emulator import Fault
from tests.plugin.conftest import clean_environment, new_door, port
from tests.properties.machine import Deployments, Site
from tests.properties.profiles import chosen
from tests.properties.providers import PluginProvider

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.door import Door
    from tests.properties.engine import Provider

__all__ = ["clean_environment", "new_door", "port"]

_SOON = {"Retry-After": "0.01"}
_HAPPENS: dict[str, dict[str, Any]] = {
    "lost request": {"drop": True},
    "lost answer": {"drop": True, "after_work": True},
    "failed": {"status": 503, "headers": _SOON},
    "failed after the work": {"status": 500, "headers": _SOON, "after_work": True},
    "throttled": {"status": 429, "headers": _SOON},
    "refused": {"status": 400},
    "page": {"status": 200, "headers": {"content-type": "text/html"}, "body": "<html>", "after_work": True},
    "cut": {"cut": 10},
    "another meeting": {"status": 200, "body": {"id": "strange", "externalId": "strange"}},
}
_GRAPH = "/onlineMeetings*"


class Emulated(Site):
    """The emulator, and the plugin configured anew for each deployment."""

    def __init__(self, emulator: Emulator, door: Door) -> None:
        self._emulator, self._door = emulator, door
        emulator.reset()

    def providers(self) -> Sequence[Provider]:
        self._door.configure_for(self._emulator, operationTimeout="4")  # time for a back-off or two
        return [PluginProvider(self._door)] * 2

    def plan(self, faults: list[str]) -> None:
        self._emulator.disarm()
        for place, fault in enumerate(faults[:6]):
            if fault != "none":
                self._emulator.arm(Fault(path=_GRAPH, skip=place, **_HAPPENS[fault]))

    def meetings(self) -> dict[str, dict[str, Any]]:
        return {
            meeting["id"]: meeting | {"_user": meeting["participants"]["organizer"]["identity"]["user"]["id"]}
            for meeting in self._emulator.meetings()
        }

    def edit(self, id_: str, changes: dict[str, Any]) -> None:
        self._emulator.edit(id_, **changes)

    def delete(self, id_: str) -> None:
        self._emulator.delete(id_)

    def sent(self) -> int:
        return len(self._emulator.journal(path=_GRAPH))


@pytest.fixture
def plugin(new_door: Callable[[], Door], msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Door:
    """A plugin that trusts the emulator."""
    for name, value in msgraph_emulator.environment().items():
        if not name.startswith(("ARM_", "AZURE_", "MSGRAPH_")):
            monkeypatch.setenv(name, value)
    return new_door()


def test_plugin_keeps_one_meeting_per_identity_in_random_deployments(plugin: Door, msgraph_emulator: Emulator) -> None:
    class ThroughThePlugin(Deployments):
        users = msgraph_emulator.user_ids[:2]

        def new_site(self) -> Site:
            return Emulated(msgraph_emulator, plugin)

    run_state_machine_as_test(ThroughThePlugin, settings=chosen(examples=3, steps=8))
