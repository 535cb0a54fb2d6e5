"""Whatever an engine could put into a property bag: an answer, or a status in our words; never a bug."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.struct_pb2 import Struct, Value
from hypothesis import example, given
from hypothesis import strategies as st
from pulumi.runtime.proto import provider_pb2

from msgraph_meetings.config.table import SETTINGS
from msgraph_meetings.model.arguments import MeetingArguments
from tests.plugin.door import SIGNATURE, UNKNOWN, urn
from tests.properties.profiles import chosen
from tests.properties.providers import plainly

if TYPE_CHECKING:
    from tests.plugin.door import Door

_SIGNATURES = [
    "1b47061264138c4ac30d75fd1eb44270",
    "d0e6a833031e9bbcd3f4e8bde6ca49a4",
    "c44067f5952c0a294b673a41bacd8c17",
    "5cf8f73096256a8f31e491e813e4eb8e",
    "",
]
_TEXT = st.text(max_size=8) | st.sampled_from([UNKNOWN, "2027-01-04T09:00:00Z", "everyone", "standup", "a@b.example"])
_SETTING_NAMES = [row.name for row in SETTINGS]
_NAMES = st.sampled_from(
    [*MeetingArguments.model_fields, "adopted", "organizer", "policyOverrides", "attendees", "id", "scope", "value"]
)
_MEMBERS = (
    _NAMES | st.sampled_from([SIGNATURE, "secret", "dependencies", "value", *_SETTING_NAMES]) | st.text(max_size=4)
)


def _list(values: list[Value]) -> Value:
    found = Value()
    found.list_value.SetInParent()
    found.list_value.values.extend(values)
    return found


def _struct(values: dict[str, Value], signature: str | None = None) -> Struct:
    found = Struct()
    for name, value in values.items():
        found.fields[name].CopyFrom(value)
    if signature is not None:
        found.fields[SIGNATURE].string_value = signature
    return found


_LEAVES = st.one_of(
    st.just(Value()),
    st.just(Value(null_value=0)),
    st.booleans().map(lambda value: Value(bool_value=value)),
    st.floats().map(lambda value: Value(number_value=value)),
    _TEXT.map(lambda value: Value(string_value=value)),
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3).map(_list)
        | st.dictionaries(_MEMBERS, inner, max_size=3).map(lambda values: Value(struct_value=_struct(values)))
        | st.tuples(st.sampled_from(_SIGNATURES), inner).map(
            lambda pair: Value(struct_value=_struct({"value": pair[1]}, pair[0]))
        )
    ),
    max_leaves=8,
)
BAGS = st.dictionaries(_NAMES | _MEMBERS, _VALUES, max_size=5).map(_struct)
URNS = st.sampled_from([urn(), "", "urn:pulumi:", "x" * 99]) | st.text(max_size=20)


def is_answered(call: Any, request: Any) -> None:
    try:
        call(request)
    except grpc.RpcError as error:
        plainly(error)


_OBJECTS = ("sensitivityLabelAssignment", "organizer", "policyOverrides")
_NO_OBJECTS = _struct(dict.fromkeys(_OBJECTS, Value(string_value="none")))


@chosen(examples=30)
@given(BAGS, BAGS, URNS)
@example(_NO_OBJECTS, _NO_OBJECTS, urn())
def test_check_and_diff_survive_any_input(door: Door, olds: Struct, news: Struct, name: str) -> None:
    is_answered(door.stub.Check, provider_pb2.CheckRequest(urn=name, olds=olds, news=news))
    is_answered(door.stub.Check, provider_pb2.CheckRequest(urn=urn(), olds=olds, news=news))
    is_answered(door.stub.Diff, provider_pb2.DiffRequest(id="1", urn=urn(), olds=olds, news=news))


@chosen(examples=20)
@given(st.tuples(BAGS, BAGS), st.booleans(), st.text(max_size=5), st.floats())
@example((_struct({"externalId": _list([])}), Struct()), False, "1", 0.0)  # noqa: FBT003
def test_create_read_update_and_delete_survive_any_input(
    door: Door, bags: tuple[Struct, Struct], preview: Any, id_: str, timeout: float
) -> None:
    one, other = bags
    requests = (
        (door.stub.Create, provider_pb2.CreateRequest(urn=urn(), properties=one, preview=preview, timeout=timeout)),
        (door.stub.Read, provider_pb2.ReadRequest(id=id_, urn=urn(), properties=one, inputs=other)),
        (
            door.stub.Update,
            provider_pb2.UpdateRequest(id=id_, urn=urn(), olds=one, news=other, preview=preview, timeout=timeout),
        ),
        (door.stub.Delete, provider_pb2.DeleteRequest(id=id_, urn=urn(), properties=one)),
        (door.stub.Invoke, provider_pb2.InvokeRequest(tok="msgraph-meetings:index:getOnlineMeeting", args=one)),
    )
    for call, request in requests:
        is_answered(call, request)


@chosen(examples=20)
@given(BAGS, BAGS)
def test_configuration_calls_survive_any_input(door: Door, one: Struct, other: Struct) -> None:
    is_answered(door.stub.CheckConfig, provider_pb2.CheckRequest(urn=urn(), olds=one, news=other))
    is_answered(door.stub.DiffConfig, provider_pb2.DiffRequest(urn=urn(), olds=one, news=other))
    is_answered(door.stub.Configure, provider_pb2.ConfigureRequest(args=one, acceptSecrets=True))
    door.configure()
