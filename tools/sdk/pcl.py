"""Write an example in Pulumi YAML as PCL, the language from which Pulumi's generators write all others.

Run with the environment's interpreter: ``python -m tools.sdk.pcl FILE``. It knows the part of both languages that our
examples use, and refuses anything else.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REFERENCE = re.compile(r"\$\{([\w.]+)\}")
_PARTS = {"name", "description", "runtime", "resources", "variables", "outputs"}


def pcl(program: Mapping[str, Any]) -> str:
    """Return the program in PCL.

    Raises:
        ValueError: the program has a part that is not translated.
    """
    if unknown := program.keys() - _PARTS:
        raise ValueError(f"an example cannot have {', '.join(sorted(unknown))}")
    return "\n".join([*_resources(program), *_variables(program), *_outputs(program)]) + "\n"


def _resources(program: Mapping[str, Any]) -> Iterator[str]:
    for name, resource in program.get("resources", {}).items():
        if resource.keys() != {"type", "properties"}:
            raise ValueError(f"resource {name} of an example has type and properties only")
        yield f"resource {name} {_token(resource['type'])} {{"
        yield from (f"  {key} = {_value(value)}" for key, value in resource["properties"].items())
        yield "}"


def _variables(program: Mapping[str, Any]) -> Iterator[str]:
    for name, variable in program.get("variables", {}).items():
        call = variable["fn::invoke"]
        yield f"{name} = invoke({_token(call['function'])}, {_value(call['arguments'])})"


def _outputs(program: Mapping[str, Any]) -> Iterator[str]:
    for name, value in program.get("outputs", {}).items():
        yield f"output {name} {{\n  value = {_value(value)}\n}}"


def _token(short: str) -> str:
    """Return ``package:Member`` as ``package:index:Member``, which older generators want."""
    return _quoted(short if short.count(":") > 1 else short.replace(":", ":index:"))


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, str):
        found = _REFERENCE.fullmatch(value)
        return found[1] if found else _quoted(value)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    raise ValueError(f"an example cannot have the value {value!r}")


def _quoted(text: str) -> str:
    if "${" in text:
        raise ValueError(f"a reference must be a whole value, and {text!r} holds more")
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.write(pcl(yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))))
