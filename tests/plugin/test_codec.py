"""Property values on the wire: nothing is lost, changed or laid bare on the way through."""

from __future__ import annotations

import math
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.model.unknowns import UNKNOWN
from msgraph_meetings.plugin.codec import Mark, Marks, at_top, carried, decode, encode, secrets
from tests.plugin.door import SIGNATURE, asset, output, secret

_SENTINELS = [
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]
names = st.text(max_size=8)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0)  # no -0.0: it comes back as 0
    | st.text()
)
known_values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)
values = st.recursive(
    scalars | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
wire_values = st.recursive(
    scalars | st.just(_SENTINELS[0]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(names, inner, max_size=4)
        | st.builds(secret, inner.filter(lambda value: not _is_special(value)))
        | st.builds(
            lambda value, flag: output("urn:a", "urn:b", value=value, secret=flag),
            inner.filter(lambda value: not _is_special(value)),
            st.booleans(),
        )
    ),
    max_leaves=12,
)


def _is_special(value: Any) -> bool:
    return (isinstance(value, dict) and SIGNATURE in value) or value == _SENTINELS[0]


def on_wire(given: dict[str, Any]) -> Struct:
    return ParseDict(given, Struct())


@given(st.dictionaries(names, values, max_size=5))
def test_values_come_back_as_they_left(bag: dict[str, Any]) -> None:
    struct = Struct.FromString(encode(bag, {}).SerializeToString())
    assert decode(struct).values == bag


@given(st.dictionaries(names, wire_values, max_size=5))
def test_what_the_engine_sends_goes_back_with_every_secret_output_and_dependency(bag: dict[str, Any]) -> None:
    sent = on_wire(bag)
    found = decode(sent)
    assert encode(found.values, found.marks) == sent
    assert found.problems == []


@given(st.dictionaries(names, known_values, max_size=5))
def test_whole_numbers_are_integers_and_a_boolean_is_no_number(bag: dict[str, Any]) -> None:
    for value in decode(encode(bag, {})).values.values():
        assert not (isinstance(value, float) and value.is_integer() and abs(value) <= 2**53)


def test_codec_keeps_true_and_one_apart() -> None:
    found = decode(on_wire({"flag": True, "number": 1})).values
    assert (found["flag"] is True, found["number"] is True, found["number"]) == (True, False, 1)


def test_codec_keeps_null_and_missing_values_apart() -> None:
    assert decode(on_wire({"a": None})).values == {"a": None}
    assert MessageToDict(encode({"a": None, "b": [None]}, {})) == {"a": None, "b": [None]}


def test_empty_lists_and_objects_are_neither_absent_nor_each_other() -> None:
    struct = Struct.FromString(encode({"list": [], "object": {}}, {}).SerializeToString())
    assert decode(struct).values == {"list": [], "object": {}}


@pytest.mark.parametrize("sentinel", _SENTINELS)
def test_each_of_the_engine_s_unknowns_is_unknown(sentinel: str) -> None:
    assert decode(on_wire({"a": [sentinel], "b": secret(sentinel)})).values == {"a": [UNKNOWN], "b": UNKNOWN}


def test_an_output_without_a_value_is_unknown_and_stays_one() -> None:
    sent = on_wire({"a": output("urn:a", secret=True)})
    found = decode(sent)
    assert found.values == {"a": UNKNOWN}
    assert encode(found.values, found.marks) == sent


def test_an_output_with_nothing_but_a_value_is_that_value() -> None:
    found = decode(on_wire({"a": output(value="x")}))
    assert found.values == {"a": "x"}
    assert MessageToDict(encode(found.values, found.marks)) == {"a": "x"}


def test_a_secret_in_a_secret_is_a_secret() -> None:
    found = decode(on_wire({"a": secret(secret("x"))}))
    assert MessageToDict(encode(found.values, found.marks)) == {"a": secret("x")}


@pytest.mark.parametrize("number", [2**53 + 1, -(2**60), math.inf, -math.inf, math.nan])
def test_a_number_that_no_double_or_no_json_holds_leaves_as_text(number: float) -> None:
    assert MessageToDict(encode({"a": number}, {})) == {"a": str(number)}


@pytest.mark.parametrize("text", ["half \ud83d", "\udc00", "\U0001f600 whole"])
def test_half_a_character_does_not_break_the_answer(text: str) -> None:
    struct = Struct.FromString(encode({"a": text, text: 1}, {}).SerializeToString())
    shown = struct.fields["a"].string_value
    assert shown == (text if "whole" in text else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (asset(), "asset"),
        ({SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "path": "x"}, "archive"),
        ({SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:x"}, "resource"),
        ({SIGNATURE: "never heard of"}, "has a type"),
        ({SIGNATURE: "1b47061264138c4ac30d75fd1eb44270"}, "has a type"),
    ],
)
def test_value_that_a_meeting_cannot_have_is_a_problem_at_its_path(value: dict[str, Any], reason: str) -> None:
    found = decode(on_wire({"a": {"b": [1, value]}}))
    (problem,) = found.problems
    assert (problem.path, reason in problem.reason) == (("a", "b", 1), True)
    assert found.values == {"a": {"b": [1, UNKNOWN]}}


def test_secret_part_of_an_argument_makes_the_whole_output_secret() -> None:
    marks = decode(on_wire({"a": {"b": [secret("x")], "c": output("urn:a", value=1)}, "d": "y"})).marks
    assert at_top(marks) == {("a",): Mark(secret=True, dependencies=frozenset({"urn:a"}))}


def test_marks_stay_at_their_path_for_an_equal_value_and_cover_a_changed_one() -> None:
    old = {"same": {"x": 1}, "other": {"x": 1}}
    marks: Marks = {("same", "x"): Mark(secret=True), ("other", "x"): Mark(secret=True)}
    now = {"same": {"x": 1}, "other": {"x": 2}}
    assert MessageToDict(encode(now, carried(marks, old, now))) == {
        "same": {"x": secret(1.0)},
        "other": secret({"x": 2.0}),
    }


def test_mark_of_a_missing_value_is_ignored() -> None:
    assert MessageToDict(encode({"a": 1}, secrets(["b"]))) == {"a": 1.0}
