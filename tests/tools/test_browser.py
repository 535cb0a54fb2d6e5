"""Chromium for the tests of the emulator's page: what is taken, what is installed, what the user is told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tools import browser
from tools.console import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places

_SAYS_CHROMIUM = "echo Chromium 156.0"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, used by an administrator."""
    folder = tmp_path / "machine"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(browser.SETTING, raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return folder


def _has(machine: Path, name: str, script: str) -> Path:
    program = machine / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def _has_apt_get(machine: Path, *, brings: str) -> Path:
    """An apt-get that writes down what it is asked, and whose `install` makes a program."""
    asked = machine / "asked"
    program = machine / brings
    script = (
        f'echo "$DEBIAN_FRONTEND $@" >> {asked}\n'
        f'case "$@" in *install*) printf "#!/bin/sh\\n{_SAYS_CHROMIUM}\\n" > {program}; /bin/chmod 755 {program};; esac'
    )
    _has(machine, "apt-get", script)
    return asked


@pytest.mark.parametrize("name", ["chromium", "google-chrome"])
def test_a_chromium_on_path_is_used(machine: Path, places: Places, name: str) -> None:
    program = _has(machine, name, "echo Google Chrome 156.0")
    assert browser.ensure(places) == program


def test_named_chromium_comes_before_the_one_on_path(
    machine: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    _has(machine, "chromium", _SAYS_CHROMIUM)
    monkeypatch.setenv(browser.SETTING, str(_has(machine, "own", _SAYS_CHROMIUM)))
    assert browser.ensure(places) == machine / "own"


def test_named_chromium_that_does_not_run_is_a_problem(
    machine: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    _has(machine, "chromium", _SAYS_CHROMIUM)
    monkeypatch.setenv(browser.SETTING, "/nowhere/chromium")
    with pytest.raises(Problem, match="names /nowhere/chromium, and that is no Chromium that runs"):
        browser.ensure(places)


def test_a_script_that_only_asks_for_a_snap_is_passed_over(machine: Path, places: Places) -> None:
    _has(machine, "chromium-browser", "echo requires the chromium snap to be installed >&2; exit 1")
    chrome = _has(machine, "google-chrome", "echo Google Chrome 156.0")
    assert browser.ensure(places) == chrome


def test_chromium_of_debian_is_installed_from_fresh_lists_when_there_is_none(machine: Path, places: Places) -> None:
    asked = _has_apt_get(machine, brings="chromium")
    assert browser.ensure(places) == machine / "chromium"
    update, install = asked.read_text(encoding="utf-8").splitlines()
    assert update == "noninteractive -o DPkg::Lock::Timeout=600 update"
    assert install.endswith("install --yes --no-install-recommends chromium")


def test_user_without_administrator_rights_is_told_what_to_install(
    machine: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _has_apt_get(machine, brings="chromium")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Problem, match=r"need Chromium: install it \(on Debian, `apt-get install chromium` as root\)"):
        browser.ensure(places)
    assert not asked.exists()


def test_a_machine_without_apt_get_is_told_what_to_install(machine: Path, places: Places) -> None:
    assert not list(machine.iterdir())
    with pytest.raises(Problem, match="need Chromium: install it"):
        browser.ensure(places)


def test_package_that_cannot_be_installed_is_reported_with_the_reason(machine: Path, places: Places) -> None:
    _has(machine, "apt-get", "echo E: Unable to locate package chromium; exit 100")
    with pytest.raises(Problem, match=r"(?s)Unable to locate package chromium.*need Chromium: install it"):
        browser.ensure(places)


def test_package_without_chromium_is_reported(machine: Path, places: Places) -> None:
    _has_apt_get(machine, brings="something-else")
    with pytest.raises(Problem, match=r"was installed, and none of chromium, .* runs"):
        browser.ensure(places)
