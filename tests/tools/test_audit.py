"""`make audit` finds a locked version that an advisory names, with no network, and says what it could not look up."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tools import audit, commands
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

HERE = Places.here()


def locked(name: str) -> str:
    found = re.search(rf"^{name}==(\S+)", HERE.requirements.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


def advisory(name: str, *versions: str) -> dict[str, object]:
    package = {"ecosystem": "PyPI", "name": name}
    affected = [{"package": package, "versions": list(versions)}]
    return {"id": "TEST-2027-1", "modified": "2027-01-04T09:00:00Z", "summary": "A test.", "affected": affected}


@pytest.fixture
def advisories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the setting names, empty."""
    monkeypatch.setenv(audit.ADVISORIES_SETTING, str(tmp_path))
    return tmp_path


def publish(advisories: Path, content: dict[str, object]) -> None:
    archive = advisories / "osv-scanner" / "PyPI" / "all.zip"
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("TEST-2027-1.json", json.dumps(content))


def run_audit(*options: str) -> subprocess.CompletedProcess[str]:
    """The command as make runs it, with a proxy that nobody listens on: what asks the network fails."""
    command = [sys.executable, "-m", "tools", "audit", *options]
    offline = os.environ | {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": ""}
    return subprocess.run(command, cwd=HERE.root, env=offline, capture_output=True, text=True, check=False)


def test_a_locked_version_that_an_advisory_names_is_found(advisories: Path) -> None:
    publish(advisories, advisory("requests", locked("requests")))
    done = run_audit()

    assert done.returncode == 1, done.stderr
    assert "TEST-2027-1" in done.stdout
    assert locked("requests") in done.stdout
    assert "Not audited: npm" in done.stderr


def test_a_lock_without_a_version_that_an_advisory_names_passes(advisories: Path) -> None:
    publish(advisories, advisory("requests", "0.0.1"))
    done = run_audit()

    assert done.returncode == 0, done.stderr
    assert "TEST-2027-1" not in done.stdout


def test_without_advisories_nothing_is_called_clean(advisories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["audit"]) == 1
    said = capsys.readouterr().err
    assert "nothing was audited" in said
    assert "FETCH=1" in said


def test_advisories_that_cannot_be_downloaded_are_not_taken_for_a_clean_result(advisories: Path) -> None:
    done = run_audit("--fetch")

    assert done.returncode == 1
    assert done.stderr.endswith("Not audited: PyPI, npm, Go, Maven, whose advisories could not be downloaded.\n")
    assert not list(advisories.rglob("all.zip"))


def test_every_lock_file_of_the_repository_is_audited() -> None:
    audited = {
        path.relative_to(HERE.root).as_posix() for name in audit.LOCKS for _, path in audit.locks(HERE.root, name)
    }
    tracked = subprocess.run(["git", "ls-files"], cwd=HERE.root, capture_output=True, text=True, check=True).stdout
    looks_like_one = re.compile(r"(package-lock\.json|go\.mod|pom\.xml|requirements[\w-]*\.txt|-toolchain\.txt)$")

    locked = {name for name in tracked.splitlines() if looks_like_one.search(name)}
    assert locked - {"requirements.txt"} <= audited  # that one names this package and locks nothing
