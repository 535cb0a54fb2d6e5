"""Let every program give an enumeration's member as text, too.

A builder of the Java SDK takes only constants otherwise, and the code that `pulumi import` writes for Java has texts.
"""

from __future__ import annotations

from typing import Any

_TYPES = "#/types/"


def or_text(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema in which each reference to an enumeration also allows a string."""
    names = {f"{_TYPES}{name}" for name, spec in schema["types"].items() if "enum" in spec}
    changed: dict[str, Any] = _changed(schema, names)
    return changed


def _changed(node: Any, names: set[str]) -> Any:
    if isinstance(node, list):
        return [_changed(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("$ref") in names:
        reference = {"$ref": node["$ref"]}
        either: dict[str, Any] = {"oneOf": [{"type": "string"}, reference]}
        return either | {name: value for name, value in node.items() if name != "$ref"}
    if "oneOf" in node:
        return node
    return {name: _changed(value, names) for name, value in node.items()}
