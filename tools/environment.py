"""The virtual environment `.venv`: the hashed lock, and the provider and the emulator as editable installs.

Two stamps in it record its sources. The first covers the lock, the interpreter and the folder; if it
is stale or missing (a killed `make env`), the environment is made again. The second covers both pyproject.toml;
if only that one is stale, only the two distributions are installed again.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.console import Problem, say
from tools.locks import held
from tools.process import watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command

_PACKAGES = "made-from-lock"
_PROJECT = "made-from-pyproject"


@dataclass(frozen=True)
class Makers:
    """The functions that make an environment: `create` empties and makes the folder, `pip` installs with a title."""

    create: Callable[[Path], None]
    pip: Callable[..., None]


def makers(places: Places) -> Makers:
    """Return the standard library's venv, and the pip inside it."""

    def pip(title: str, *arguments: str) -> None:
        command: Command = [places.python, "-m", "pip", "install", "--disable-pip-version-check", *arguments]
        watched(title, command, cwd=places.root)

    return Makers(_create, pip)


def ensure(places: Places, using: Makers | None = None) -> None:
    """Make `.venv` match the lock and pyproject.toml; return at once if it already does.

    Raises:
        Problem: Python lacks a module that is needed, or an installation failed.
    """
    if _is_current(places):
        return
    with held(places.lock_for("environment"), lambda: say("Another process is making .venv: waiting for it.")):
        _make(places, using or makers(places))


def _make(places: Places, using: Makers) -> None:
    if not _packages_are_current(places):
        for stamp in (_PACKAGES, _PROJECT):
            (places.venv / stamp).unlink(missing_ok=True)
        using.create(places.venv)
        count = places.requirements.read_text(encoding="utf-8").count("==")
        title = f"Installing {count} locked packages into .venv"
        using.pip(title, "--require-hashes", "-r", str(places.requirements))
        (places.venv / _PACKAGES).write_text(_packages_key(places), encoding="ascii")
    if not _project_is_current(places):
        both = ["-e", str(places.root), "-e", str(places.emulator)]
        project = ["--no-deps", "--no-build-isolation", *both]
        using.pip("Installing this project into .venv", *project)
        (places.venv / _PROJECT).write_text(_project_key(places), encoding="ascii")


def _create(folder: Path) -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        raise Problem(f"This Python lacks its module `{missing[0]}`: install it (on Debian and Ubuntu, python3-venv).")
    import venv  # noqa: PLC0415 - some systems package it apart, as the check above says

    venv.create(folder, clear=True, with_pip=True, symlinks=os.name != "nt")


def _is_current(places: Places) -> bool:
    return _packages_are_current(places) and _project_is_current(places)


def _packages_are_current(places: Places) -> bool:
    return places.python.exists() and _has(places.venv / _PACKAGES, _packages_key(places))


def _project_is_current(places: Places) -> bool:
    return _has(places.venv / _PROJECT, _project_key(places))


def _has(stamp: Path, key: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii") == key


def _packages_key(places: Places) -> str:
    made_from = [
        places.requirements.read_bytes(),
        sys.version.encode(),
        bytes(places.root),
    ]
    return hashlib.sha256(b"\0".join(made_from)).hexdigest()


def _project_key(places: Places) -> str:
    both = (places.root, places.emulator)
    return hashlib.sha256(b"\0".join((folder / "pyproject.toml").read_bytes() for folder in both)).hexdigest()
