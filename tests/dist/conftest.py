"""Fixtures: what `make dist` builds for this machine, in a folder outside of the checkout."""

from __future__ import annotations

import platform
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

MACHINES = {"x86_64": "amd64", "AMD64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
HERE = f"{platform.system().lower()}-{MACHINES.get(platform.machine(), platform.machine())}"
"""The engine's name of this platform."""


def made(target: Path, *words: str) -> Path:
    """Run `make dist` for this machine and its Python, and return the folder."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    command = [sys.executable, "-m", "tools", "dist", HERE, "--python", python, "--into", str(target), *words]
    done = subprocess.run(command, cwd=Places.here().root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the Python packages and the plugin."""
    return made(tmp_path_factory.mktemp("dist") / "dist", "--no-sdks")
