"""`make fuzz`: repeat the generated tests with other examples, until the time is over or one fails."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

from tools import shell
from tools.console import say
from tools.process import attached

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.places import Places

SECONDS = 300
_TESTS = ("tests/fuzz", "tests/properties")
_TIMES = "MSGRAPH_MEETINGS_FUZZ_TIMES"  # tests/properties/profiles.py reads it
_SEEDS = 2**32


def run(places: Places, folders: Sequence[Path], seconds: float, seed: int | None) -> int:
    """Run rounds of the tests, each with a seed that is printed, and return the exit code.

    The last round is finished. With a given seed, only one round runs.
    """
    ends = time.monotonic() + seconds
    while True:
        chosen = random.randrange(_SEEDS) if seed is None else seed  # noqa: S311  (of examples)
        if code := _round(places, folders, chosen):
            say(f"The same examples again: make fuzz SEED={chosen}")
            return code
        if seed is not None or time.monotonic() >= ends:
            return 0


def _round(places: Places, folders: Sequence[Path], seed: int) -> int:
    say(f"Examples of seed {seed}.")
    command = [str(places.python), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *_TESTS]
    env = shell.environment(os.environ, folders) | {_TIMES: "1"}
    return attached([*command, f"--hypothesis-seed={seed}"], cwd=places.root, env=env)
