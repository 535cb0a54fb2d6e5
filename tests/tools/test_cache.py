"""The cache: a folder is whole or absent, and made by one maker at a time."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools import cache
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

_HOLDER = """
import pathlib, sys
from tools import cache

def fill(draft):
    (draft / "half").write_text("made")
    print("filling", flush=True)
    sys.stdin.readline()

cache.folder(pathlib.Path(sys.argv[1]), fill)
"""


def _fill(draft: Path) -> None:
    (draft / "program").write_text("whole", encoding="utf-8")


def _fill_and_fail(draft: Path) -> None:
    (draft / "program").write_text("half", encoding="utf-8")
    raise RuntimeError


def _never(_draft: Path) -> None:
    raise AssertionError


def _start_maker(target: Path) -> subprocess.Popen[str]:
    root = Places.here().root
    command = [sys.executable, "-c", _HOLDER, str(target)]
    maker = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert maker.stdout is not None
    assert maker.stdout.readline() == "filling\n"
    return maker


def _entries(target: Path) -> list[str]:
    return [path.name for path in target.parent.iterdir() if not path.name.endswith(".lock")]


def test_a_folder_is_made_once_and_then_reused(tmp_path: Path) -> None:
    target = tmp_path / "cache" / "engine"
    target.parent.mkdir()
    cache.folder(target, _fill)
    cache.folder(target, _never)
    assert (target / "program").read_text(encoding="utf-8") == "whole"


def test_a_folder_appears_whole_at_once(tmp_path: Path) -> None:
    drafts: list[int] = []
    target = cache.folder(tmp_path / "engine", lambda draft: drafts.append(draft.stat().st_ino))
    assert drafts == [target.stat().st_ino], "it was renamed into place, not copied there piece by piece"


def test_failed_fill_leaves_no_folder(tmp_path: Path) -> None:
    target = tmp_path / "engine"
    with pytest.raises(RuntimeError):
        cache.folder(target, _fill_and_fail)
    assert _entries(target) == []


def test_draft_of_a_killed_fill_is_not_taken_for_a_complete_folder(tmp_path: Path) -> None:
    target = tmp_path / "engine"
    with _start_maker(target) as maker:
        maker.send_signal(signal.SIGKILL)
    assert not target.exists()

    cache.folder(target, _fill)

    assert _entries(target) == ["engine"]
    assert not (target / "half").exists()


def test_second_process_waits_and_uses_the_folder_of_the_first(tmp_path: Path) -> None:
    target = tmp_path / "engine"
    with _start_maker(target) as first:
        command = [sys.executable, "-c", _HOLDER, str(target)]
        root = Places.here().root
        with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) as second:
            assert second.stderr is not None
            assert second.stderr.readline() == "Another process is making engine: waiting for it.\n"
            first.communicate("go on\n")
            assert second.wait() == 0
    assert (target / "half").exists()
