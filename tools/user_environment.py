"""The environment `.venv-bench`: what `pip install msgraph-meetings` brings, as the lock has it, and a new pip.

The developers' `.venv` has some 70 packages more and an older pip. Pulumi's Python host lists the packages in each
command, so every time would be longer, of our resources and of the floors.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools import cache, locked
from tools.process import watched

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command

LOCK = "tools/user-requirements.txt"
"""The lock file, from the repository's root."""

_FOLDER = ".venv-bench"


def ensure(places: Places) -> Path:
    """Return the environment of this clone, made on the first call; it imports the provider from the clone.

    Raises:
        Problem: it could not be made.
    """
    made_from = (places.root / LOCK, places.root / "pyproject.toml")
    key = cache.key(sys.version.encode(), *(file.read_bytes() for file in made_from))
    target = places.root / _FOLDER / key
    target.parent.mkdir(exist_ok=True)
    return cache.folder(target, lambda draft: _make(draft / "venv", places)) / "venv"


def _make(environment: Path, places: Places) -> None:
    locked.install("the packages of a user", places.root / LOCK, environment, places, compiled=True)
    wheel = environment / "wheel"
    build: Command = [places.python, "-m", "hatchling", "build", "--target", "wheel:editable", "--directory", wheel]
    watched("Building a link to this clone", build, cwd=places.root)
    watched("Installing it beside them", [*locked.pip_for(environment, places), "--no-deps", *wheel.iterdir()])
