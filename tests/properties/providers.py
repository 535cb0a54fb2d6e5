"""The provider for the small engine: the core itself, and the plugin over gRPC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc

from msgraph_meetings.config.reading import Settings
from msgraph_meetings.errors import IncompleteError, MeetingsError, UnexpectedError
from msgraph_meetings.meetings.check import check
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.lifecycle import Lifecycle
from msgraph_meetings.meetings.registry import Registry, declaration
from msgraph_meetings.model.identity import Identity
from tests.plugin.door import plain, started
from tests.properties.engine import FailedError, PartlyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.graph.calls import Graph
    from msgraph_meetings.http.operation import Operation
    from tests.plugin.door import Door
    from tests.properties.engine import Bag


class CoreProvider:
    """A deployment's check, diff and lifecycle, combined as in the plugin and the dynamic resource.

    Args:
        graph: the calls.
        operation: returns the operation of a resource.
        registry: of the deployment; the provider resources of one program share it.
    """

    def __init__(self, graph: Graph, operation: Callable[[str], Operation], registry: Registry) -> None:
        self._lifecycle = Lifecycle(graph, registry)
        self._registry = registry
        self._operation = operation

    def check(self, olds: Bag, news: Bag, name: str) -> Bag:
        checked = check(olds, news, Settings(access_token="x", access_token_type="application"), None)
        if checked.failures:
            raise FailedError(str(checked.failures))
        claim = declaration(name, olds, checked.inputs, "settings")
        if claim is not None and self._registry.declare(claim) is not None:
            raise FailedError("declared twice")
        return checked.inputs

    def diff(self, id_: str, state: Bag, news: Bag, name: str) -> tuple[bool, bool]:
        found = diff(state, news)
        if not found.replaces:
            try:
                self._registry.hold(name, Identity.of_inputs(news), id_)
            except MeetingsError as error:
                raise _failed(error) from error
        return bool(found.changes), found.replaces

    def create(self, inputs: Bag, name: str) -> tuple[str, Bag]:
        try:
            made = self._lifecycle.create(inputs, self._operation(name))
        except IncompleteError as error:
            raise PartlyError(str(error), error.meeting_id, error.state) from error
        except MeetingsError as error:
            raise _failed(error) from error
        return made.id, made.state

    def read(self, id_: str, state: Bag, _inputs: Bag) -> tuple[str, Bag, Bag] | None:
        try:
            found = self._lifecycle.read(id_, state, self._operation(""))
        except MeetingsError as error:
            raise _failed(error) from error
        return None if found is None else (found.id, found.state, found.inputs)

    def update(self, id_: str, state: Bag, inputs: Bag, name: str) -> Bag:
        try:
            return self._lifecycle.update(id_, state, inputs, self._operation(name))
        except MeetingsError as error:
            raise _failed(error) from error

    def delete(self, id_: str, state: Bag, name: str) -> None:
        try:
            self._lifecycle.delete(id_, state, self._operation(name))
        except MeetingsError as error:
            raise _failed(error) from error


def _failed(error: MeetingsError) -> FailedError:
    assert not isinstance(error, UnexpectedError), error
    return FailedError(str(error))


class PluginProvider:
    """A deployment through the plugin; its connection is configured again for it."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def check(self, olds: Bag, news: Bag, name: str) -> Bag:
        inputs, failures = self._door.check(news, olds, name)
        if failures:
            raise FailedError(str(failures))
        return inputs

    def diff(self, id_: str, state: Bag, news: Bag, name: str) -> tuple[bool, bool]:
        answer = _answered(lambda: self._door.diff(state, news, id_, name))
        return bool(answer.detailedDiff), bool(answer.replaces)

    def create(self, inputs: Bag, name: str) -> tuple[str, Bag]:
        try:
            return self._door.create(inputs, name)
        except grpc.RpcError as error:
            plainly(error)
            if any(key == "grpc-status-details-bin" for key, _ in error.trailing_metadata() or ()):
                details = started(error)
                raise PartlyError(error.details(), details.id, plain(details.properties)) from error
            raise FailedError(error.details()) from error

    def read(self, id_: str, state: Bag, inputs: Bag) -> tuple[str, Bag, Bag] | None:
        found = _answered(lambda: self._door.read(id_, state, inputs))
        return (found.id, plain(found.properties), plain(found.inputs)) if found.id else None

    def update(self, id_: str, state: Bag, inputs: Bag, name: str) -> Bag:
        done: Bag = _answered(lambda: self._door.update(id_, state, inputs, name))
        return done

    def delete(self, id_: str, state: Bag, name: str) -> None:
        _answered(lambda: self._door.delete(id_, state, name))


def _answered(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except grpc.RpcError as error:
        plainly(error)
        raise FailedError(error.details()) from error


def plainly(error: Any) -> None:
    """Raise if the status means a bug."""
    assert error.code() not in (grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL), error.details()
    assert "Traceback" not in error.details()
