"""The wheels of both distributions, and environments that hold one of them with what it declares, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from tools.places import Places, python_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.process import Command

_PIP: Command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--python"]
_TESTING = ("pytest",)
"""Installed beside the wheel, for the tests of the fixture."""


def built(folder: Path) -> dict[str, Path]:
    """Build both wheels, and return them by the name of the distribution."""
    places = Places.here()
    wheels = {}
    for name, source in (("msgraph-meetings", places.root), ("msgraph-meetings-emulator", places.emulator)):
        target = folder / name
        command: Command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", target]
        subprocess.run(command, cwd=source, check=True, capture_output=True)
        (wheels[name],) = target.glob("*.whl")
    return wheels


def installed_from_the_index(wheel: Path, extra: str, environment: Path) -> Path:
    """Install a wheel and what it declares with pip, and return the interpreter."""
    venv.create(environment, with_pip=False, symlinks=sys.platform != "win32")
    _run([*_PIP, environment, "install", f"{wheel}{extra}", *_TESTING])
    return python_of(environment)


def installed_from_here(wheel: Path, extra: str, environment: Path) -> Path:
    """Install a wheel, copy what it declares from the environment of the tests, and return the interpreter."""
    venv.create(environment, with_pip=False, symlinks=sys.platform != "win32")
    _run([*_PIP, environment, "install", "--no-deps", "--no-index", str(wheel)])
    (found,) = [path.parent for path in environment.rglob("msgraph_meetings*.dist-info")]
    itself = Distribution.at(next(found.glob("msgraph_meetings*.dist-info")))
    for name in _needed([*_asked(itself, {"", extra.strip("[]")}), *map(Requirement, _TESTING)]):
        _copy(distribution(name), found)
    return python_of(environment)


def _needed(asked: Iterable[Requirement]) -> set[str]:
    """Return the names of all distributions that are asked for, by others of them too."""
    waiting, names, seen = list(asked), set(), set()
    while waiting:
        one = waiting.pop()
        if str(one) in seen:
            continue
        seen.add(str(one))
        names.add(one.name)
        waiting += _asked(distribution(one.name), {"", *one.extras})
    return names


def _asked(itself: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for line in itself.requires or ():
        one = Requirement(line)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras):
            yield one


def _copy(one: Distribution, target: Path) -> None:
    for file in one.files or ():
        source = Path(str(one.locate_file(file)))
        if ".." in file.parts or not source.is_file():
            continue
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / file)


def _run(command: Command) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
