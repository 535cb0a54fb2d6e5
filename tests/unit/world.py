"""A lifecycle over the service in memory, as the lifecycle's tests use it."""

from __future__ import annotations

from typing import Any

from msgraph_meetings.meetings.lifecycle import Found, Lifecycle, Made
from msgraph_meetings.meetings.registry import Registry, declaration
from msgraph_meetings.model.identity import Identity
from tests.unit.fakes import USER, FakeClock, FakeTokens, Log, graph, operation
from tests.unit.service import Service

INPUTS: dict[str, Any] = {
    "userId": USER,
    "externalId": "standup",
    "subject": "Stand-up",
    "startDateTime": "2027-01-04T09:00:00Z",
    "endDateTime": "2027-01-04T09:15:00Z",
}


class World:
    """One deployment after another against one service."""

    def __init__(self, tokens: FakeTokens | None = None) -> None:
        self.clock = FakeClock()
        self.log = Log()
        self.service = Service(self.clock)
        self.tokens = tokens or FakeTokens()
        self.deploy_anew()

    def deploy_anew(self) -> None:
        """Another process: it remembers nothing."""
        self.registry = Registry()
        self.lifecycle = Lifecycle(graph(self.service, self.tokens), self.registry)

    def check(self, resource: str, **changes: Any) -> None:
        """What check enters for a resource of the usual arguments with changes."""
        claim = declaration(resource, {}, INPUTS | changes)
        assert claim is not None
        assert self.registry.declare(claim) is None

    def diff(self, made: Made, resource: str) -> None:
        """What a diff enters that leaves a resource in place."""
        self.registry.hold(resource, Identity.of_inputs(INPUTS), made.id)

    def create(self, resource: str = "", **changes: Any) -> Made:
        """Creates the usual meeting with changes."""
        return self.lifecycle.create(INPUTS | changes, self.operation(resource))

    def create_earlier(self, **changes: Any) -> Made:
        """The same in a deployment before this one; what was sent and said for it is forgotten."""
        made = self.create(**changes)
        self.deploy_anew()
        self.service.forget_requests()
        self.log.lines.clear()
        return made

    def read(self, made: Made) -> Found | None:
        """What a refresh sees."""
        return self.lifecycle.read(made.id, made.state, self.operation())

    def update(self, made: Made, **changes: Any) -> Made:
        """Updates to the usual arguments with changes."""
        return Made(made.id, self.lifecycle.update(made.id, made.state, INPUTS | changes, self.operation()))

    def delete(self, made: Made, resource: str = "") -> None:
        """Deletes it."""
        self.lifecycle.delete(made.id, made.state, self.operation(resource))

    def operation(self, resource: str = "") -> Any:
        """An operation of the usual length."""
        return operation(300.0, self.clock, self.log, resource)

    @property
    def methods(self) -> str:
        """The requests so far."""
        return self.service.methods

    @property
    def last_body(self) -> dict[str, Any]:
        """What the last request sent."""
        return self.service.requests[-1].body or {}

    def held(self, made: Made) -> dict[str, Any]:
        """The meeting on the service."""
        return self.service.meetings[made.id]
