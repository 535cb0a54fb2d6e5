"""Run the tests of what works inside Pulumi's SDK with its oldest and newest version, in an environment of each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools import cache, locked
from tools.console import say
from tools.places import python_of
from tools.process import answer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from packaging.requirements import Requirement

    from tools.places import Places

TESTS = ("tests/engine", "tests/unit/test_resource.py", "tests/sdk/test_registrations.py")


def run(places: Places, folders: Sequence[Path]) -> int:
    """Run the tests with both SDKs, and return the exit code."""
    allowed = asked(places)
    oldest = next(one.version for one in allowed.specifier if one.operator == ">=")
    return max(_tested(f"pulumi=={oldest}", places, folders), _tested(str(allowed), places, folders))


def asked(places: Places) -> Requirement:
    """Return the versions of the SDK that pyproject.toml allows."""
    return next(one for one in declared(places.root) if one.name == "pulumi")


def declared(distribution: Path) -> list[Requirement]:
    """Return the dependencies in a folder's pyproject.toml; Python 3.10 has no parser of TOML."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - the environment has it, and `make env` loads this

    text = (distribution / "pyproject.toml").read_text(encoding="utf-8")
    lines = text.partition("\ndependencies = [\n")[2].partition("\n]\n")[0].splitlines()
    return [Requirement(line.split('"')[1]) for line in lines]


def _tested(sdk: str, places: Places, folders: Sequence[Path]) -> int:
    name = sdk.replace("==", "-") if "==" in sdk else "pulumi-newest"
    target = places.cache / "sdks" / f"{name}-{locked.key(places)}"
    environment = cache.folder(target, lambda draft: locked.install_all(sdk, sys.executable, draft, places, sdk))
    found = answer([python_of(environment), "-c", "from importlib.metadata import version; print(version('pulumi'))"])
    say(f"The tests of the dynamic resource with Pulumi's SDK {found}.")
    return locked.run_tests(environment, places, folders, ["--numprocesses=2", *TESTS])
