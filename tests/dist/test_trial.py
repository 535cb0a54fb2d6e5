"""The script with which the release workflow tries a release on three systems, here on this one."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from tools.engine import choice
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.proof


def test_trial_of_a_release_deploys_with_its_files_alone(dist: Path, tmp_path: Path) -> None:
    places = Places.here()
    engine = choice.ensure(choice.sources(places))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "msgraph-meetings-emulator").symlink_to(places.scripts / "msgraph-meetings-emulator")
    search = [tmp_path / "bin", *choice.language("yaml", engine, places), engine, "/usr/bin", "/bin"]
    environment = os.environ | {"PATH": os.pathsep.join(map(str, search))}
    script = places.root / ".github" / "trial" / "trial.py"
    command = [sys.executable, str(script), str(dist), version("msgraph-meetings")]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "works on linux-" in done.stdout or "works on darwin-" in done.stdout
