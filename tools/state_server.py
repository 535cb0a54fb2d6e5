"""An S3-compatible server for the tests of shared backends: moto, in an environment of its own in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import locked
from tools.places import scripts_of

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places

LOCK = "tests/scale/requirements.txt"


def python(places: Places) -> Path:
    """Return the interpreter that can run `-m moto.server`, installed on the first call.

    Raises:
        Problem: it could not be installed.
    """
    return scripts_of(locked.environment("state-server", "an S3-compatible server", LOCK, places)) / "python"
