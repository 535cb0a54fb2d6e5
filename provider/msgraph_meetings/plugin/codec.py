"""Property values on the wire and in the lifecycle: one decoder and one encoder for every call.

The lifecycle works on plain values and ``UNKNOWN``. The wire also marks a value as secret, or names the resources on
which it depends. These marks are kept by path, and encoded with the values again. Numbers on the wire are
doubles: a whole one becomes an ``int`` here, and a number that a double cannot hold is sent as text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.protobuf.struct_pb2 import Struct, Value

from msgraph_meetings.model.unknowns import UNKNOWN, Properties, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple[str | int, ...]

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  (the protocol's name for one)
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_REFUSED = {
    "c44067f5952c0a294b673a41bacd8c17": "is an asset, which a meeting cannot have",
    "0def7320c3a5731c473e5ecbe6d01bc7": "is an archive, which a meeting cannot have",
    "5cf8f73096256a8f31e491e813e4eb8e": "is a resource; use its id or another property of it",
}
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The engine's sentinel for an unknown string; the sentinels of other types are only read."""
_UNKNOWN_TEXTS = frozenset(
    {
        UNKNOWN_TEXT,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
_EXACT = 2**53
"""A double holds every integer up to this one."""


@dataclass(frozen=True)
class Mark:
    """The secrecy and the dependencies of a value on the wire."""

    secret: bool = False
    dependencies: frozenset[str] = frozenset()

    def __or__(self, other: Mark) -> Mark:
        return Mark(self.secret or other.secret, self.dependencies | other.dependencies)


Marks = dict[Path, Mark]


@dataclass(frozen=True)
class Problem:
    """A value that a meeting cannot have; it is decoded as unknown."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Decoded:
    """A property bag: its values, their marks, and their problems."""

    values: Properties
    marks: Marks
    problems: list[Problem]


def decode(struct: Struct) -> Decoded:
    """Return the values of any struct, with their marks and problems."""
    found = Decoded({}, {}, [])
    for name, value in struct.fields.items():
        found.values[name] = _decoded(value, (name,), found)
    return found


def _decoded(wire: Value, path: Path, found: Decoded) -> Any:
    kind = wire.WhichOneof("kind")
    if kind == "struct_value":
        return _decoded_struct(wire.struct_value, path, found)
    if kind == "list_value":
        return [_decoded(item, (*path, index), found) for index, item in enumerate(wire.list_value.values)]
    if kind == "string_value":
        return UNKNOWN if wire.string_value in _UNKNOWN_TEXTS else wire.string_value
    if kind == "number_value":
        return _number(wire.number_value)
    return wire.bool_value if kind == "bool_value" else None


def _number(number: float) -> int | float:
    return int(number) if number.is_integer() and abs(number) <= _EXACT else number


def _decoded_struct(struct: Struct, path: Path, found: Decoded) -> Any:
    if SIGNATURE not in struct.fields:
        return {name: _decoded(value, (*path, name), found) for name, value in struct.fields.items()}
    signature = struct.fields[SIGNATURE].string_value
    if signature not in (SECRET, OUTPUT) or (signature == SECRET and "value" not in struct.fields):
        found.problems.append(Problem(path, _REFUSED.get(signature, "has a type that a meeting cannot have")))
        return UNKNOWN
    mark = Mark(secret=True) if signature == SECRET else _mark_of_output(struct)
    found.marks[path] = found.marks.get(path, Mark()) | mark
    return _decoded(struct.fields["value"], path, found) if "value" in struct.fields else UNKNOWN


def _mark_of_output(struct: Struct) -> Mark:
    secret = "secret" in struct.fields and struct.fields["secret"].bool_value
    listed = struct.fields["dependencies"].list_value.values if "dependencies" in struct.fields else ()
    return Mark(secret, frozenset(item.string_value for item in listed))


def encode(values: Properties, marks: Marks) -> Struct:
    """Return a struct of the values with their marks."""
    struct = Struct()
    _fill_struct(struct, values, (), marks)
    return struct


def _fill_struct(struct: Struct, values: Properties, path: Path, marks: Marks) -> None:
    for name, value in values.items():
        _fill(struct.fields[_text(name)], value, (*path, name), marks)


def _fill(wire: Value, value: Any, path: Path, marks: Marks) -> None:
    mark = marks.get(path)
    if mark is None or mark == Mark():
        _fill_plain(wire, value, path, marks)
        return
    fields = wire.struct_value.fields
    fields[SIGNATURE].string_value = OUTPUT if mark.dependencies else SECRET
    if not (mark.dependencies and isinstance(value, Unknown)):  # an output without a value is an unknown output
        _fill_plain(fields["value"], value, path, marks)
    if mark.dependencies:
        fields["secret"].bool_value = mark.secret
        for dependency in sorted(mark.dependencies):
            fields["dependencies"].list_value.values.add().string_value = dependency


def _fill_plain(wire: Value, value: Any, path: Path, marks: Marks) -> None:
    if value is None:
        wire.null_value = 0  # its only member
    elif isinstance(value, bool):
        wire.bool_value = value
    elif isinstance(value, int | float):
        exact = math.isfinite(value) if isinstance(value, float) else abs(value) <= _EXACT
        if exact:
            wire.number_value = value
        else:
            wire.string_value = str(value)
    elif isinstance(value, str):
        wire.string_value = _text(value)
    elif isinstance(value, Unknown):
        wire.string_value = UNKNOWN_TEXT
    elif isinstance(value, dict):
        wire.struct_value.SetInParent()
        _fill_struct(wire.struct_value, value, path, marks)
    else:
        wire.list_value.SetInParent()
        for index, item in enumerate(value):
            _fill(wire.list_value.values.add(), item, (*path, index), marks)


def _text(text: str) -> str:
    """Return the text without halves of surrogate pairs; a service that cuts a long text may leave them."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def at_top(marks: Marks) -> Marks:
    """Return the marks by whole property: a secret part makes the whole property secret."""
    gathered: Marks = {}
    for path, mark in marks.items():
        gathered[path[:1]] = gathered.get(path[:1], Mark()) | mark
    return gathered


def secrets(names: Iterable[str]) -> Marks:
    """Return marks that make these properties secret."""
    return {(name,): Mark(secret=True) for name in names}


def carried(marks: Marks, olds: Properties, news: Properties) -> Marks:
    """Return the old marks for the new values: by path if a property is the same, else for the whole property."""
    same = {name for name in news if name in olds and olds[name] == news[name]}
    exact = {path: mark for path, mark in marks.items() if path[0] in same}
    return exact | at_top({path: mark for path, mark in marks.items() if path[0] not in same})
