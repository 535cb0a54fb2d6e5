"""`make test`, `make coverage` and `make proof`: run the suite in several processes.

Coverage starts pytest, not the other way round: pytest imports our plugin before another plugin could
start to measure.
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

# More workers than cores, each with an engine and an emulator, would exceed time limits.
_PYTEST = ("pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal")

ALL = ("-m", "")
"""Arguments that also run the proofs."""


def run(places: Places, folders: Sequence[Path], words: Sequence[str]) -> int:
    """Run the tests that `words` names in pytest's terms, or all except the proofs, and return the exit code."""
    return module(places, folders, *_PYTEST, *words)


def run_measured(places: Places, folders: Sequence[Path], words: Sequence[str]) -> int:
    """Run the same tests, print the coverage and return the exit code.

    The minimum in pyproject.toml applies to the whole suite only, not if `words` names a file or folder.
    """
    floor = ["--fail-under=0"] if any(not word.startswith("-") for word in words) else []
    module(places, folders, "coverage", "erase")
    tested = module(places, folders, "coverage", "run", "-m", *_PYTEST, *words)
    module(places, folders, "coverage", "combine", "--quiet")
    reached = module(places, folders, "coverage", "report", *floor)
    return tested or reached


def run_live(places: Places, folders: Sequence[Path]) -> int:
    """Run the tests that need a real tenant, and return the exit code; without one they name the missing settings."""
    return module(places, folders, "pytest", "live")


def module(places: Places, folders: Sequence[Path], *words: str) -> int:
    """Run a module with the environment's Python and the engine on PATH, and return the exit code."""
    command = [str(places.python), "-m", *words]
    return attached(command, cwd=places.root, env=shell.environment(os.environ, folders))
