"""The plugin's answers to the protocol's own calls, and to calls that an engine never makes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2

from tests.plugin.door import TYPE, secret, struct, urn

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.plugin.door import Door


def refusal(call: Callable[[], Any]) -> tuple[grpc.StatusCode, str]:
    """The status of a call that must fail."""
    with pytest.raises(grpc.RpcError) as failed:
        call()
    return failed.value.code(), failed.value.details()


def test_the_handshake_says_what_the_plugin_understands(door: Door) -> None:
    response = door.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:1"))
    assert (response.accept_secrets, response.accept_outputs) == (True, True)
    assert (response.accept_resources, response.supports_autonaming_configuration) == (False, False)


def test_configure_says_the_same_to_an_engine_that_does_not_shake_hands(door: Door) -> None:
    response = door.stub.Configure(provider_pb2.ConfigureRequest())
    assert (response.acceptSecrets, response.acceptOutputs, response.supportsPreview) == (True, True, True)
    assert response.acceptResources is False


def test_the_plugin_tells_its_version_and_its_schema(door: Door) -> None:
    schema = json.loads(door.stub.GetSchema(provider_pb2.GetSchemaRequest()).schema)
    assert TYPE in schema["resources"]
    assert door.stub.GetPluginInfo(Empty()).version == schema["version"]


def test_an_unknown_version_of_the_schema_format_is_refused(door: Door) -> None:
    code, text = refusal(lambda: door.stub.GetSchema(provider_pb2.GetSchemaRequest(version=7)))
    assert (code, "version 7" in text) == (grpc.StatusCode.INVALID_ARGUMENT, True)


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("Parameterize", provider_pb2.ParameterizeRequest()),
        ("Construct", provider_pb2.ConstructRequest()),
        ("Call", provider_pb2.CallRequest()),
        ("GetMapping", provider_pb2.GetMappingRequest(key="terraform")),
        ("GetMappings", provider_pb2.GetMappingsRequest(key="terraform")),
    ],
)
def test_unsupported_method_is_unimplemented_without_output_on_stderr(
    door: Door, capfd: pytest.CaptureFixture[str], method: str, request_: Any
) -> None:
    code, _ = refusal(lambda: getattr(door.stub, method)(request_))
    assert code is grpc.StatusCode.UNIMPLEMENTED
    assert capfd.readouterr().err == ""


def test_unknown_method_is_unimplemented(door: Door) -> None:
    call = door.channel.unary_unary("/pulumirpc.ResourceProvider/FromTheFuture")
    assert refusal(lambda: call(b""))[0] is grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize("method", ["Check", "Create", "Configure", "Invoke", "Attach"])
def test_a_malformed_request_gets_an_error_and_the_plugin_lives_on(
    door: Door, capfd: pytest.CaptureFixture[str], method: str
) -> None:
    call = door.channel.unary_unary(f"/pulumirpc.ResourceProvider/{method}")
    code, text = refusal(lambda: call(b"\xff\xff\xff no protobuf"))
    assert (code, "Traceback" in text) == (grpc.StatusCode.INTERNAL, False)
    assert capfd.readouterr().err == ""
    assert door.check({})[0]["externalId"]


@pytest.mark.parametrize(
    "text", ["", "standup", "urn:pulumi:dev::meetings::type", "urn:pulumi:::p::t::n", f"urn:x:dev::p::{TYPE}::n"]
)
def test_a_request_without_a_valid_urn_is_refused(door: Door, text: str) -> None:
    code, said = refusal(lambda: door.stub.Check(provider_pb2.CheckRequest(urn=text)))
    assert (code, said) == (grpc.StatusCode.INVALID_ARGUMENT, "The request has no valid URN.")


@pytest.mark.parametrize("method", ["Check", "Diff", "Create", "Read", "Update", "Delete"])
def test_another_type_of_resource_is_refused_by_name(door: Door, method: str) -> None:
    kind = getattr(provider_pb2, f"{method}Request")
    request = kind(urn="urn:pulumi:dev::meetings::msgraph-meetings:index:Chat::m")
    code, text = refusal(lambda: getattr(door.stub, method)(request))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert "msgraph-meetings:index:Chat" in text


def test_a_resource_in_a_component_and_with_separators_in_its_name_is_one_of_ours(door: Door) -> None:
    parented = f"urn:pulumi:dev::meetings::my:index:Room${TYPE}::a::b"
    response = door.stub.Check(provider_pb2.CheckRequest(urn=parented))
    assert response.inputs.fields["externalId"].string_value


@pytest.mark.parametrize("token", ["msgraph-meetings:index:createMeeting", "pulumi:pulumi:getResource"])
def test_another_function_is_refused_by_name(door: Door, token: str) -> None:
    code, text = refusal(lambda: door.invoke({}, token))
    assert (code, token in text) == (grpc.StatusCode.INVALID_ARGUMENT, True)


def test_a_call_that_needs_the_configuration_before_it_came_is_refused(new_door: Callable[[], Door]) -> None:
    door = new_door()
    for call in (lambda: door.check({}), lambda: door.create({}, preview=True), lambda: door.invoke({})):
        code, text = refusal(call)
        assert (code, "not configured" in text) == (grpc.StatusCode.FAILED_PRECONDITION, True)


def test_cancel_before_configure_succeeds(new_door: Callable[[], Door]) -> None:
    new_door().cancel()


@pytest.mark.parametrize("given", [{"subject": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}, {"participants": secret(None)}])
def test_unknown_values_outside_a_preview_are_refused_without_secrets(door: Door, given: dict[str, Any]) -> None:
    code, _ = refusal(lambda: door.create(given))
    assert code is grpc.StatusCode.INVALID_ARGUMENT


def test_request_without_an_id_is_refused(door: Door) -> None:
    code, text = refusal(lambda: door.read("", {}, {}))
    assert (code, text) == (grpc.StatusCode.INVALID_ARGUMENT, "The request has no id.")


def test_unknown_fields_of_a_newer_engine_are_ignored(door: Door) -> None:
    request = provider_pb2.CheckRequest(urn=urn(), news=struct({"subject": "x"}))
    newer = request.SerializeToString() + b"\xf2\x3f\x03new"  # field 1022, a string
    call = door.channel.unary_unary(
        "/pulumirpc.ResourceProvider/Check", response_deserializer=provider_pb2.CheckResponse.FromString
    )
    assert call(newer).inputs.fields["subject"].string_value == "x"


def test_bug_is_reported_in_a_sentence_without_traceback_or_value(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("the-secret")

    monkeypatch.setattr("msgraph_meetings.plugin.meetings.diff", broken)
    code, text = refusal(lambda: door.diff({}, {}))
    assert code is grpc.StatusCode.INTERNAL
    assert "This is a bug in the provider." in text
    assert "RuntimeError at test_protocol.py:" in text
    assert "the-secret" not in text


def test_attach_takes_the_address_of_an_engine(door: Door) -> None:
    assert door.stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1")) == Empty()
