"""Pulumi's own release, by Pulumi's own installer; here a program in the environment's place stands in for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.console import Problem
from tools.engine import choice, release
from tools.engine.kits import ENGINE_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places

_INSTALLS = '#!/bin/sh\nmkdir -p "$3/bin" && echo "$4" > "$3/bin/pulumi"\n'
_CANNOT = '#!/bin/sh\nmkdir "$3/bin"\necho "Name or service not known" >&2\nexit 1\n'


def _environment(places: Places, python: str) -> Path:
    places.scripts.mkdir(parents=True, exist_ok=True)
    places.python.write_text(python, encoding="utf-8")
    places.python.chmod(0o755)
    return places.python


def test_the_release_is_the_version_that_would_be_built_and_is_fetched_once(places: Places) -> None:
    _environment(places, _INSTALLS)
    programs = release.ensure(ENGINE_VERSION, places)
    assert (programs / "pulumi").read_text(encoding="utf-8").strip() == ENGINE_VERSION
    _environment(places, _CANNOT)
    assert release.ensure(ENGINE_VERSION, places) == programs


def test_a_release_that_cannot_be_fetched_leaves_nothing_in_the_cache(places: Places) -> None:
    _environment(places, _CANNOT)
    with pytest.raises(Problem, match="Name or service not known"):
        release.ensure(ENGINE_VERSION, places)
    assert not release.folder(ENGINE_VERSION, places).exists()


def test_a_release_in_the_cache_is_found_again(places: Places) -> None:
    _environment(places, _INSTALLS)
    programs = release.ensure(ENGINE_VERSION, places)
    assert choice.sources(places).cached() == programs
