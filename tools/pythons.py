"""Run the unit tests with the oldest and the newest Python of this machine, in an environment of each."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tools import cache, locked
from tools.console import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.places import Places

MINORS = range(10, 16)
"""Minor versions of Python 3: the first is the oldest that pyproject.toml allows."""


def run(places: Places, folders: Sequence[Path]) -> int:
    """Run the unit tests with the oldest and the newest Python found, and return the exit code."""
    found = found_pythons()
    if not found:
        say("No python3.10 or newer is on PATH: nothing to run.")
        return 1
    return max(_tested(found[minor], minor, places, folders) for minor in sorted({min(found), max(found)}))


def found_pythons() -> dict[int, Path]:
    """Return the Pythons on PATH, and those of pyenv, by minor version."""
    return {minor: python for minor in MINORS if (python := _found(minor))}


def _found(minor: int) -> Path | None:
    versions = Path(os.environ.get("PYENV_ROOT", "/nowhere"), "versions")
    candidates = [shutil.which(f"python3.{minor}"), *sorted(versions.glob(f"3.{minor}.*/bin/python3"))]
    return next((Path(one) for one in candidates if one and _runs(Path(one))), None)


def _runs(python: Path) -> bool:
    return subprocess.run([python, "-c", "import venv"], capture_output=True, check=False).returncode == 0  # noqa: S603


def _tested(python: Path, minor: int, places: Places, folders: Sequence[Path]) -> int:
    say(f"The unit tests with Python 3.{minor}.")
    target = places.cache / "pythons" / f"3.{minor}-{locked.key(places)}"
    environment = cache.folder(target, lambda draft: locked.install_all(f"Python 3.{minor}", python, draft, places))
    return locked.run_tests(environment, places, folders, ["tests/unit"])
