"""`make up` and `make down`, whole: the real engine, the emulator, a copy of the clone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Emulator
from tools import example, shell
from tools.engine import choice
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def clone(tmp_path: Path) -> Places:
    """A clone with an environment, in a folder whose name a careless script would break on."""
    return _cloned(tmp_path)


@pytest.fixture(scope="module")
def after_a_kill(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """`make up` in a clone in which the engine was killed before: it left a lock."""
    folder = tmp_path_factory.mktemp("killed")
    clone = _cloned(folder)
    locks = clone.local / "backend" / ".pulumi" / "locks" / "organization" / "first-meeting" / "emulator"
    locks.mkdir(parents=True)
    lock = '{"pid": 1, "username": "someone", "hostname": "here", "timestamp": "2026-01-01T00:00:00Z"}'
    (locks / "0b5c1f0e-0000-4000-8000-000000000000.json").write_text(lock, encoding="utf-8")
    code = (
        "import pathlib, sys; from tools import example; from tools.places import Places\n"
        "root, cache, *folders = map(pathlib.Path, sys.argv[1:])\n"
        "sys.exit(example.up(Places(root=root, cache=cache), folders))"
    )
    words = [sys.executable, "-c", code, *map(str, (clone.root, clone.cache, *_folders()))]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def _cloned(folder: Path) -> Places:
    here, clone = Places.here(), Places(root=folder / "it's a clone", cache=folder / "cache")
    for part in ("tools", "examples"):
        shutil.copytree(here.root / part, clone.root / part, ignore=shutil.ignore_patterns(".local", "__pycache__"))
    clone.venv.symlink_to(here.venv)
    return clone


@pytest.fixture
def folders() -> list[Path]:
    """Return the first folders of PATH: this clone's environment and engine."""
    return _folders()


def _folders() -> list[Path]:
    here = Places.here()
    return [here.scripts, choice.ensure(choice.sources(here))]


def _join_url(output: str) -> str:
    found = re.search(r"^Join URL: (https://\S+)$", output, re.MULTILINE)
    assert found, output
    return found[1]


def test_make_up_twice_is_one_meeting_and_make_down_leaves_nothing(
    clone: Places, folders: list[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    assert example.up(clone, folders) == 0
    first = capfd.readouterr().out

    assert example.up(clone, folders) == 0
    second = capfd.readouterr().out

    assert "2 unchanged" in second
    assert "The emulator holds one meeting." in second
    assert _join_url(second) == _join_url(first)

    assert example.down(clone, folders) == 0
    assert sorted(path.name for path in clone.example.iterdir()) == ["Pulumi.yaml", "README.md", "__main__.py"]


def test_the_lines_that_make_up_prints_for_a_real_tenant_work_on_a_new_machine(
    clone: Places, folders: list[Path], tmp_path: Path, after_a_kill: subprocess.CompletedProcess[str]
) -> None:
    lines = after_a_kill.stdout.rsplit("A real tenant", 1)[1].splitlines()[1:]
    path, *others = [line.strip() for line in lines if line.startswith("  ")]
    assert path == 'eval "$(make -s path)" && cd examples/01-first-meeting'  # tests/tools/test_shell.py runs the first

    (tmp_path / "backend").mkdir()
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("ARM_", "MSGRAPH_", "PULUMI_"))}
    new = {
        "PULUMI_BACKEND_URL": f"file://{(tmp_path / 'backend').as_posix()}",  # what a person names at `pulumi login`
        "PULUMI_CONFIG_PASSPHRASE": "asked for at a terminal",
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_SKIP_CONFIRMATIONS": "true",
    }
    with Emulator() as tenant:
        environment = shell.environment(alone | new | tenant.environment(), folders)
        for _ in range(2):  # a second time too
            done = subprocess.run(
                ["bash", "-e", "-c", "\n".join(others)],
                cwd=clone.example,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
        assert len(tenant.meetings()) == 1


def test_make_up_goes_on_after_an_engine_that_was_killed(after_a_kill: subprocess.CompletedProcess[str]) -> None:
    assert after_a_kill.returncode == 0, after_a_kill.stderr
    assert _join_url(after_a_kill.stdout)


def test_a_program_that_fails_says_how_to_go_on_and_fails_make(
    clone: Places, folders: list[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    (clone.example / "__main__.py").write_text("raise SystemExit('no meeting today')\n", encoding="utf-8")
    assert example.up(clone, folders) != 0
    shown = capfd.readouterr()
    assert "no meeting today" in shown.out
    assert "`make up` again goes on from there." in shown.err


def test_make_down_with_nothing_deployed_is_no_error(
    clone: Places, folders: list[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    assert example.down(clone, folders) == 0
    assert "Nothing is deployed" in capfd.readouterr().err


def test_the_engine_sees_nothing_of_the_users_own_accounts(clone: Places, folders: list[Path]) -> None:
    users = {
        "HOME": "/home/someone",
        "ARM_CLIENT_SECRET": "real",
        "AZURE_CLIENT_SECRET": "real",
        "MSGRAPH_ACCESS_TOKEN": "real",
        "PULUMI_ACCESS_TOKEN": "real",
        "PULUMI_CONFIG_PASSPHRASE_FILE": "real",
    }
    env = example.environment(users, clone, folders)
    assert "real" not in env.values()
    assert env["HOME"] == "/home/someone"
    assert env["PULUMI_BACKEND_URL"].startswith(f"file://{clone.local}")
