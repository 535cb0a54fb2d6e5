"""Debian's packages, installed with apt-get where this process may do it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tools.console import say
from tools.locks import held
from tools.process import watched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.places import Places

_LOCK_SECONDS = 600


def may_install() -> bool:
    """Return True if there is an apt-get and this process may run it."""
    return shutil.which("apt-get") is not None and os.name == "posix" and os.geteuid() == 0


def install(places: Places, what: str, packages: Sequence[str]) -> None:
    """Install the packages; `what` is their name for the user.

    Raises:
        Problem: apt-get failed.
    """
    waiting = ("-o", f"DPkg::Lock::Timeout={_LOCK_SECONDS}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with held(places.cache / "locks" / "apt", lambda: say("Another process is installing packages: waiting for it.")):
        watched("Reading the lists of packages", ["apt-get", *waiting, "update"], env=quiet)
        wanted = ["install", "--yes", "--no-install-recommends", *packages]
        watched(f"Installing {what}", ["apt-get", *waiting, *wanted], env=quiet)
