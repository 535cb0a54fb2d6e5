"""The lock files that are committed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tools.clients import PYTHON_LOCK
from tools.engine.go import LOCK
from tools.places import Places
from tools.policy_runtime import LOCK as POLICY_LOCK
from tools.sdk.toolchains import NODE_LOCK
from tools.site.build import LOCK as SITE_LOCK
from tools.state_server import LOCK as S3_LOCK
from tools.user_environment import LOCK as USER_LOCK

if TYPE_CHECKING:
    from pathlib import Path


_HERE = Places.here()


@pytest.fixture(
    params=[
        _HERE.requirements,
        LOCK,
        NODE_LOCK,
        _HERE.root / PYTHON_LOCK,
        _HERE.root / S3_LOCK,
        _HERE.root / SITE_LOCK,
        _HERE.root / POLICY_LOCK,
        _HERE.root / USER_LOCK,
    ],
    ids=["python", "go", "node", "graph-sdk", "s3-server", "site", "policy", "user"],
)
def lock(request: pytest.FixtureRequest) -> str:
    """The text of each lock file in turn."""
    file: Path = request.param
    return file.read_text(encoding="utf-8")


def test_a_lock_names_no_registry(lock: str) -> None:
    assert "://" not in lock


def test_a_lock_pins_every_package_with_a_hash(lock: str) -> None:
    entries = re.split(r"^(?=\w)", lock, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_there_is_no_uv_lock_for_it_would_switch_pulumis_toolchain() -> None:
    assert not (Places.here().root / "uv.lock").exists()
