"""Arguments and mounts of the minimal Debian of `make proof`; `make proof STEPS=debian` runs the step itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tools import debian

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with no settings of its own but those of the test."""
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_settings_of_registries_are_passed_on_and_no_others(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates = tmp_path / "our-ca.pem"
    certificates.write_text("ours", encoding="utf-8")
    passed = {"PIP_INDEX_URL": "https://pypi.invalid", "https_proxy": "http://proxy.invalid", "GOPROXY": "direct"}
    passed["SSL_CERT_FILE"] = str(certificates)
    for name, value in {**passed, "ARM_CLIENT_SECRET": "secret", "PIP_FIND_LINKS": "/nowhere/wheels"}.items():
        monkeypatch.setenv(name, value)
    root = machine / "system"
    assert debian._let_out(root) == passed
    assert (root / str(certificates).lstrip("/")).read_text(encoding="utf-8") == "ours"


def test_settings_in_the_files_of_a_person_reach_both_users(machine: Path) -> None:
    file = machine / ".config" / "pip" / "pip.conf"
    file.parent.mkdir(parents=True)
    file.write_text("[global]\n", encoding="utf-8")
    debian._let_out(machine / "system")
    for home in debian.USERS.values():
        assert (machine / "system" / home.lstrip("/") / ".config/pip/pip.conf").is_file()


def test_system_in_the_cache_needs_no_mirror(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(debian.MIRROR_SETTING, "http://127.0.0.1:9")
    assert not debian.packages_can_be_had(places)
    debian._target(places).mkdir(parents=True)
    assert debian.packages_can_be_had(places)


def test_part_of_the_tests_is_what_make_runs_there() -> None:
    assert debian._script("root", ()).endswith("&& make test")
    assert debian._script("user", ("tests/unit", "tests/tools")).endswith("make test TESTS='tests/unit tests/tools'")
