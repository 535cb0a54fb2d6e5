"""A plugin that collects tests as a system without POSIX would: `pytest --collect-only -p tests.tools.without_posix`.

Libraries keep what they need. Only the modules of this repository find no `fcntl`, no `SIGHUP` and no `os.getuid`.
"""

from __future__ import annotations

import builtins
import os
import signal
from pathlib import Path
from typing import Any

import psutil  # noqa: F401 - reads the names when it is imported

import tools.locks  # noqa: F401 - has a branch for each system
from tests.tools.posix import MODULES, OF_OS, SIGNALS

ROOT = Path(__file__).parents[2]
_import = builtins.__import__


def _is_ours(names: dict[str, Any] | None) -> bool:
    file = Path((names or {}).get("__file__") or "/nowhere")
    return ROOT in file.parents and ".venv" not in file.parts


def _refuses(name: str, globals: dict[str, Any] | None = None, *more: Any, **named: Any) -> Any:  # noqa: A002
    if name in MODULES and _is_ours(globals):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return _import(name, globals, *more, **named)


def pytest_collection() -> None:
    """Take away what only POSIX has."""
    builtins.__import__ = _refuses  # type: ignore[assignment]  # it takes the same, by any name
    for module, gone in ((signal, SIGNALS), (os, OF_OS)):
        for name in gone:
            if hasattr(module, name):
                delattr(module, name)
