"""The core, the dynamic server and the plugin with one interface: a provider as the engine sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import grpc
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from msgraph_meetings.config.reading import read_settings
from msgraph_meetings.dynamic import OnlineMeetingProvider
from msgraph_meetings.dynamic.provider import PLACE
from msgraph_meetings.errors import MeetingsError
from msgraph_meetings.http.operation import Operation
from msgraph_meetings.meetings.check import check
from msgraph_meetings.meetings.connect import connect
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.registry import Registry, declaration
from tests.plugin.door import Door as Plugin
from tests.plugin.door import by_path, external_id, place, plain, struct, urn

if TYPE_CHECKING:
    from collections.abc import Mapping

Bag = dict[str, Any]
SIGNATURE = "4dabf18193072939515e22adb298388d"


class RefusedByDoorError(Exception):
    """The provider answered with an error; the message is the user's."""


@dataclass(frozen=True)
class Read:
    """The result of a refresh."""

    state: Bag
    inputs: Bag


class Door(Protocol):
    """The engine's requests to a provider."""

    def check(self, olds: Bag, news: Bag) -> tuple[Bag, dict[str, str]]: ...
    def diff(self, state: Bag, news: Bag) -> tuple[bool, set[str]]: ...
    def create(self, inputs: Bag) -> tuple[str, Bag]: ...
    def read(self, meeting: str, state: Bag, inputs: Bag, /) -> Read | None: ...
    def update(self, meeting: str, state: Bag, inputs: Bag) -> Bag: ...
    def delete(self, meeting: str, state: Bag) -> None: ...


class CoreDoor:
    """The lifecycle itself."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._settings = read_settings(lambda _name: None, environment)
        self._lifecycle = connect(self._settings, Registry())

    def check(self, olds: Bag, news: Bag) -> tuple[Bag, dict[str, str]]:
        checked = check(olds, news, self._settings, external_id())
        claim = declaration("", olds, checked.inputs, self._settings)
        if claim is not None:
            self._lifecycle._registry.declare(claim)
        return checked.inputs, {failure.path: failure.reason for failure in checked.failures}

    def diff(self, state: Bag, news: Bag) -> tuple[bool, set[str]]:
        found = diff(state, news)
        return bool(found.changes), {change.path for change in found.changes if change.replaces}

    def create(self, inputs: Bag) -> tuple[str, Bag]:
        try:
            made = self._lifecycle.create(inputs, self._operation())
        except MeetingsError as error:
            raise RefusedByDoorError(str(error)) from error
        return made.id, made.state

    def read(self, meeting: str, state: Bag, _inputs: Bag) -> Read | None:
        found = self._lifecycle.read(meeting, state, self._operation())
        return None if found is None else Read(found.state, found.inputs)

    def update(self, meeting: str, state: Bag, inputs: Bag) -> Bag:
        return self._lifecycle.update(meeting, state, inputs, self._operation())

    def delete(self, meeting: str, state: Bag) -> None:
        self._lifecycle.delete(meeting, state, self._operation())

    def _operation(self) -> Operation:
        return Operation("meeting", 60)


class DynamicDoor:
    """The SDK's dynamic server in its own process, as the engine starts it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "pulumi.dynamic"],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self._channel = grpc.insecure_channel(f"127.0.0.1:{self._process.stdout.readline().strip()}")
        self._stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
        self._stub.Configure(provider_pb2.ConfigureRequest(args=struct({})))
        self._provider = serialize_provider(OnlineMeetingProvider())

    def close(self) -> None:
        self._channel.close()
        self._process.kill()
        self._process.communicate()

    def _bag(self, values: Bag) -> Any:
        return struct(values | {"__provider": self._provider})

    def check(self, olds: Bag, news: Bag) -> tuple[Bag, dict[str, str]]:
        given = news if "externalId" in news else news | {PLACE: place().text()}
        answer = self._stub.Check(provider_pb2.CheckRequest(urn=urn(), olds=self._bag(olds), news=self._bag(given)))
        return _bare(plain(answer.inputs)), by_path(answer.failures)

    def diff(self, state: Bag, news: Bag) -> tuple[bool, set[str]]:
        answer = self._stub.Diff(provider_pb2.DiffRequest(id="id", olds=self._bag(state), news=self._bag(news)))
        return answer.changes == provider_pb2.DiffResponse.DIFF_SOME, set(answer.replaces)

    def create(self, inputs: Bag) -> tuple[str, Bag]:
        try:
            answer = self._stub.Create(provider_pb2.CreateRequest(urn=urn(), properties=self._bag(inputs)))
        except grpc.RpcError as error:
            raise RefusedByDoorError(error.details()) from error
        return answer.id, _bare(plain(answer.properties))

    def read(self, meeting: str, state: Bag, _inputs: Bag) -> Read | None:
        answer = self._stub.Read(provider_pb2.ReadRequest(id=meeting, urn=urn(), properties=self._bag(state)))
        return Read(_bare(plain(answer.properties)), _bare(plain(answer.inputs))) if answer.id else None

    def update(self, meeting: str, state: Bag, inputs: Bag) -> Bag:
        request = provider_pb2.UpdateRequest(id=meeting, urn=urn(), olds=self._bag(state), news=self._bag(inputs))
        return _bare(plain(self._stub.Update(request).properties))

    def delete(self, meeting: str, state: Bag) -> None:
        self._stub.Delete(provider_pb2.DeleteRequest(id=meeting, urn=urn(), properties=self._bag(state)))


class PluginDoor:
    """The plugin over gRPC."""

    def __init__(self, plugin: Plugin) -> None:
        self._plugin = plugin

    def check(self, olds: Bag, news: Bag) -> tuple[Bag, dict[str, str]]:
        return self._plugin.check(news, olds)

    def diff(self, state: Bag, news: Bag) -> tuple[bool, set[str]]:
        answer = self._plugin.diff(state, news)
        return answer.changes == provider_pb2.DiffResponse.DIFF_SOME, set(answer.replaces)

    def create(self, inputs: Bag) -> tuple[str, Bag]:
        try:
            meeting, state = self._plugin.create(inputs)
        except grpc.RpcError as error:
            raise RefusedByDoorError(error.details()) from error
        return meeting, _bare(state)

    def read(self, meeting: str, state: Bag, inputs: Bag) -> Read | None:
        answer = self._plugin.read(meeting, state, inputs)
        return Read(_bare(plain(answer.properties)), _bare(plain(answer.inputs))) if answer.id else None

    def update(self, meeting: str, state: Bag, inputs: Bag) -> Bag:
        return _bare(self._plugin.update(meeting, state, inputs))

    def delete(self, meeting: str, state: Bag) -> None:
        self._plugin.delete(meeting, state)


def _bare(bag: Bag) -> Bag:
    """Return the state without the pickled provider, and with secrets in clear: the engine only encrypts them."""
    return {name: _revealed(value) for name, value in bag.items() if name != "__provider"}


def _revealed(value: Any) -> Any:
    return value["value"] if isinstance(value, dict) and SIGNATURE in value else value
