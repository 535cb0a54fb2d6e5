"""The pipelines pass the linters and schemas of their systems, and a mistake in one does not."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.pipelines.repository import PIPELINES
from tests.sampling import sampled
from tools.engine import build
from tools.engine.kits import ACTIONLINT
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMA = "check-jsonschema"


@dataclass(frozen=True)
class Linter:
    """A linter for one file.

    Args:
        file: its name.
        command: the program and its arguments.
        right: text of the file.
        wrong: a mistake in its place.
    """

    file: str
    command: tuple[str, ...]
    right: str
    wrong: str


LINTERS = {
    "actionlint": Linter("github.yml", ("actionlint", "-no-color"), "needs: up", "needs: upp"),
    "actionlint, expression": Linter("github.yml", ("actionlint",), "github.event_name ==", "github.evnt_name =="),
    "GitHub's schema": Linter(
        "github.yml", (_SCHEMA, "--builtin-schema", "vendor.github-workflows"), "runs-on:", "run-on:"
    ),
    "GitLab's schema": Linter(
        "gitlab-ci.yml", (_SCHEMA, "--builtin-schema", "vendor.gitlab-ci"), "when: always", "when: sometimes"
    ),
    "Azure Pipelines' schema": Linter(
        "azure-pipelines.yml",
        (_SCHEMA, "--builtin-schema", "vendor.azure-pipelines", "--regex-variant", "python"),
        "addSpnToEnvironment:",
        "addSpnToEnviron:",
    ),
    "shellcheck": Linter("meetings.sh", ("shellcheck",), 'cd "$1"', "cd $1"),
}


def linted(linter: Linter, *paths: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter on files; once for all, because a start takes longer than the check."""
    program, *words = linter.command
    places = Places.here()
    folder = build.ensure(ACTIONLINT, places) if program == "actionlint" else places.scripts
    command = [str(folder / program), *words, *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("name", sampled(LINTERS, LINTERS.keys() - {"GitHub's schema"}))
def test_a_pipeline_passes_its_linter_and_a_mistake_does_not(name: str, tmp_path: Path) -> None:
    linter = LINTERS[name]
    path = PIPELINES / linter.file
    text = path.read_text(encoding="utf-8")
    assert linter.right in text
    broken = tmp_path / f"broken-{linter.file}"
    broken.write_text(text.replace(linter.right, linter.wrong), encoding="utf-8")

    found = linted(linter, path, broken)
    assert found.returncode != 0
    assert broken.name in found.stdout
    assert f"/{linter.file}" not in found.stdout, found.stdout
