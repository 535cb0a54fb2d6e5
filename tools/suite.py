"""`make test`: the suite in several processes, and how much of the package it reached.

Coverage starts pytest, not the other way round: our pytest plugin is imported before any other plugin could
begin to measure.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools import shell
from tools.process import attached

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.places import Places

# More workers than cores, each with an engine and an emulator, only make one another's time limits pass.
_PYTEST = ("pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal")


def run(places: Places, folders: Sequence[Path], paths: Sequence[str]) -> int:
    """Run the tests under `paths`, or all, print the coverage and return the exit code.

    The floor in pyproject.toml holds for the whole suite only.
    """
    floor = ["--fail-under=0"] if paths else []
    _coverage(places, folders, "erase")
    tested = _coverage(places, folders, "run", "-m", *_PYTEST, *paths)
    _coverage(places, folders, "combine", "--quiet")
    reached = _coverage(places, folders, "report", *floor)
    return tested or reached


def run_live(places: Places, folders: Sequence[Path]) -> int:
    """Run the tests that need a real tenant, and return the exit code; without one they say what is missing."""
    command = [str(places.python), "-m", "pytest", "live"]
    return attached(command, cwd=places.root, env=shell.environment(os.environ, folders))


def _coverage(places: Places, folders: Sequence[Path], *arguments: str) -> int:
    command = [str(places.python), "-m", "coverage", *arguments]
    return attached(command, cwd=places.root, env=shell.environment(os.environ, folders))
