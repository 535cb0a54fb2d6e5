"""`make check`: the checks of code and words that do not run the code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools import prose
from tools.console import say
from tools.process import attached

if TYPE_CHECKING:
    from tools.places import Places

_COMMANDS = (
    ("format", "ruff", "format", "--check"),
    ("lint", "ruff", "check"),
    ("types", "mypy"),
    ("import contracts", "lint-imports", "--no-logo"),
    ("spelling", "codespell"),
)
_WORDS = (
    ("sentences", prose.sentences_fail),
    ("docstrings", prose.docstrings_fail),
    ("commit subjects", prose.subjects_fail),
)


def run(places: Places) -> int:
    """Run every check, name those that failed, and return the exit code."""
    failed = [name for name, *command in _COMMANDS if _fails(places, command)]
    failed += [name for name, fails in _WORDS if fails(places)]
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def _fails(places: Places, command: list[str]) -> bool:
    return attached([places.scripts / command[0], *command[1:]], cwd=places.root, env=os.environ) != 0
