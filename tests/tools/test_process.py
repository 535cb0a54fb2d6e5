"""Running other programs, and what the user sees of it."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from tools.console import Problem, Progress
from tools.process import answer, attached, watched


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_failed_command_is_reported_with_its_last_lines() -> None:
    code = "import sys; print('first'); print('no network', file=sys.stderr); sys.exit(3)"
    with pytest.raises(Problem) as told:
        watched("Installing", _python(code))
    assert str(told.value).startswith("Installing failed.")
    assert "no network" in str(told.value)


def test_a_command_past_its_time_limit_is_stopped() -> None:
    with pytest.raises(Problem, match="Downloading took longer than 0 seconds"):
        watched("Downloading", _python("import signal; signal.pause()"), limit=0)


def test_a_command_that_works_leaves_a_line_that_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    watched("Installing", _python("print('much')"))
    shown = capsys.readouterr()
    assert "Installing: done in" in shown.err
    assert shown.out == ""


def test_the_exit_code_of_an_attached_command_is_handed_on(tmp_path: Path) -> None:
    assert attached(_python("raise SystemExit(7)"), cwd=tmp_path, env=os.environ) == 7


def test_a_command_that_fails_or_is_not_there_has_no_answer() -> None:
    assert answer(_python("print('half'); raise SystemExit(1)")) == ""
    assert answer([Path("/no/such/program")]) == ""
    assert answer(_python("print('whole')")) == "whole"


def test_progress_elsewhere_than_on_a_terminal_is_a_line_now_and_then() -> None:
    stream = io.StringIO()
    progress = Progress("Building", stream)
    for second in range(45):
        progress.tick(second, "package")
    progress.end(45)
    assert [line.split(")")[0] for line in stream.getvalue().splitlines()] == [
        "Building (0 s",
        "Building (20 s",
        "Building (40 s",
        "Building: done in 45 s",
    ]


def test_progress_on_a_terminal_stays_on_one_line() -> None:
    stream = _Terminal()
    progress = Progress("Building", stream)
    for second in range(3):
        progress.tick(second, "a package with a long name " * 20)
    assert "\n" not in stream.getvalue()
    progress.end(3)
    assert stream.getvalue().endswith("Building: done in 3 s\n")
