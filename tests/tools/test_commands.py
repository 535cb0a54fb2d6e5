"""The words that make hands on, and the sentences when something is missing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tools import commands, environment, packages
from tools.console import Problem
from tools.places import Places

if TYPE_CHECKING:
    import pytest

_OLD_PYTHON = "import runpy, sys; sys.version_info = (3, 9, 1, 'final', 0); runpy.run_module('tools')"


def _fails_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> int:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setitem(commands._COMMANDS, "env", fail)
    return commands.main(["env"])


def test_a_python_that_is_too_old_is_told_so_in_one_sentence() -> None:
    root = Places.here().root
    done = subprocess.run([sys.executable, "-c", _OLD_PYTHON], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.10 or newer is needed and this is 3.9: install one")
    assert done.stderr.count("\n") == 1


def test_set_up_needs_nothing_but_the_standard_library() -> None:
    command = f"import sys; sys.path.insert(0, {str(Places.here().root)!r}); import tools.commands"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_set_up_works_where_warnings_are_errors() -> None:
    """The engine asks `pip list` what a program needs, and goes no further where it fails."""
    listing = [sys.executable, "-m", "tools", "run", "python", "-m", "pip", "list"]
    environment = os.environ | {"PYTHONWARNINGS": "error"}
    done = subprocess.run(listing, cwd=Places.here().root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "pulumi" in done.stdout


def test_a_problem_is_one_sentence_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _fails_with(Problem("Go is missing: install it."), monkeypatch) == 1
    assert capsys.readouterr().err == "Go is missing: install it.\n"


def test_a_cache_that_cannot_be_written_names_the_setting_that_moves_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Places.here().cache / "engine"
    assert _fails_with(PermissionError(13, "Permission denied", str(folder)), monkeypatch) == 1
    assert capsys.readouterr().err == (
        f"{folder}: Permission denied. Set MSGRAPH_MEETINGS_CACHE to a folder that can be written.\n"
    )


def test_command_that_needs_posix_says_so_when_windows_runs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        windows.setitem(commands._COMMANDS, "faults", lambda *_: 0)
        assert commands.main(["faults"]) == 1
    assert "`faults` needs POSIX signals, so Windows is not supported for it." in capsys.readouterr().err


def test_nothing_is_built_when_no_step_of_make_proof_can_be_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(_places: Places) -> None:
        raise AssertionError

    monkeypatch.setattr(environment, "ensure", build)
    monkeypatch.setattr(packages, "may_install", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert commands.main(["proof", "debian"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("This machine lacks:\n  Linux and root")
    assert "debian    not run" in said


def test_make_help_fits_80_columns_and_is_aligned() -> None:
    lines = _make("help").splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert {re.search(r"^(?:make \S+)? +(?=\S)", line).end() for line in lines} == {20}  # type: ignore[union-attr]
    makefile = (Places.here().root / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets
    assert sorted(re.findall(r"^make (\S+)", "\n".join(lines), re.MULTILINE)) == sorted(targets[1].split())


def test_what_make_help_prints_can_be_pasted() -> None:
    assert 'eval "$(make -s path)"' in _make()  # as a shell takes it, and not as make does
    words = re.findall(r"\bmake ((?:-s )?[a-z-]+(?: [A-Z]+=\S+)*)", _make("help"))
    assert "-s path" in words
    assert "test TESTS=tests/unit" in words
    for word in words:
        _make("-n", *word.split())


def _make(*arguments: str) -> str:
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # make runs this test
    command = ["make", *arguments]
    return subprocess.run(command, cwd=Places.here().root, env=alone, capture_output=True, text=True, check=True).stdout
