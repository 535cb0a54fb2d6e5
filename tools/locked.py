"""Virtual environments from a lock file, beside this clone's own."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tools import cache, shell
from tools.places import python_of
from tools.process import attached, watched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command


def install(what: str, lock: Path, venv: Path, places: Places, *, compiled: bool = False) -> None:
    """Make the environment `venv` and install the lock file into it; `what` names it to the user.

    With `compiled`, pip compiles the modules too, as it does for users; else Python does at their first import.

    Raises:
        Problem: it could not be installed.
    """
    watched(f"Making an environment for {what}", [sys.executable, "-m", "venv", "--without-pip", venv])
    options = ("--compile" if compiled else "--no-compile", "--require-hashes")
    watched(f"Installing {what}", [*pip_for(venv, places), *options, "-r", lock])


def pip_for(venv: Path, places: Places) -> Command:
    """Return the beginning of the command that installs into an environment without a pip of its own."""
    return [places.python, "-m", "pip", "--python", venv, "install", "--disable-pip-version-check"]


def environment(name: str, what: str, lock: str, places: Places) -> Path:
    """Return the environment of a lock file in the cache, made on the first call.

    Args:
        name: begins its folder's name.
        what: names it to the user.
        lock: the lock file's path in this clone.
        places: the folders of the clone.

    Raises:
        Problem: it could not be installed.
    """
    file = places.root / lock
    target = places.cache / f"{name}-{cache.key(sys.version.encode(), file.read_bytes())}"
    target.parent.mkdir(parents=True, exist_ok=True)
    return cache.folder(target, lambda draft: install(what, file, draft / "venv", places)) / "venv"


def key(places: Places) -> str:
    """Return the end of a folder's name, which changes if the locked packages of this clone change."""
    return cache.key(places.requirements.read_bytes())


def install_all(what: str, python: str | Path, venv: Path, places: Places, *more: str) -> None:
    """Make the environment `venv` of an interpreter, with pip, this clone's locked packages and `more`.

    Raises:
        Problem: it could not be installed.
    """
    watched(f"Making an environment for {what}", [python, "-m", "venv", "--copies", venv])
    pip: Command = [python_of(venv), "-m", "pip", "install", "--disable-pip-version-check"]
    watched(f"Installing the locked packages for {what}", [*pip, "--require-hashes", "-r", places.requirements])
    if more:
        watched(f"Installing {what}", [*pip, "--upgrade", *more])


def run_tests(environment: Path, places: Places, folders: Sequence[Path], words: Sequence[str]) -> int:
    """Run tests of this clone with such an environment, and return the exit code."""
    python = python_of(environment)
    options = ["-q", "-p", "no:cacheprovider", "-p", "msgraph_meetings_emulator.client.fixture"]
    env = shell.environment(os.environ, [python.parent, *folders])
    env["PYTHONPATH"] = os.pathsep.join((str(places.root / "provider"), str(places.emulator)))
    return attached([python, "-m", "pytest", *options, *words], cwd=places.root, env=env)
