"""`make proof`: what is missing is said in one list, what cannot be run is not run, and results are kept."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tools import needs, packages, proof, record
from tools.console import Problem
from tools.places import Places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("_versions")
_REAL_VERSIONS = record.versions
_PARTS = ["debian"], ["tests/unit"]


def _need(name: str, *, there: bool, package: str = "") -> needs.Need:
    return needs.Need(name, lambda _: there, package)


def _step(code: int = 0, *, counts: str = "", lacks: Sequence[needs.Need] = ()) -> proof.Step:
    def run(_places: Places, _folders: Sequence[Path]) -> int:
        if counts:
            with open(os.environ[record.COUNTS], "a", encoding="ascii") as file:  # noqa: PTH123
                file.write(f"{counts}\n")
        return code

    return proof.Step(run, tuple(lacks))


@pytest.fixture
def _versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "versions", lambda *_: {"date": "2027-01-04"})


@pytest.fixture
def nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "may_install", lambda: False)


@pytest.mark.usefixtures("nothing_is_installed")
def test_machine_that_lacks_programs_is_told_all_of_them_in_one_list(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    lacks = [_need("a JDK", there=False), _need("curl", there=True), _need("Maven", there=False)]
    steps = {"tests": _step(lacks=lacks), "clients": _step(lacks=lacks[:1]), "fuzz": _step()}
    assert proof.able(places, steps) == ["fuzz"]
    assert capsys.readouterr().err == (
        "This machine lacks:\n"
        "  a JDK. Without it these steps are not run: tests, clients.\n"
        "  Maven. Without it these steps are not run: tests.\n"
    )


@pytest.mark.usefixtures("nothing_is_installed")
def test_machine_without_any_program_lacks_each_need_of_the_real_steps(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(places.root))
    monkeypatch.setenv("MSGRAPH_MEETINGS_DEBIAN_MIRROR", "http://127.0.0.1:9")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert proof.able(places, proof.STEPS) == ["pythons", "sdks", "engines", "faults", "load", "fuzz"]
    said = capsys.readouterr().err
    for name in ("curl", "a JDK 11", "Maven", "Chromium", "Linux and root", "debootstrap", "Debian's packages"):
        assert said.count(f"  {name}") == 1


def test_administrator_gets_all_missing_packages_installed_at_once(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[str]] = []
    monkeypatch.setattr(packages, "may_install", lambda: True)
    monkeypatch.setattr(packages, "install", lambda _places, _what, names: asked.append(names))
    wanted = [_need("a", there=False, package="a"), _need("b", there=True, package="b"), _need("c", there=False)]
    wanted.append(_need("d", there=False, package="d"))
    assert needs.met(places, wanted) == [wanted[1]]
    assert asked == [["a", "d"]]


def test_maven_comes_from_maven_central_when_debian_does_not_give_it(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[bool] = []
    monkeypatch.setattr(packages, "may_install", lambda: False)
    monkeypatch.setattr("tools.maven.ensure", lambda _: there.append(True))
    jdk, maven = replace(needs.JDK, there=lambda _: True), replace(needs.MAVEN, there=lambda _: bool(there))
    monkeypatch.setattr(needs, "JDK", jdk)
    monkeypatch.setattr(needs, "MAVEN", maven)
    assert needs.met(places, [jdk, maven]) == [jdk, maven]


def test_step_that_could_not_be_run_is_not_passed_and_keeps_its_last_row(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = places.root / proof.PAGE
    page.parent.mkdir()
    monkeypatch.setattr(proof, "STEPS", {"one": _step(counts="3 0 0"), "two": _step(), "three": _step()})
    record.write(page, [record.Row("two", "passed", "2001-02-03")], ["two"])
    assert proof.run(places, [], proof.STEPS, ["one"], "") == 1
    one, two, three = record.read(page)
    assert (one.result, one.tests, two.result, two.date) == ("passed", "3 passed", "passed", "2001-02-03")
    assert three.result == "never run"
    assert "two       not run" in capsys.readouterr().err


def test_step_that_fails_is_kept_with_its_counts_when_others_pass(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = places.root / proof.PAGE
    page.parent.mkdir()
    monkeypatch.setattr(proof, "STEPS", {"bad": _step(1, counts="3 1 0\n4 0 2"), "good": _step()})
    assert proof.run(places, [], proof.STEPS, ["bad", "good"], "") == 1
    bad, good = record.read(page)
    assert (bad.result, bad.tests, good.result) == ("failed", "7 passed, 1 failed, 2 skipped", "passed")


def test_other_steps_are_run_when_one_ends_with_a_problem(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def problem(_places: Places, _folders: Sequence[Path]) -> int:
        raise Problem("Making a minimal Debian failed.")

    (places.root / "docs").mkdir()
    monkeypatch.setattr(proof, "STEPS", {"bad": proof.Step(problem), "good": _step()})
    assert proof.run(places, [], proof.STEPS, ["bad", "good"], "") == 1
    assert [row.result for row in record.read(places.root / proof.PAGE)] == ["failed", "passed"]
    assert "Making a minimal Debian failed.\n" in capsys.readouterr().err


def test_part_of_the_tests_is_recorded_as_a_part(places: Places) -> None:
    (places.root / "docs").mkdir()
    steps = {"debian": _step()}
    assert proof.run(places, [], steps, ["debian"], "tests/unit") == 0
    assert record.read(places.root / proof.PAGE)[-1].result == "passed, only tests/unit"


@pytest.mark.parametrize("names", [[], ["tests"], ["debian", "fuzz"]])
def test_part_of_the_tests_is_refused_for_other_steps_than_debian(names: list[str]) -> None:
    assert list(proof.chosen(*_PARTS)) == ["debian"]
    with pytest.raises(Problem, match="Only one step runs a part"):
        proof.chosen(names, _PARTS[1])


def test_step_that_does_not_exist_is_refused_with_the_names_of_those_that_do() -> None:
    with pytest.raises(Problem, match=r"has no step tets\. Its steps are tests, pythons"):
        proof.chosen(["tets"], [])


def test_row_names_the_versions_that_a_step_ran_with() -> None:
    found = _REAL_VERSIONS(Places.here(), [])
    assert list(found) == ["date", "commit", "python", "pulumi", "pulumi_sdk", "system", "cores"]
    assert re.fullmatch(r"3\.\d+\.\d+", found["pulumi_sdk"])
    assert found["cores"].isdecimal()
