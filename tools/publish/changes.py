"""Compare two versions of the package schema, and say which changes break a program or a state.

A change breaks if a program that used the old schema no longer compiles, is refused, or replaces a meeting. Pulumi's
own `schema-tools` compares released schemas of Pulumi's registry only, and knows nothing of replacement.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.console import Problem, say
from tools.process import answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.places import Places


@dataclass(frozen=True, order=True)
class Change:
    """One change: where in the schema, what happened, and if it breaks."""

    breaks: bool
    where: str
    what: str

    def __str__(self) -> str:
        """Return the change as one line."""
        return f"{'breaking' if self.breaks else 'harmless'}: {self.where}: {self.what}"


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return every change from one schema to the other, breaking ones first."""
    found = [
        *_missing_or_new("resource", old["resources"], new["resources"]),
        *_missing_or_new("function", old["functions"], new["functions"]),
        *_missing_or_new("type", old["types"], new["types"]),
        *_inputs("provider", old["provider"], new["provider"]),
        *_language(old["language"], new["language"]),
    ]
    for name, spec in _both(old["resources"], new["resources"]):
        found += [*_inputs(name, *spec), *_outputs(name, *spec)]
    for name, (before, after) in _both(old["functions"], new["functions"]):
        found += _taken(f"{name} inputs", before["inputs"], after["inputs"])
        found += _given(f"{name} outputs", before["outputs"], after["outputs"])
    for name, (before, after) in _both(old["types"], new["types"]):
        found += _members(name, before, after) if "enum" in before else _taken(name, before, after)
    return sorted(found, key=lambda change: (not change.breaks, change.where, change.what))


def report(places: Places, old: str, new: str) -> int:
    """Print the changes between two versions, and return 1 if one of them breaks.

    Args:
        places: the clone.
        old: a file, or a commit or tag of this repository.
        new: the same; empty for the schema of the clone.

    Raises:
        Problem: there is no schema of that name.
    """
    found = changes(_schema(places, old), _schema(places, new))
    for change in found:
        say(str(change))
    breaking = sum(change.breaks for change in found)
    say(f"{breaking} breaking, {len(found) - breaking} harmless.")
    return int(breaking > 0)


def _schema(places: Places, name: str) -> dict[str, Any]:
    file = places.root / name if name else places.schema
    text = file.read_text(encoding="utf-8") if file.is_file() else _committed(places, name)
    document: dict[str, Any] = json.loads(text)
    return document


def _committed(places: Places, name: str) -> str:
    path = places.schema.relative_to(places.root).as_posix()
    text = answer(["git", "show", f"{name}:{path}"], cwd=places.root)
    if not text:
        raise Problem(f"{name} is neither a file nor a commit with {path}.")
    return text


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name in old.keys() & new.keys():
        yield name.rpartition(":")[2], (old[name], new[name])


def _missing_or_new(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in old.keys() - new.keys():
        yield Change(breaks=True, where=name.rpartition(":")[2], what=f"the {kind} is gone")
    for name in new.keys() - old.keys():
        yield Change(breaks=False, where=name.rpartition(":")[2], what=f"a new {kind}")


def _inputs(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = old.get("inputProperties", {}), new.get("inputProperties", {})
    yield from _properties(f"{name} input", before, after, taken=True)
    for added in {*new.get("requiredInputs", ())} - {*old.get("requiredInputs", ())}:
        yield Change(breaks=True, where=f"{name} input {added}", what="is required now")


def _outputs(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from _given(f"{name} output", old, new)


def _taken(where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from _properties(where, old.get("properties", {}), new.get("properties", {}), taken=True)
    for added in {*new.get("required", ())} - {*old.get("required", ())}:
        yield Change(breaks=True, where=f"{where} {added}", what="is required now")


def _given(where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from _properties(where, old.get("properties", {}), new.get("properties", {}), taken=False)
    for lost in {*old.get("required", ())} - {*new.get("required", ())}:
        yield Change(breaks=True, where=f"{where} {lost}", what="may be absent now")


def _properties(where: str, old: Mapping[str, Any], new: Mapping[str, Any], *, taken: bool) -> Iterator[Change]:
    for name in old.keys() - new.keys():
        yield Change(breaks=True, where=f"{where} {name}", what="is gone")
    for name in new.keys() - old.keys():
        yield Change(breaks=False, where=f"{where} {name}", what="is new")
    for name in old.keys() & new.keys():
        yield from _property(f"{where} {name}", old[name], new[name], taken=taken)


def _property(where: str, old: Mapping[str, Any], new: Mapping[str, Any], *, taken: bool) -> Iterator[Change]:
    before, after = _type(old), _type(new)
    if before != after:
        wider = taken and after.replace("string or ", "") == before  # what a program gives is still taken
        yield Change(breaks=not wider, where=where, what=f"the type was {before} and is {after}")
    for flag, breaks in _FLAGS.items():
        if bool(old.get(flag)) is not bool(new.get(flag)):
            said = f"{flag} was {_shown(old.get(flag))} and is {_shown(new.get(flag))}"
            yield Change(breaks=breaks and bool(new.get(flag)), where=where, what=said)


_FLAGS = {"replaceOnChanges": True, "willReplaceOnChanges": True, "secret": False, "deprecationMessage": False}
"""The marks of a property that a program notices, and if it breaks when one is set."""


def _shown(value: object) -> str:
    return "not set" if value is None else json.dumps(value)


def _type(spec: Mapping[str, Any]) -> str:
    if "oneOf" in spec:
        return " or ".join(_type(one) for one in spec["oneOf"])
    if "$ref" in spec:
        return str(spec["$ref"]).rpartition(":")[2].rpartition("/")[2]
    if spec.get("type") == "array":
        return f"list of {_type(spec['items'])}"
    if "additionalProperties" in spec:
        return f"map of {_type(spec['additionalProperties'])}"
    return str(spec.get("type", "object"))


def _members(where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = ({row["value"] for row in spec.get("enum", ())} for spec in (old, new))
    yield from (Change(breaks=True, where=where, what=f"the member {name} is gone") for name in before - after)
    yield from (Change(breaks=False, where=where, what=f"the member {name} is new") for name in after - before)


_PACKAGES = {"go": "importBasePath", "nodejs": "packageName", "java": "basePackage", "csharp": "rootNamespace"}


def _language(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for language, key in (_PACKAGES | {"python": "packageName"}).items():
        before, after = old[language].get(key), new[language].get(key)
        if before != after:
            said = f"the package was {before or 'not named'} and is {after}"
            yield Change(breaks=True, where=language, what=said)
