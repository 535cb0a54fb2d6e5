"""The lifecycle over a service in memory: many programs, faults at any request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis.stateful import run_state_machine_as_test

from msgraph_meetings.errors import LostAnswerError, NotSentError
from msgraph_meetings.graph.calls import Graph
from msgraph_meetings.graph.gate import Pacer
from msgraph_meetings.graph.session import Session
from msgraph_meetings.http.transport import Answer, Http
from msgraph_meetings.meetings.registry import Registry
from tests.properties.machine import Deployments, Site
from tests.properties.profiles import chosen
from tests.properties.providers import CoreProvider
from tests.unit.fakes import ENDPOINT, PARALLEL, FakeClock, FakeTokens, error, operation
from tests.unit.service import Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.properties.engine import Provider

_HTTP = Http()
_ANOTHER = {"id": "strange", "externalId": "strange", "participants": {"attendees": []}}


class FaultyService(Service):
    """The service in memory, to which faults happen one after the other."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.faults: list[str] = []

    def __call__(self, *parts: Any, **more: Any) -> Answer:
        fault = self.faults.pop(0) if self.faults else "none"
        if fault == "lost request":
            raise NotSentError("No connection.")
        if fault in ("failed", "throttled", "refused"):
            status = {"failed": 503, "throttled": 429, "refused": 400}[fault]
            return error(status, "x", "y", retry_after="1")
        if fault == "another meeting":
            return Answer(200, {"content-type": "application/json"}, json.dumps(_ANOTHER).encode())
        answer = super().__call__(*parts, **more)
        if fault == "lost answer":
            raise LostAnswerError("The answer was lost.")
        if fault == "failed after the work":
            return error(500)
        if fault == "page":
            return Answer(200, {"content-type": "text/html"}, b"<html>")
        return Answer(answer.status, answer.headers, answer.body[:-5]) if fault == "cut" else answer


class Memory(Site):
    def __init__(self) -> None:
        self._clock = FakeClock()
        self._service = FaultyService(self._clock)

    def providers(self) -> Sequence[Provider]:
        registry = self.new_registry()
        return [self._provider(registry), self._provider(registry)]

    def new_registry(self) -> Registry:
        """Of one deployment."""
        return Registry()

    def _provider(self, registry: Registry) -> Provider:
        session = Session(_HTTP, ENDPOINT, FakeTokens(), Pacer(PARALLEL), self._service)
        return CoreProvider(Graph(session), lambda name: operation(300, self._clock, None, name), registry)

    def plan(self, faults: list[str]) -> None:
        self._service.faults = list(faults)

    def meetings(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = json.loads(json.dumps(self._service.meetings))
        return found

    def edit(self, id_: str, changes: dict[str, Any]) -> None:
        self._service.meetings[id_].update(changes)

    def delete(self, id_: str) -> None:
        del self._service.meetings[id_]

    def sent(self) -> int:
        return len(self._service.requests)


class InMemory(Deployments):
    def new_site(self) -> Site:
        return Memory()


def test_core_keeps_one_meeting_per_identity_in_random_deployments() -> None:
    run_state_machine_as_test(InMemory, settings=chosen(examples=40, steps=20))
