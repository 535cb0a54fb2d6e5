"""Fixtures: an empty clone with the files that the set-up reads, in the test's own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Return an empty clone beside an empty cache."""
    clone = Places(root=tmp_path / "clone", cache=tmp_path / "cache")
    clone.example.mkdir(parents=True)
    clone.requirements.parent.mkdir()
    clone.requirements.write_text("some-package==1.0 --hash=sha256:00\n", encoding="utf-8")
    for folder in (clone.root, clone.emulator):
        folder.mkdir(exist_ok=True)
        (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return clone


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH."""
    folder = tmp_path / "machine"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder
