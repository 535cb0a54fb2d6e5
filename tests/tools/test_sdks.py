"""`make proof STEPS=sdks`: which versions of Pulumi's SDK it runs the tests with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.version import Version

from tests.unit.test_insides_of_others import SDK
from tools import sdks

if TYPE_CHECKING:
    import pytest

    from tools.places import Places


def test_versions_are_those_that_a_pip_user_can_get(places: Places) -> None:
    (places.root / "pyproject.toml").write_text('[project]\ndependencies = [\n    "pulumi>=3.9,<4",\n]\n')
    assert str(sdks.asked(places)) == "pulumi<4,>=3.9"
    assert Version("3.225") in sdks.asked(places.__class__.here()).specifier
    assert SDK == ">=3.225,<4"


def test_failure_with_one_sdk_fails_the_step_after_both_were_tried(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    (places.root / "pyproject.toml").write_text('[project]\ndependencies = [\n    "pulumi>=3.9,<4",\n]\n')
    tried: list[str] = []

    def tested(sdk: str, *_: object) -> int:
        tried.append(sdk)
        return int("==" in sdk)

    monkeypatch.setattr(sdks, "_tested", tested)
    assert sdks.run(places, []) == 1
    assert tried == ["pulumi==3.9", "pulumi<4,>=3.9"]
