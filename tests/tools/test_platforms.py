"""docs/platforms.md, the CI workflow and pyproject.toml name the same systems and versions of Python."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tools import pythons
from tools.places import Places

ROOT = Places.here().root
PAGE = (ROOT / "docs" / "platforms.md").read_text(encoding="utf-8")
JOBS: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]
MATRICES = {
    system: (job["strategy"]["matrix"]["python"], _run)
    for job in JOBS.values()
    for system in job.get("strategy", {}).get("matrix", {}).get("system", ())
    for _run in [job["steps"][-1]["run"]]
}


def _rows() -> list[list[str]]:
    lines = PAGE.partition("\n## ")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][1:]


def _oldest(project: str) -> str:
    found = re.search(r'^requires-python = ">=(3\.\d+)"$', (ROOT / project).read_text("utf-8"), re.MULTILINE)
    assert found
    return found[1]


def test_each_system_of_the_workflow_has_a_row_and_no_other_row_claims_it() -> None:
    assert [row[0].strip("`") for row in _rows() if "in the CI workflow" in row[3]] == list(MATRICES)


@pytest.mark.parametrize("system", MATRICES)
def test_row_names_the_versions_and_the_command_that_the_workflow_runs(system: str) -> None:
    (row,) = [row for row in _rows() if row[0] == f"`{system}`"]
    versions, command = MATRICES[system]
    assert row[1] == ", ".join(versions)
    assert f"`{command}`" in row[2]


@pytest.mark.parametrize("project", ["pyproject.toml", "emulator/pyproject.toml"])
def test_oldest_version_of_the_workflow_is_the_oldest_that_pip_accepts(project: str) -> None:
    oldest = _oldest(project)
    assert {versions[0] for versions, _ in MATRICES.values()} == {oldest}
    assert f"3.{pythons.MINORS.start}" == oldest


def test_workflow_holds_the_floor_of_coverage_in_one_job() -> None:
    jobs = [job for job in JOBS.values() if job["steps"][-1]["run"] == "make coverage"]
    assert len(jobs) == 1
    assert "\nfail_under = 90\n" in (ROOT / "pyproject.toml").read_text("utf-8")


def test_every_row_says_how_it_is_tried() -> None:
    assert [row for row in _rows() if not re.search(r"tried here|in the CI workflow", row[3])] == []
