"""A real Chromium for the tests of the emulator's page: the machine's own, else Debian's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tools.console import Problem, say
from tools.locks import held
from tools.process import answer, watched

if TYPE_CHECKING:
    from tools.places import Places

SETTING = "MSGRAPH_MEETINGS_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WHAT_TO_DO = (
    "The tests of the emulator's page need Chromium: install it "
    f"(on Debian, `apt-get install chromium` as root), or name one with {SETTING}."
)
_LOCK_SECONDS = 600


def ensure(places: Places) -> Path:
    """Return the program, installed with apt-get if there is none and this process may install it.

    Raises:
        Problem: there is none, and it could not be installed; the message says what to do.
    """
    named = os.environ.get(SETTING)
    if named:
        if not _runs(named):
            raise Problem(f"{SETTING} names {named}, and that is no Chromium that runs.")
        return Path(named)
    return _found() or _installed(places)


def _found() -> Path | None:
    # Ubuntu's `chromium-browser` is a script that asks for a snap: a program without a version is skipped.
    programs = filter(None, map(shutil.which, _NAMES))
    return next((Path(program) for program in programs if _runs(program)), None)


def _runs(program: str) -> bool:
    return "Chrom" in answer([program, "--version"])


def _installed(places: Places) -> Path:
    if shutil.which("apt-get") is None or os.name != "posix" or os.geteuid() != 0:
        raise Problem(_WHAT_TO_DO)
    with held(places.cache / "locks" / "apt", lambda: say("Another process is installing packages: waiting for it.")):
        found = _found() or _install()
    if found is None:
        raise Problem(f"The package chromium was installed, and none of {', '.join(_NAMES)} runs. {_WHAT_TO_DO}")
    return found


def _install() -> Path | None:
    waiting = ("-o", f"DPkg::Lock::Timeout={_LOCK_SECONDS}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        watched("Reading the lists of packages", ["apt-get", *waiting, "update"], env=quiet)
        wanted = ["install", "--yes", "--no-install-recommends", "chromium"]
        watched("Installing Chromium", ["apt-get", *waiting, *wanted], env=quiet)
    except Problem as problem:
        raise Problem(f"{problem}\n{_WHAT_TO_DO}") from problem
    return _found()
