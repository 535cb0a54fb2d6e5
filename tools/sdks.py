"""Run the tests of the dynamic resource with the oldest and the newest Pulumi SDK, in an environment of each."""

from __future__ import annotations

import hashlib
import os
import sys
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from tools import cache, shell
from tools.console import say
from tools.places import python_of
from tools.process import answer, attached, watched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.places import Places

TESTS = ("tests/engine", "tests/unit/test_resource.py")


def run(places: Places, folders: Sequence[Path]) -> int:
    """Run the tests with both SDKs, and return the exit code."""
    allowed = asked(places)
    oldest = next(one.version for one in allowed.specifier if one.operator == ">=")
    return max(_tested(f"pulumi=={oldest}", places, folders), _tested(str(allowed), places, folders))


def asked(places: Places) -> Requirement:
    """Return the versions of the SDK that pyproject.toml allows."""
    text = (places.root / "pyproject.toml").read_text(encoding="utf-8")
    lines = text.partition("\ndependencies = [\n")[2].partition("\n]\n")[0].splitlines()
    return next(one for one in (Requirement(line.split('"')[1]) for line in lines) if one.name == "pulumi")


def _tested(sdk: str, places: Places, folders: Sequence[Path]) -> int:
    environment = cache.folder(_target(sdk, places), lambda draft: _make(sdk, draft, places))
    python = python_of(environment)
    found = answer([python, "-c", "from importlib.metadata import version; print(version('pulumi'))"])
    say(f"The tests of the dynamic resource with Pulumi's SDK {found}.")
    env = shell.environment(os.environ, [python.parent, *folders])
    env["PYTHONPATH"] = os.pathsep.join((str(places.root / "provider"), str(places.emulator)))
    options = ["-q", "-p", "no:cacheprovider", "-p", "msgraph_meetings_emulator.client.fixture", "--numprocesses=2"]
    return attached([str(python), "-m", "pytest", *options, *TESTS], cwd=places.root, env=env)


def _target(sdk: str, places: Places) -> Path:
    lock = hashlib.sha256(places.requirements.read_bytes()).hexdigest()[:12]
    return places.cache / "sdks" / f"{sdk.replace('==', '-') if '==' in sdk else 'pulumi-newest'}-{lock}"


def _make(sdk: str, draft: Path, places: Places) -> None:
    watched(f"Making an environment for {sdk}", [sys.executable, "-m", "venv", "--copies", draft])
    pip = [str(python_of(draft)), "-m", "pip", "install", "--disable-pip-version-check"]
    watched("Installing the locked packages", [*pip, "--require-hashes", "-r", str(places.requirements)])
    watched(f"Installing {sdk}", [*pip, "--upgrade", sdk])
