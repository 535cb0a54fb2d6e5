"""`make test`, `make coverage` and `make proof`: the suite in several processes.

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

ALL = ("-m", "")
"""The words that run the proofs, too."""


def run(places: Places, folders: Sequence[Path], words: Sequence[str]) -> int:
    """Run the tests that `words` names in pytest's terms, or all but the proofs, and return the exit code."""
    return module(places, folders, *_PYTEST, *words)


def run_measured(places: Places, folders: Sequence[Path], words: Sequence[str]) -> int:
    """Run the same, print the coverage and return the exit code.

    The floor in pyproject.toml holds for the whole suite only: not where `words` names a file or folder.
    """
    floor = ["--fail-under=0"] if any(not word.startswith("-") for word in words) else []
    module(places, folders, "coverage", "erase")
    tested = module(places, folders, "coverage", "run", "-m", *_PYTEST, *words)
    module(places, folders, "coverage", "combine", "--quiet")
    reached = module(places, folders, "coverage", "report", *floor)
    return tested or reached


def run_live(places: Places, folders: Sequence[Path]) -> int:
    """Run the tests that need a real tenant, and return the exit code; without one they say what is missing."""
    return module(places, folders, "pytest", "live")


def module(places: Places, folders: Sequence[Path], *words: str) -> int:
    """Run a module with the environment's Python and the engine on PATH, and return the exit code."""
    command = [str(places.python), "-m", *words]
    return attached(command, cwd=places.root, env=shell.environment(os.environ, folders))
