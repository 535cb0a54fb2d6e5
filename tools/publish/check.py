"""Refuse a release that is not ready: its owner, its one version, its changelog."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tools.console import Problem, say
from tools.publish import names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.places import Places

_HEAD = re.compile(r"^## (\S+) \((.+)\)$", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_VERSION = re.compile(r'^version = "(.+?)"', re.MULTILINE)
_EMULATOR = re.compile(r'"msgraph-meetings-emulator==(.+?)"')


def version(root: Path) -> str:
    """Return the version of the distribution, which is that of everything here."""
    return _found(_VERSION, root / "pyproject.toml")


def run(places: Places, tag: str) -> int:
    """Print everything that forbids a release of `tag`, or of the present version, and return the exit code."""
    problems = [*_owner(places), *_versions(places, tag), *_changelog(places)]
    for problem in problems:
        say(problem)
    if not problems:
        say(f"Ready to release {version(places.root)}.")
    return int(bool(problems))


def _owner(places: Places) -> Iterator[str]:
    publisher = names.read(places.root)
    if publisher.is_default:
        yield f"{names.FILE}: the owner is the default, {publisher.owner}. Name your account, and run `make sdk`."
    schema = json.loads(places.schema.read_text(encoding="utf-8"))
    if schema != names.named(json.loads(json.dumps(schema)), publisher):
        yield f"schema.json has other names than {names.FILE}. Run `make sdk`."


def _versions(places: Places, tag: str) -> Iterator[str]:
    wanted = version(places.root)
    if tag and tag.removeprefix("v") != wanted:
        yield f"The tag is {tag}, and the version in pyproject.toml is {wanted}. Both must be the same."
    found = {
        "emulator/pyproject.toml": _found(_VERSION, places.emulator / "pyproject.toml"),
        "pyproject.toml, the extra emulator": _found(_EMULATOR, places.root / "pyproject.toml"),
        "sdk/nodejs/package.json": json.loads((places.sdk / "nodejs/package.json").read_text("utf-8"))["version"],
    }
    for where, other in found.items():
        if other != wanted:
            yield f"{where} has the version {other}, not {wanted}."


def _changelog(places: Places) -> Iterator[str]:
    head = _HEAD.search((places.root / "CHANGELOG.md").read_text(encoding="utf-8"))
    wanted = version(places.root)
    if head is None or head[1] != wanted:
        yield f"The head of CHANGELOG.md is {head[1] if head else 'missing'}, not {wanted}."
    elif not _DATE.fullmatch(head[2]):
        yield f"The head of CHANGELOG.md says ({head[2]}). Write the day of the release: {wanted} (2027-01-31)."


def _found(pattern: re.Pattern[str], file: Path) -> str:
    found = pattern.search(file.read_text(encoding="utf-8"))
    if found is None:
        raise Problem(f"{file.name} has no version.")
    return found[1]
