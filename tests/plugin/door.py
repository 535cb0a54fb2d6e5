"""The plugin from the engine's side: requests over gRPC, property bags as plain dicts.

The functions below write secrets, outputs and unknowns. They build the wire's form by hand, so that the
plugin's codec is not tested by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from msgraph_meetings.model.external_id import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgraph_meetings_emulator import Emulator

TYPE = "msgraph-meetings:index:OnlineMeeting"
SIGNATURE = "4dabf18193072939515e22adb298388d"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_LIMIT = 16 * 1024 * 1024
"""Bytes of trailing metadata that a client accepts, as the engine does: a partial failure has the whole state."""


def secret(value: Any) -> dict[str, Any]:
    return {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": value}


def output(*dependencies: str, **given: Any) -> dict[str, Any]:
    """Return an output value: ``value=...`` if it is known, ``secret=True`` if it is a secret."""
    listed = {"dependencies": list(dependencies)} if dependencies else {}
    return {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", **given, **listed}


def asset() -> dict[str, Any]:
    return {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"}


def urn(name: str = "standup", stack: str = "dev", project: str = "meetings") -> str:
    return f"urn:pulumi:{stack}::{project}::{TYPE}::{name}"


def place(name: str = "standup") -> Place:
    return Place("meetings", "dev", "", name)


def external_id(name: str = "standup") -> str:
    return place(name).external_id()


def struct(values: dict[str, Any]) -> Struct:
    return ParseDict(values, Struct())


def plain(message: Any) -> dict[str, Any]:
    """Return a struct as a dict, in the form of the wire."""
    found: dict[str, Any] = MessageToDict(message)
    return found


def by_path(failures: Iterable[provider_pb2.CheckFailure]) -> dict[str, str]:
    """Return the reasons of a check's failures by property path, which is at the start of each reason."""
    assert all(not failure.property for failure in failures)
    pairs = (failure.reason.partition(": ") for failure in failures)
    return {path: reason for path, _, reason in pairs}


class Door:
    """One connection to a plugin."""

    def __init__(self, port: int) -> None:
        options = [("grpc.max_metadata_size", _LIMIT), ("grpc.use_local_subchannel_pool", 1)]
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}", options)
        self.stub = provider_pb2_grpc.ResourceProviderStub(self.channel)

    def close(self) -> None:
        self.channel.close()

    def configure(self, **settings: Any) -> None:
        self.stub.Configure(provider_pb2.ConfigureRequest(args=struct(settings), acceptSecrets=True))

    def configure_for(self, emulator: Emulator, **settings: Any) -> None:
        """Configure the plugin for the emulator, with more settings if given."""
        given = {
            "tenantId": emulator.tenant_id,
            "clientId": emulator.client_id,
            "clientSecret": secret(emulator.client_secret),
            "graphEndpoint": emulator.endpoint,
            "authorityHost": emulator.endpoint,
            "userId": emulator.user_id,
        }
        self.configure(**{name: value for name, value in (given | settings).items() if value is not None})

    def check(
        self, news: dict[str, Any], olds: dict[str, Any] | None = None, name: str = "standup"
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the checked arguments, and the reasons of the failures by property path."""
        request = provider_pb2.CheckRequest(urn=urn(name), olds=struct(olds or {}), news=struct(news))
        response = self.stub.Check(request)
        return plain(response.inputs), by_path(response.failures)

    def diff(
        self, state: dict[str, Any], news: dict[str, Any], id_: str = "id", name: str = "standup"
    ) -> provider_pb2.DiffResponse:
        response: provider_pb2.DiffResponse = self.stub.Diff(
            provider_pb2.DiffRequest(id=id_, urn=urn(name), olds=struct(state), news=struct(news), old_inputs=Struct())
        )
        return response

    def create(
        self, inputs: dict[str, Any], name: str = "standup", *, preview: bool = False, timeout: float = 0
    ) -> tuple[str, dict[str, Any]]:
        request = provider_pb2.CreateRequest(urn=urn(name), properties=struct(inputs), preview=preview, timeout=timeout)
        response = self.stub.Create(request)
        return response.id, plain(response.properties)

    def make(self, inputs: dict[str, Any], name: str = "standup") -> tuple[str, dict[str, Any], dict[str, Any]]:
        """Check and create, as the engine does; return the id, the state and the checked arguments."""
        checked, failures = self.check(inputs, name=name)
        assert failures == {}
        made, state = self.create(checked, name)
        return made, state, checked

    def read(self, id_: str, state: dict[str, Any] | None, inputs: dict[str, Any] | None) -> provider_pb2.ReadResponse:
        response: provider_pb2.ReadResponse = self.stub.Read(
            provider_pb2.ReadRequest(
                id=id_,
                urn=urn(),
                properties=None if state is None else struct(state),
                inputs=None if inputs is None else struct(inputs),
            )
        )
        return response

    def update(
        self,
        id_: str,
        state: dict[str, Any],
        news: dict[str, Any],
        name: str = "standup",
        *,
        preview: bool = False,
        timeout: float = 0,
    ) -> dict[str, Any]:
        request = provider_pb2.UpdateRequest(
            id=id_, urn=urn(name), olds=struct(state), news=struct(news), preview=preview, timeout=timeout
        )
        return plain(self.stub.Update(request).properties)

    def delete(self, id_: str, state: dict[str, Any], name: str = "standup") -> None:
        self.stub.Delete(provider_pb2.DeleteRequest(id=id_, urn=urn(name), properties=struct(state)))

    def invoke(self, arguments: dict[str, Any], token: str = "") -> provider_pb2.InvokeResponse:
        token = token or "msgraph-meetings:index:getOnlineMeeting"
        request = provider_pb2.InvokeRequest(tok=token, args=struct(arguments))
        response: provider_pb2.InvokeResponse = self.stub.Invoke(request)
        return response

    def cancel(self) -> None:
        self.stub.Cancel(Empty())


def started(error: grpc.RpcError) -> provider_pb2.ErrorResourceInitFailed:
    """Return the details of an error that says that the resource exists."""
    (raw,) = [value for key, value in error.trailing_metadata() if key == "grpc-status-details-bin"]
    details = provider_pb2.ErrorResourceInitFailed()
    assert status_pb2.Status.FromString(raw).details[0].Unpack(details)
    return details
