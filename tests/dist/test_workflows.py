"""The workflows, which nobody has run on GitHub yet: actionlint accepts them, and they say so."""

from __future__ import annotations

import re
import subprocess

import pytest
import yaml

from tools.engine import build
from tools.engine.kits import ACTIONLINT
from tools.places import Places

PLACES = Places.here()
FILES = sorted((PLACES.root / ".github" / "workflows").glob("*.yml"))
_USES = re.compile(r"uses: (\S+)(?: # (\S+))?")


def _lint(*files: str) -> subprocess.CompletedProcess[str]:
    """Run actionlint without the programs that it would ask about scripts."""
    linter = build.ensure(ACTIONLINT, PLACES) / "actionlint"
    command: list[str] = [str(linter), "-shellcheck=", "-pyflakes=", *files]
    return subprocess.run(command, cwd=PLACES.root, capture_output=True, text=True, check=False)


def test_actionlint_accepts_every_workflow() -> None:
    done = _lint(*map(str, FILES))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_actionlint_would_refuse_a_job_that_does_not_exist(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("workflow") / "wrong.yml"
    text = (PLACES.root / ".github/workflows/release.yml").read_text(encoding="utf-8")
    file.write_text(text.replace("needs: prerelease", "needs: nobody"), encoding="utf-8")
    assert "nobody" in _lint(str(file)).stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_workflow_says_that_it_never_ran_and_pins_each_action_by_its_commit(file: object) -> None:
    text = (PLACES.root / ".github/workflows" / getattr(file, "name", "")).read_text(encoding="utf-8")
    assert text.startswith("# Nobody has run this workflow on GitHub yet.")
    used = _USES.findall(text)
    assert used
    assert [
        action for action, version in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) or not version
    ] == []


@pytest.mark.parametrize("folder", ["ISSUE_TEMPLATE/*.yml", "dependabot.yml"])
def test_other_files_for_github_are_yaml(folder: str) -> None:
    files = list((PLACES.root / ".github").glob(folder))
    assert files
    assert all(yaml.safe_load(file.read_text(encoding="utf-8")) for file in files)
