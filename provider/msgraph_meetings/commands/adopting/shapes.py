"""The types of the resource's arguments, from the plugin's schema: texts, members of enumerations, objects, lists."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

_INDEX = "msgraph-meetings:index:"


@dataclass(frozen=True)
class Shape:
    """A type.

    Args:
        kind: its kind.
        name: of an enumeration or an object.
        of: the type of a list's items.
    """

    kind: Literal["text", "flag", "member", "object", "list"]
    name: str = ""
    of: Shape | None = None

    def part(self, name: str) -> Shape:
        """Return the type of an object's property; the resource itself has an empty name."""
        schema = _schema()
        properties: dict[str, Any] = (
            schema["types"][_INDEX + self.name]["properties"]
            if self.name
            else schema["resources"][f"{_INDEX}OnlineMeeting"]["inputProperties"]
        )
        return _shape(properties[name])


RESOURCE = Shape("object")


def package(language: str) -> dict[str, Any]:
    """Return the names of the SDK's package in a language, as the schema sets them."""
    named: dict[str, Any] = _schema()["language"][language]
    return named


@functools.cache
def _schema() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files("msgraph_meetings").joinpath("schema.json").read_text(encoding="utf-8"))
    return content


def _shape(declared: dict[str, Any]) -> Shape:
    reference = next((one["$ref"] for one in (declared, *declared.get("oneOf", ())) if "$ref" in one), None)
    if reference is not None:
        name = reference.rpartition(":")[2]
        return Shape("member" if "enum" in _schema()["types"][_INDEX + name] else "object", name)
    if declared.get("type") == "array":
        return Shape("list", of=_shape(declared["items"]))
    return Shape("flag" if declared.get("type") == "boolean" else "text")
