"""The programs built from Go modules, and their folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.console import Problem
from tools.engine import build, kits
from tools.engine.kits import (
    ENGINE,
    ENGINE_VERSION,
    LANGUAGES,
    OLDER_ENGINE,
    SDK_GENERATORS,
    TERRAFORM_STAND_IN,
    Kit,
    Module,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places

_GO_MOD = "module made.invalid/up\n\ngo 1.25.3\n\ntool example.com/a/cmd/a\n\nrequire (\n\texample.com/a v1.2.3\n)\n"
_FAKE_GO = """#!/bin/sh
case "$1" in
  env) echo go1.99 ;;
  list) echo "$FAKE_SDK" ;;
  build) while [ "$1" != -o ]; do shift; done; : > "$2/a" ;;
esac
"""


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for the folder of module files."""
    monkeypatch.setattr(kits, "MODULES", tmp_path / "modules")
    folder = tmp_path / "modules" / "some"
    folder.mkdir(parents=True)
    (folder / "go.mod").write_text(_GO_MOD, encoding="utf-8")
    return folder


@pytest.fixture
def fake_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Go that builds an empty program, and says where the SDK module lies."""
    (tmp_path / "machine").mkdir()
    program = tmp_path / "machine" / "go"
    program.write_text(_FAKE_GO, encoding="utf-8")
    program.chmod(0o755)
    sdk = tmp_path / "sdk"
    sdk.mkdir()
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("FAKE_SDK", str(sdk))
    return sdk


def test_a_module_builds_what_its_tool_lines_name(modules: Path) -> None:
    assert modules.is_dir()
    assert Module("some").packages == ["tool"]
    assert Module("some").go_version == (1, 25, 3)


def test_a_module_builds_a_program_of_our_own_that_lies_in_it(modules: Path) -> None:
    (modules / "main.go").write_text("package main\n", encoding="utf-8")
    assert Module("some").packages == ["tool", "./..."]


def test_programs_and_the_files_of_the_sdk_end_up_side_by_side(modules: Path, fake_go: Path, places: Places) -> None:
    assert modules.is_dir()
    (fake_go / "script").write_text("#!/bin/sh\n", encoding="utf-8")
    programs = build.ensure(Kit("kit", (Module("some", sdk_files=("script",)),)), places)
    assert sorted(path.name for path in programs.iterdir()) == ["a", "script"]
    assert (programs / "script").stat().st_mode & 0o111


def test_a_file_that_the_sdk_does_not_hold_stops_the_build_and_leaves_nothing(
    modules: Path, fake_go: Path, places: Places
) -> None:
    assert modules.is_dir()
    assert fake_go.is_dir()
    kit = Kit("kit", (Module("some", sdk_files=("gone",)),))
    with pytest.raises(Problem, match="holds no gone"):
        build.ensure(kit, places)
    assert not build.folder(kit, places).parent.exists()


def test_build_uses_another_folder_of_the_cache_for_another_version(modules: Path, places: Places) -> None:
    kit = Kit("kit", (Module("some"),))
    before = build.folder(kit, places)
    (modules / "go.mod").write_text(_GO_MOD.replace("v1.2.3", "v1.2.4"), encoding="utf-8")
    assert build.folder(kit, places) != before


@pytest.mark.parametrize("kit", [ENGINE, OLDER_ENGINE], ids=lambda kit: kit.version)
def test_an_engine_has_one_version_and_its_cli_and_sdk_agree_on_it(kit: Kit) -> None:
    cli = kit.modules[0]
    assert cli.sdk_version == kit.version
    assert f"github.com/pulumi/pulumi/pkg/v3 v{kit.version}" in (cli.folder / "go.mod").read_text(encoding="utf-8")


def test_two_engines_stand_side_by_side_in_the_cache(places: Places) -> None:
    assert build.folder(ENGINE, places) != build.folder(OLDER_ENGINE, places)
    assert tuple(map(int, OLDER_ENGINE.version.split("."))) < tuple(map(int, ENGINE_VERSION.split(".")))


@pytest.mark.parametrize(
    "kit", [ENGINE, OLDER_ENGINE, *LANGUAGES.values(), SDK_GENERATORS, TERRAFORM_STAND_IN], ids=lambda kit: kit.name
)
def test_every_kit_pins_what_it_builds_with_checksums(kit: Kit) -> None:
    for module in kit.modules:
        assert module.packages
        assert (module.folder / "go.sum").is_file()
