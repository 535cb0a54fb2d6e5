"""Run the tests that deploy with a real engine once more, with the older engine that is still supported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import suite
from tools.console import say
from tools.engine import choice
from tools.engine.kits import OLDER_ENGINE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.places import Places

TESTS = ("tests/engine", "tests/plugin", "tests/dynamic")


def run(places: Places, _folders: Sequence[Path]) -> int:
    """Run the tests with the older engine in place of this clone's, and return the exit code.

    Raises:
        Problem: the older engine could neither be downloaded nor built.
    """
    engine = choice.ensure(choice.older(places))
    say(f"The tests of a deployment with the engine {OLDER_ENGINE.version}.")
    return suite.run(places, [places.scripts, engine], TESTS)
