"""`make path`: what a shell gets to evaluate."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tools import shell

_PRINT = 'printf "%s\\n" "$PATH" "$PULUMI_SKIP_UPDATE_CHECK"'


def test_the_folders_come_first_whatever_their_names_hold() -> None:
    folders = [Path("/a b/it's/bin"), Path("/cache/$HOME/bin")]
    lines = shell.exports({"PATH": "/usr/bin:/bin"}, folders)
    done = subprocess.run(
        ["sh", "-c", f"{lines}\n{_PRINT}"],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["/a b/it's/bin:/cache/$HOME/bin:/usr/bin:/bin", "true"]


def test_the_machines_own_engine_keeps_its_place_on_path() -> None:
    environ = {"PATH": "/usr/local/bin:/usr/bin"}
    assert (
        shell.environment(environ, [Path("/venv/bin"), Path("/usr/bin")])["PATH"] == "/venv/bin:/usr/local/bin:/usr/bin"
    )


def test_programs_get_the_users_environment_too() -> None:
    ready = shell.environment({"LANG": "C"}, [Path("/venv/bin")])
    assert ready["LANG"] == "C"
    assert ready["PATH"] == "/venv/bin"


@pytest.mark.parametrize("times", [1, 2])
def test_evaluating_twice_adds_nothing(times: int) -> None:
    environ = {"PATH": "/usr/bin"}
    for _ in range(times):
        environ = shell.environment(environ, [Path("/venv/bin"), Path("/cache/bin")])
    assert environ["PATH"] == os.pathsep.join(["/venv/bin", "/cache/bin", "/usr/bin"])
