"""The virtual environment `.venv`: the hashed lock, and the provider and the emulator as editable installs.

Two stamps in it record its sources. The first covers the lock, the interpreter and the folder; if it
is stale or missing (a killed `make env`), the environment is made again. The second covers both pyproject.toml;
if only that one is stale, only the two distributions are installed again. They are installed again too if something
replaced one of them with a copy, as `pip install .` does: tests of a copy would not see a change of the code.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tools.console import Problem, say
from tools.locks import held
from tools.process import watched

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.places import Places
    from tools.process import Command

_PACKAGES = "made-from-lock"
_PROJECT = "made-from-pyproject"
_PACKAGE_FOLDERS = ("lib/python3.*/site-packages", "Lib/site-packages")


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
        if _has(places.venv / _PROJECT, _project_key(places)):
            say("Something installed a copy of this project into .venv: replacing it by a link to this folder.")
        both = [word for _, folder in _distributions(places) for word in ("-e", str(folder))]
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
    return _has(places.venv / _PROJECT, _project_key(places)) and is_editable(places)


def is_editable(places: Places) -> bool:
    """Return True if the environment runs the code of this clone, and not a copy of it."""
    packages = [str(folder) for pattern in _PACKAGE_FOLDERS for folder in places.venv.glob(pattern)]
    return all(_is_link(name, folder, packages) for name, folder in _distributions(places))


def _distributions(places: Places) -> tuple[tuple[str, Path], ...]:
    return (("msgraph-meetings", places.root), ("msgraph-meetings-emulator", places.emulator))


def _is_link(name: str, folder: Path, packages: list[str]) -> bool:
    """Return True if pip noted that the distribution is an editable installation of that folder (PEP 610)."""
    found = next(iter(metadata.distributions(name=name, path=packages)), None)
    noted = json.loads((found and found.read_text("direct_url.json")) or "{}")
    is_editable = noted.get("dir_info", {}).get("editable") is True
    return is_editable and Path(url2pathname(urlsplit(noted["url"]).path)) == folder


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
    files = [folder / "pyproject.toml" for _, folder in _distributions(places)]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
