"""Wheels and sdists of the Python packages: the provider, the emulator and the SDK."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.console import Problem
from tools.dist import archives

if TYPE_CHECKING:
    from tools.places import Places
    from tools.process import Command

CHECKER = Path(__file__).with_name("twine.txt")
"""The lock file of twine, which says if an index would accept a package."""

_MOMENT = "1577836800"
"""2020-01-01: the time of every file in an archive, for builders that ask the environment."""

_SDK = "import sys, setuptools.build_meta as builder; getattr(builder, f'build_{sys.argv[1]}')(sys.argv[2])"


def build(target: Path, places: Places) -> None:
    """Write all of them into the folder `target`.

    Raises:
        Problem: a builder failed; the message has its output.
    """
    for source in (places.root, places.emulator):
        _run([places.python, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", target], source)
    for what in ("sdist", "wheel"):
        with tempfile.TemporaryDirectory() as name:
            copy = Path(name, "sdk")  # a new one each time: setuptools leaves folders that the next build would take in
            ignored = shutil.ignore_patterns("build", "dist", "*.egg-info", "__pycache__")
            shutil.copytree(places.sdk / "python", copy, ignore=ignored)
            _run([places.python, "-c", _SDK, what, target], copy)
    for sdist in target.glob("pulumi_msgraph_meetings-*.tar.gz"):
        archives.repacked(sdist)  # setuptools writes the time of the build


def _run(command: Command, folder: Path) -> None:
    env = {**os.environ, "SOURCE_DATE_EPOCH": _MOMENT, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Problem(f"A Python package could not be built in {folder.name}:\n{done.stderr.strip()[-2000:]}")
