"""`make env`: an environment made from the lock, and made again when it no longer is."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tools import environment
from tools.console import Problem
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path


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
        if "-e" in arguments:
            self.install("msgraph-meetings", self.places.root, {"editable": True})
            self.install("msgraph-meetings-emulator", self.places.emulator, {"editable": True})

    def install(self, name: str, folder: Path, noted: dict[str, bool]) -> None:
        """Write what pip notes of an installation from a folder."""
        info = self.places.venv / f"lib/python3.99/site-packages/{name.replace('-', '_')}-0.1.0.dist-info"
        info.mkdir(parents=True, exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n", encoding="ascii")
        (info / "direct_url.json").write_text(json.dumps({"dir_info": noted, "url": folder.as_uri()}), encoding="ascii")

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


def test_copy_of_the_project_in_the_environment_is_replaced_and_the_user_is_told(
    workshop: _Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.ensure()
    workshop.install("msgraph-meetings", workshop.places.root, {})
    assert workshop.ensure() == ["project"]
    assert "Something installed a copy of this project into .venv" in capsys.readouterr().err
    assert workshop.ensure() == []


def test_link_to_another_clone_is_replaced(workshop: _Workshop, tmp_path: Path) -> None:
    workshop.ensure()
    workshop.install("msgraph-meetings-emulator", tmp_path / "other", {"editable": True})
    assert workshop.ensure() == ["project"]


def test_real_pip_s_copy_is_told_from_the_link_that_make_env_made(tmp_path: Path) -> None:
    here = Places.here()
    assert environment.is_editable(here)
    packages = tmp_path / ".venv" / "lib" / "python3.99" / "site-packages"
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--target", packages, here.root, here.emulator], check=True, capture_output=True)
    assert (packages / "msgraph_meetings" / "__init__.py").is_file()

    class Copied(Places):
        @property
        def venv(self) -> Path:
            return tmp_path / ".venv"

    assert not environment.is_editable(Copied(here.root, here.cache))
