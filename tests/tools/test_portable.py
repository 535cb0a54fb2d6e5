"""Tests and tools do not need Linux where they need not: what only POSIX has is looked up when it is used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.run import command
from tools.places import Places

if TYPE_CHECKING:
    import pytest

ROOT = Places.here().root
_LIMIT = 120
# The emulator must not be reached there; that address needs not exist.
_ELSEWHERE = {"tests/emulator/test_server.py", "tests/tools/test_portable.py"}
_ON_WINDOWS = """
import pathlib, sys
sys.platform = "win32"
from tools.places import Places
print(Places(root=pathlib.Path("clone"), cache=pathlib.Path("cache")).python.as_posix())
"""


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=_LIMIT, check=False
    )


def test_every_test_module_is_imported_where_there_is_no_posix() -> None:
    done = _run("-m", "tests.tools.without_posix")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == sum(1 for _ in ROOT.glob("tests/**/test_*.py"))


def test_interpreter_of_the_environment_has_the_name_that_windows_gives_it() -> None:
    done = _run("-c", _ON_WINDOWS)
    assert done.stdout == "clone/.venv/Scripts/python.exe\n", done.stderr


def test_ctrl_c_is_left_to_the_console_when_windows_runs_the_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", "nt")
        windows.delattr(os, "ctermid")
        assert command._terminal_is_ours()


def test_no_test_uses_a_loopback_address_that_only_linux_has() -> None:
    lines = {
        (path.relative_to(ROOT).as_posix(), line.strip())
        for path in ROOT.glob("tests/**/*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\b127\.(?!0\.0\.[01]\b)\d+\.\d+\.\d+", line)
    }
    assert [one for one in lines if one[0] not in _ELSEWHERE and 'sys.platform == "linux"' not in one[1]] == []
