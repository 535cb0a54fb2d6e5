"""The choice of the engine, and the message if there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.console import Problem
from tools.engine import choice, found

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.places import Places


def _absent() -> None:
    return None


def _broken(reason: str) -> Callable[[], Path]:
    def fail() -> Path:
        raise Problem(reason)

    return fail


def _at(name: str) -> Callable[[], Path]:
    return lambda: Path(name)


def _sources(**given: Callable[[], Path]) -> choice.Sources:
    return choice.Sources(
        on_path=given.get("on_path", _absent),
        cached=given.get("cached", _absent),
        download=given.get("download", _broken("no way to the site")),
        build=given.get("build", _broken("Building pulumi failed: no way to the modules.")),
    )


def _program(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / name).chmod(0o755)
    return folder


def _whole_engine(folder: Path) -> Path:
    for name in ("pulumi", "pulumi-language-python", "pulumi-resource-pulumi-python"):
        _program(folder, name)
    return folder


def _supported(_pulumi: Path) -> tuple[int, ...]:
    return (3, 259, 0)


def test_an_engine_on_path_is_taken_before_all_others() -> None:
    ways = _sources(on_path=_at("path"), cached=_at("cache"), download=_at("release"), build=_at("build"))
    assert choice.ensure(ways) == Path("path")


def test_what_the_cache_has_is_taken_before_anything_is_fetched() -> None:
    assert choice.ensure(_sources(cached=_at("cache"), download=_at("release"), build=_at("build"))) == Path("cache")


def test_pulumis_own_release_is_taken_before_a_build() -> None:
    assert choice.ensure(_sources(download=_at("release"), build=_at("build"))) == Path("release")


def test_an_engine_is_built_where_no_release_can_be_had(capsys: pytest.CaptureFixture[str]) -> None:
    assert choice.ensure(_sources(build=_at("build"))) == Path("build")
    assert capsys.readouterr().err.count("\n") == 1


def test_without_any_engine_the_user_is_told_why_and_what_to_install() -> None:
    with pytest.raises(Problem) as told:
        choice.ensure(_sources())
    assert "no way to the modules" in str(told.value)
    assert "Install Pulumi 3.252.0 or newer" in str(told.value)


def test_a_whole_supported_engine_on_path_is_found(tmp_path: Path) -> None:
    assert found.on_path(str(_whole_engine(tmp_path)), tmp_path / "cache", _supported) == tmp_path


def test_old_engine_is_ignored_with_a_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert found.on_path(str(_whole_engine(tmp_path)), tmp_path / "cache", lambda _: (3, 251, 9)) is None
    assert "its version is 3.251.9" in capsys.readouterr().err


def test_engine_that_does_not_run_is_ignored_with_a_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _whole_engine(tmp_path)
    assert found.on_path(str(tmp_path), tmp_path / "cache") is None
    assert "its version is unknown" in capsys.readouterr().err


def test_engine_without_a_python_host_is_ignored_with_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found.on_path(str(_program(tmp_path, "pulumi")), tmp_path / "cache", _supported) is None
    assert "without pulumi-language-python" in capsys.readouterr().err


def test_our_own_cached_engine_on_path_is_not_mistaken_for_the_machines(tmp_path: Path) -> None:
    ours = _whole_engine(tmp_path / "cache" / "engine" / "bin")
    assert found.on_path(str(ours), tmp_path / "cache", _supported) is None


def test_a_machine_without_an_engine_is_not_an_error(tmp_path: Path) -> None:
    assert found.on_path(str(tmp_path), tmp_path / "cache") is None


def test_a_language_that_comes_with_the_engine_is_not_built(tmp_path: Path, places: Places) -> None:
    assert choice.language("nodejs", _program(tmp_path, "pulumi-language-nodejs"), places) == []


def test_unknown_language_is_refused_with_the_known_ones(tmp_path: Path, places: Places) -> None:
    with pytest.raises(Problem, match=r"'cobol'.* choose from go, java, nodejs, yaml"):
        choice.language("cobol", tmp_path, places)
