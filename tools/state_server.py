"""An S3-compatible server for the tests of shared backends: moto, in an environment of its own in the cache."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools import cache, locked
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
    lock = places.root / LOCK
    target = places.cache / f"state-server-{cache.key(sys.version.encode(), lock.read_bytes())}"
    target.parent.mkdir(parents=True, exist_ok=True)
    return scripts_of(cache.folder(target, lambda draft: _fill(draft, lock, places)) / "venv") / "python"


def _fill(draft: Path, lock: Path, places: Places) -> None:
    locked.install("an S3-compatible server", lock, draft / "venv", places)
