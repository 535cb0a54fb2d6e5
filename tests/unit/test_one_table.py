"""Adding a property of a meeting: one test names every place that lacks the new row."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

import msgraph_meetings
from msgraph_meetings import OnlineMeeting
from msgraph_meetings.dynamic.arguments import wire_name
from msgraph_meetings.model.arguments import MeetingArguments
from msgraph_meetings.model.comparison import Attendees, Flag, Kind, Members, Struct
from msgraph_meetings.model.fields import FIELDS, IDENTITY, POLICIES
from tests.engine import test_every_property

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(Path(msgraph_meetings.__file__).with_name("schema.json").read_text("utf-8"))
RESOURCE = SCHEMA["resources"]["msgraph-meetings:index:OnlineMeeting"]
FUNCTION = SCHEMA["functions"]["msgraph-meetings:index:getOnlineMeeting"]
_NOT_CHANGED = {*IDENTITY, *POLICIES, "broadcastSettings"}
"""The properties that no PATCH of an ordinary meeting changes; broadcastSettings are of live events."""


def _places() -> dict[str, set[str]]:
    """Return the properties that each place names, in Graph's spelling."""
    resource = {wire_name(name) for name in inspect.signature(OnlineMeeting.__init__).parameters}
    attributes = {wire_name(name) for name in vars(OnlineMeeting) if not name.startswith("_")}
    attributes |= {wire_name(name) for base in OnlineMeeting.__mro__ for name in vars(base).get("__annotations__", {})}
    page = (ROOT / "docs" / "arguments.md").read_text("utf-8")
    return {
        "the arguments of dynamic/resource.py": resource,
        "the outputs of dynamic/resource.py": attributes,
        "inputProperties of schema.json": set(RESOURCE["inputProperties"]),
        "properties of schema.json": set(RESOURCE["properties"]),
        "outputs of getOnlineMeeting in schema.json": {*FUNCTION["outputs"]["properties"], *POLICIES},  # Graph has none
        "docs/arguments.md (python -m tests.golden)": {name for name in _table() if _python_name(name) in page},
        "VALUES of tests/engine/test_every_property.py": _changed_by_the_engine_s_test(),
    }


def _table() -> tuple[str, ...]:
    return (*FIELDS, *IDENTITY, *POLICIES)


def _python_name(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _changed_by_the_engine_s_test() -> set[str]:
    text = test_every_property.program(0) + test_every_property.program(1)
    return {name for name in _table() if _python_name(name) in text} | _NOT_CHANGED


def test_each_settable_property_is_in_every_place() -> None:
    missing = [f"{name}: {place}" for place, names in _places().items() for name in _table() if name not in names]
    assert missing == [], "add a row for\n" + "\n".join(missing)


def test_no_place_has_an_argument_that_the_table_lacks() -> None:
    places, others = _places(), {"self", "resourceName", "opts"}
    takes_arguments = ("the arguments of dynamic/resource.py", "inputProperties of schema.json")
    unknown = [f"{name}: {place}" for place in takes_arguments for name in sorted(places[place] - others - {*_table()})]
    assert unknown == [], "add to MeetingArguments, or remove from its place\n" + "\n".join(unknown)


def test_new_property_is_reported_with_every_place_that_lacks_it() -> None:
    lacking = [place for place, names in _places().items() if "allowSomethingNew" not in names]
    assert len(lacking) == len(_places())


def test_the_table_has_the_properties_of_the_model_with_the_same_json_types() -> None:
    settable = {name: row for name, row in MeetingArguments.model_fields.items() if name in FIELDS}
    assert [*settable] == [*FIELDS], "model/fields.py and model/arguments.py have other properties, or another order"
    assert {*MeetingArguments.model_fields} == {*_table()}
    asked = {name: _json_type(row.annotation) for name, row in settable.items()}
    assert {name: _json_type_of(row.kind) for name, row in FIELDS.items()} == asked


def _json_type(annotation: Any) -> Any:
    """Return the JSON type of a model's member: the names of its members, its items, a Boolean or a text."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is list:
        return [_json_type(parts[0])]
    if origin is Literal:
        return str
    if parts:  # a union with None, or a type with its annotations
        return _json_type(parts[0])
    if issubclass(annotation, BaseModel):
        return {name: _json_type(row.annotation) for name, row in annotation.model_fields.items()}
    return annotation


def _json_type_of(kind: Kind) -> Any:
    if isinstance(kind, Attendees):
        return [{"id": str, "upn": str, "role": str}]
    if isinstance(kind, Members):
        return [str]
    if isinstance(kind, Struct):
        return {name: _json_type_of(member) for name, member in kind.members.items()}
    return bool if isinstance(kind, Flag) else str
