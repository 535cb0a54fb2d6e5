"""The SDK's dynamic provider server in its own process, and a connection to it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.proto import provider_pb2 as wire
from pulumi.runtime.proto import provider_pb2_grpc

from msgraph_meetings.dynamic import OnlineMeetingProvider
from tests.plugin.door import by_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from typing_extensions import Self

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SECONDS = 120


def secret(value: Any) -> dict[str, Any]:
    """Return a secret as the engine sends it."""
    return {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": value}


class Refused(Exception):  # noqa: N818  (a result, not a mistake)
    """The server's error instead of a result."""


class DynamicServer:
    """``python -m pulumi.dynamic``, running during the ``with`` block.

    Args:
        folder: its working folder, as beside a program.
        environment: its variables.
        configuration: the stack's, by full name.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], **configuration: Any) -> None:
        self._folder = folder
        self._environment = dict(environment) | {"PULUMI_PROJECT": "meetings"}
        self._configuration = {name.replace("__", ":"): value for name, value in configuration.items()}
        self._provider = serialize_provider(OnlineMeetingProvider())

    def __enter__(self) -> Self:
        self._errors = (self._folder / "stderr").open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "pulumi.dynamic"],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        assert self._process.stdout
        self._channel = grpc.insecure_channel(f"127.0.0.1:{int(self._process.stdout.readline())}")
        self._stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
        self._stub.Configure(wire.ConfigureRequest(args=struct(self._configuration)), timeout=_SECONDS)
        return self

    def __exit__(self, *_problem: object) -> None:
        self._channel.close()
        self._process.terminate()
        self._process.communicate()
        self._errors.close()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def printed(self) -> str:
        """The output for the user so far."""
        return (self._folder / "stderr").read_text(encoding="utf-8")

    def check(self, news: dict[str, Any], olds: dict[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the checked inputs, and the failures by path."""
        request = wire.CheckRequest(olds=self.bag(olds or {}), news=self.bag(news))
        answer = self.call("Check", request)
        return self._plain(answer.inputs), by_path(answer.failures)

    def diff(self, state: dict[str, Any], news: dict[str, Any]) -> Any:
        """Return the answer to a diff."""
        return self.call("Diff", wire.DiffRequest(id="1", olds=self.bag(state), news=self.bag(news)))

    def create(self, inputs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the id and the outputs."""
        answer = self.call("Create", wire.CreateRequest(properties=self.bag(inputs)))
        return answer.id, self._plain(answer.properties)

    def up(self, news: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Check and create, as the engine does."""
        inputs, failures = self.check(news)
        assert failures == {}
        return self.create(inputs)

    def update(self, id_: str, state: dict[str, Any], news: dict[str, Any]) -> dict[str, Any]:
        """Return the new outputs."""
        inputs, _ = self.check(news, state)
        request = wire.UpdateRequest(id=id_, olds=self.bag(state), news=self.bag(inputs))
        return self._plain(self.call("Update", request).properties)

    def refresh(self, id_: str, state: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """Return id, outputs and inputs of a refresh."""
        answer = self.call("Read", wire.ReadRequest(id=id_, properties=self.bag(state)))
        return answer.id, self._plain(answer.properties), self._plain(answer.inputs)

    def get(self, id_: str, inputs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return id and outputs of a resource that is only read."""
        answer = self.call("Read", wire.ReadRequest(id=id_, inputs=self.bag(inputs)))
        return answer.id, self._plain(answer.properties)

    def delete(self, id_: str, state: dict[str, Any]) -> None:
        """Delete the resource."""
        self.call("Delete", wire.DeleteRequest(id=id_, properties=self.bag(state)))

    def bag(self, values: dict[str, Any]) -> Struct:
        """Return the values as the engine sends them, with the properties that the program half adds."""
        return struct(values | {"__provider": self._provider})

    def _plain(self, bag: Struct) -> dict[str, Any]:
        values: dict[str, Any] = MessageToDict(bag)
        assert values.pop("__provider", self._provider) == self._provider
        return values

    def call(self, method: str, request: Any) -> Any:
        """Return the answer to one request.

        Raises:
            Refused: the server answered with an error; its message is the user's.
        """
        try:
            return getattr(self._stub, method)(request, timeout=_SECONDS)
        except grpc.RpcError as error:
            raise Refused(error.details()) from error


def struct(values: dict[str, Any]) -> Struct:
    """Return the values as the engine sends them: every number is a float."""
    return ParseDict(values, Struct())
