"""A virtual environment from a lock file, for programs whose dependencies ours need not agree with."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.process import watched

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command


def install(what: str, lock: Path, venv: Path, places: Places) -> None:
    """Make the environment `venv` and install the lock file into it; `what` names it to the user.

    Raises:
        Problem: it could not be installed.
    """
    watched(f"Making an environment for {what}", [sys.executable, "-m", "venv", "--without-pip", venv])
    pip: Command = [places.python, "-m", "pip", "--python", venv, "install", "--disable-pip-version-check"]
    watched(f"Installing {what}", [*pip, "--no-compile", "--require-hashes", "-r", lock])
