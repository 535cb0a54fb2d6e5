"""All paths: the clone, its environment, and the cache that all clones share."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CACHE_SETTING = "MSGRAPH_MEETINGS_CACHE"
_SCRIPTS, _PYTHON = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")

_MADE = (
    ".venv",
    ".venv-plugin",
    ".venv-bench",
    ".coverage*",
    ".*_cache",
    ".hypothesis",
    "dist",
    "examples/*/.local",
    "examples/*/Pulumi.emulator.yaml",
    *(f"{room}/**/__pycache__" for room in ("provider", "emulator", "tests", "live", "tools", "examples", "bench")),
)


def scripts_of(environment: Path) -> Path:
    """Return the folder of a virtual environment for PATH."""
    return environment / _SCRIPTS


def python_of(environment: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return scripts_of(environment) / _PYTHON


@dataclass(frozen=True)
class Places:
    """The folders of one clone; `cache` is shared and stays when the clone is removed."""

    root: Path
    cache: Path

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.root / ".venv"

    @property
    def scripts(self) -> Path:
        """The folder of the environment for PATH."""
        return scripts_of(self.venv)

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return python_of(self.venv)

    @property
    def requirements(self) -> Path:
        """The locked Python dependencies."""
        return self.root / "tools" / "requirements.txt"

    @property
    def emulator(self) -> Path:
        """The emulator's distribution."""
        return self.root / "emulator"

    @property
    def sdk(self) -> Path:
        """The generated SDKs, one folder for each language."""
        return self.root / "sdk"

    @property
    def schema(self) -> Path:
        """The schema of the Pulumi package."""
        return self.root / "provider" / "msgraph_meetings" / "schema.json"

    @property
    def example(self) -> Path:
        """The program that `make up` deploys."""
        return self.root / "examples" / "01-first-meeting"

    @property
    def local(self) -> Path:
        """The folder that `make up` writes: the state of the emulator and of the engine."""
        return self.example / ".local"

    def made(self) -> list[Path]:
        """The files and folders that commands of this repository made in the clone."""
        return sorted(path for pattern in _MADE for path in self.root.glob(pattern))

    def lock_for(self, work: str) -> Path:
        """Return the lock file for one kind of work in this clone; it is in the cache: the work may remove folders."""
        clone = hashlib.sha256(bytes(self.root)).hexdigest()[:12]
        return self.cache / "locks" / f"{work}-{clone}"

    @classmethod
    def here(cls) -> Places:
        """Return the clone of this file, with the cache that the environment names."""
        return cls(root=Path(__file__).resolve().parent.parent, cache=cache_folder(os.environ, Path.home()))


def cache_folder(environ: Mapping[str, str], home: Path) -> Path:
    """Return our own setting, else the desktop standard's, else its default; an empty value counts as not set."""
    if own := environ.get(CACHE_SETTING):
        return Path(own).expanduser().absolute()
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache").absolute() / "msgraph-meetings"
