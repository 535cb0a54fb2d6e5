"""A lifecycle with the in-memory service, for the lifecycle's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings.meetings.lifecycle import Found, Lifecycle, Made
from msgraph_meetings.meetings.registry import Registry, declaration
from msgraph_meetings.model.identity import Identity
from tests.unit.fakes import USER, FakeClock, FakeTokens, Log, graph, operation
from tests.unit.service import Service

if TYPE_CHECKING:
    from msgraph_meetings.graph.access_policy import PolicyWait

INPUTS: dict[str, Any] = {
    "userId": USER,
    "externalId": "standup",
    "subject": "Stand-up",
    "startDateTime": "2027-01-04T09:00:00Z",
    "endDateTime": "2027-01-04T09:15:00Z",
}


class World:
    """Several deployments, one after the other, against one service."""

    def __init__(self, tokens: FakeTokens | None = None) -> None:
        self.clock = FakeClock()
        self.log = Log()
        self.service = Service(self.clock)
        self.tokens = tokens or FakeTokens()
        self.policy: PolicyWait | None = None
        self.deploy_anew()

    def deploy_anew(self) -> None:
        """Start another process, without memory of the last one."""
        self.registry = Registry()
        self.lifecycle = Lifecycle(graph(self.service, self.tokens), self.registry, self.policy)

    def check(self, resource: str, **changes: Any) -> None:
        """Enter a check of a resource with the usual arguments and changes."""
        claim = declaration(resource, {}, INPUTS | changes)
        assert claim is not None
        assert self.registry.declare(claim) is None

    def diff(self, made: Made, resource: str) -> None:
        """Enter a diff that leaves a resource in place."""
        self.registry.hold(resource, Identity.of_inputs(INPUTS), made.id)

    def create(self, resource: str = "", **changes: Any) -> Made:
        """Create the usual meeting with changes."""
        return self.lifecycle.create(INPUTS | changes, self.operation(resource))

    def create_earlier(self, **changes: Any) -> Made:
        """Create the same in an earlier deployment; its requests and log are forgotten."""
        made = self.create(**changes)
        self.deploy_anew()
        self.service.forget_requests()
        self.log.lines.clear()
        return made

    def read(self, made: Made) -> Found | None:
        """Read the meeting, as a refresh does."""
        return self.lifecycle.read(made.id, made.state, self.operation())

    def update(self, made: Made, **changes: Any) -> Made:
        """Update to the usual arguments with changes."""
        return Made(made.id, self.lifecycle.update(made.id, made.state, INPUTS | changes, self.operation()))

    def delete(self, made: Made, resource: str = "") -> None:
        """Delete the meeting."""
        self.lifecycle.delete(made.id, made.state, self.operation(resource))

    def operation(self, resource: str = "") -> Any:
        """Return an operation with the usual timeout."""
        return operation(300.0, self.clock, self.log, resource)

    @property
    def methods(self) -> str:
        """Return the requests so far."""
        return self.service.methods

    @property
    def last_body(self) -> dict[str, Any]:
        """Return the body of the last request."""
        return self.service.requests[-1].body or {}

    def held(self, made: Made) -> dict[str, Any]:
        """Return the meeting on the service."""
        return self.service.meetings[made.id]
