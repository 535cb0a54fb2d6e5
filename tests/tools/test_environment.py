"""`make env`: an environment made from the lock, and made again when it no longer is."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tools import environment
from tools.console import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places


@dataclass
class _Workshop:
    """Stands in for venv and pip, and notes what is made; every installation fails while `broken`."""

    places: Places
    made: list[str] = field(default_factory=list)
    broken: bool = False

    def create(self, folder: Path) -> None:
        self.made.append("environment")
        self.places.scripts.mkdir(parents=True, exist_ok=True)
        self.places.python.touch()
        assert folder == self.places.venv

    def pip(self, _title: str, *arguments: str) -> None:
        if self.broken:
            raise Problem("no network")
        self.made.append("project" if "-e" in arguments else "packages")

    def ensure(self) -> list[str]:
        self.made.clear()
        environment.ensure(self.places, environment.Makers(self.create, self.pip))
        return self.made


@pytest.fixture
def workshop(places: Places) -> _Workshop:
    return _Workshop(places)


def test_a_second_make_env_does_nothing(workshop: _Workshop) -> None:
    assert workshop.ensure() == ["environment", "packages", "project"]
    assert workshop.ensure() == []


def test_a_changed_lock_makes_a_new_environment(workshop: _Workshop) -> None:
    workshop.ensure()
    workshop.places.requirements.write_text("some-package==2.0 --hash=sha256:11\n", encoding="utf-8")
    assert workshop.ensure() == ["environment", "packages", "project"]


def test_a_changed_pyproject_installs_only_the_project_again(workshop: _Workshop) -> None:
    workshop.ensure()
    (workshop.places.root / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert workshop.ensure() == ["project"]


def test_unfinished_environment_is_made_again(workshop: _Workshop) -> None:
    workshop.broken = True
    with pytest.raises(Problem, match="no network"):
        workshop.ensure()
    workshop.broken = False
    assert workshop.ensure() == ["environment", "packages", "project"]


def test_an_environment_that_was_being_replaced_when_killed_is_made_again(workshop: _Workshop) -> None:
    workshop.ensure()
    workshop.places.requirements.write_text("some-package==2.0 --hash=sha256:11\n", encoding="utf-8")
    workshop.broken = True
    with pytest.raises(Problem):
        workshop.ensure()
    workshop.places.requirements.write_text("some-package==1.0 --hash=sha256:00\n", encoding="utf-8")
    workshop.broken = False
    assert workshop.ensure() == ["environment", "packages", "project"]


def test_an_environment_without_its_python_is_made_again(workshop: _Workshop) -> None:
    workshop.ensure()
    workshop.places.python.unlink()
    assert workshop.ensure()[0] == "environment"


def test_another_interpreter_makes_a_new_environment(workshop: _Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.ensure()
    monkeypatch.setattr(sys, "version", "3.99.0 (another build)")
    assert workshop.ensure()[0] == "environment"


def test_a_python_without_ensurepip_is_told_what_to_install(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(Problem, match=r"lacks its module `ensurepip`: install it .*python3-venv"):
        environment.ensure(places)
