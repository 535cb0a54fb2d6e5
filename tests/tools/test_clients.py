"""The clients that we did not write: made once, made again when what they are made from changes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tools import clients
from tools.console import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places


@pytest.fixture
def made(places: Places, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages whose clients were made, in that order, from one lock file each."""
    languages: list[str] = []

    def fill(source: Path, draft: Path, _places: Places) -> None:
        languages.append(source.name)
        shutil.copy(source / "lock", draft)

    kinds = {name: clients.Client(("lock",), fill) for name in ("small", "large")}
    monkeypatch.setattr(clients, "CLIENTS", kinds)
    for language in kinds:
        source = places.root / "tests" / "clients" / language
        source.mkdir(parents=True)
        (source / "lock").write_text("1", encoding="utf-8")
    return languages


def test_a_client_is_made_once_until_its_lock_changes(places: Places, made: list[str]) -> None:
    first = clients.folder("small", places)
    (first.parent / "unrelated").touch()
    assert clients.folder("small", places) == first
    (places.root / "tests/clients/small/lock").write_text("2", encoding="utf-8")
    second = clients.folder("small", places)
    assert (first / "lock").read_text(encoding="utf-8") == "1"
    assert (second / "lock").read_text(encoding="utf-8") == "2"
    assert made == ["small", "small"]


def test_machine_that_lacks_programs_is_told_all_of_them_before_anything_is_made(
    places: Places, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(places.root))
    with pytest.raises(Problem, match=r"curl \(on Debian: curl\), javac .*, mvn .*Install them first"):
        clients.ensure(places)
    assert made == []


def test_every_client_is_made_where_all_programs_are(
    places: Places, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "missing_programs", list)
    clients.ensure(places)
    assert made == ["small", "large"]
