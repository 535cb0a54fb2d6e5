"""Programs in Python wheels: the environment's pip installs them into a folder of the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import cache
from tools.process import watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command


def folder(name: str, lock: Path, places: Places, install: Callable[[Places, Path], None] | None = None) -> Path:
    """Return the folder of the lock's packages, installed by the first call.

    Args:
        name: the program's name for the user.
        lock: a hashed requirements file.
        places: the cache, and the environment whose pip installs.
        install: fills a draft of the folder; by default with pip.

    Raises:
        Problem: the installation failed.
    """
    target = places.cache / f"{name.lower()}-{cache.key(lock.read_bytes())}"
    return cache.folder(
        target, lambda draft: install(places, draft) if install else _install(name, lock, places, draft)
    )


def _install(name: str, lock: Path, places: Places, draft: Path) -> None:
    pip: Command = [
        places.python,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-compile",
        "--no-deps",
    ]
    watched(f"Installing {name}", [*pip, "--require-hashes", "--target", str(draft), "-r", str(lock)])
