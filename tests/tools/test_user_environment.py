"""The environment that timed programs run in."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tools import user_environment
from tools.dist.plugin import locked_in
from tools.places import Places, python_of

if TYPE_CHECKING:
    from pathlib import Path

_HERE = Places.here()


def _pins(lock: Path) -> set[tuple[str, str]]:
    return {(package.name, package.version) for package in locked_in(lock)}


def test_the_environment_of_a_user_has_the_versions_that_are_tested() -> None:
    users = _pins(_HERE.root / user_environment.LOCK)
    tested = _pins(_HERE.requirements)
    assert {name for name, _ in users - tested} == {"pip"}
    assert {"pulumi", "msal", "requests", "pydantic", "tenacity"} <= {name for name, _ in users}


@pytest.mark.proof
def test_the_environment_of_a_user_has_no_package_of_the_developers() -> None:
    python = python_of(user_environment.ensure(_HERE))
    shown = subprocess.run(
        [python, "-m", "pip", "list", "--format", "json"], capture_output=True, text=True, check=True
    ).stdout
    locked = {name for name, _ in _pins(_HERE.root / user_environment.LOCK)}
    here = {package["name"].replace("_", "-").lower() for package in json.loads(shown)}
    assert "msgraph-meetings" in here
    assert here - {"msgraph-meetings"} <= locked


@pytest.mark.proof
def test_the_environment_of_a_user_imports_the_provider_of_this_clone(tmp_path: Path) -> None:
    python = python_of(user_environment.ensure(_HERE))
    asked = [str(python), "-c", "import msgraph_meetings; print(msgraph_meetings.__file__)"]
    shown = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == str(_HERE.root / "provider" / "msgraph_meetings" / "__init__.py")
