"""Import the test modules as a system without POSIX would: `python -m tests.tools.without_posix`.

Libraries keep what they need. Only the modules of this repository find no `fcntl`, no `SIGHUP` and no `os.getuid`.
"""

from __future__ import annotations

import builtins
import importlib
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


def main() -> None:
    """Take away what only POSIX has, import each test module and each conftest, and print the number of the former."""
    builtins.__import__ = _refuses  # type: ignore[assignment]  # it takes the same, by any name
    for module, gone in ((signal, SIGNALS), (os, OF_OS)):
        for name in gone:
            if hasattr(module, name):
                delattr(module, name)
    modules = sorted(path for path in ROOT.glob("tests/**/*.py") if path.name == "conftest.py")
    tests = sorted(ROOT.glob("tests/**/test_*.py"))
    for path in (*modules, *tests):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    print(len(tests))  # noqa: T201


if __name__ == "__main__":
    main()
