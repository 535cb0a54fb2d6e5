"""`make proof STEPS=engines`: the tests of a deployment, with the older engine first on PATH."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import engines, proof, suite
from tools.engine import build, choice, found
from tools.engine.kits import ENGINE, OLDER_ENGINE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

    from tools.places import Places


def test_tests_find_the_older_engine_and_not_the_one_of_make_env(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = (build.folder(kit, places) for kit in (OLDER_ENGINE, ENGINE))
    older.mkdir(parents=True)
    newer.mkdir(parents=True)
    asked: list[Sequence[object]] = []

    def run(*words: object) -> int:
        asked.append(words)
        return 3

    monkeypatch.setattr(suite, "run", run)

    assert engines.run(places, [places.scripts, newer]) == 3
    assert asked == [(places, [places.scripts, older], engines.TESTS)]


def test_older_engine_is_never_taken_from_path_because_its_version_matters(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "on_path", lambda *_, **__: tmp_path)
    assert choice.sources(places).on_path() == tmp_path
    assert choice.older(places).on_path() is None


def test_row_of_the_step_names_the_version_that_it_ran_with() -> None:
    assert proof.STEPS["engines"].pulumi == OLDER_ENGINE.version
