"""The environment of the example's policy pack: its runtime needs an older protobuf than this project's tests."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools import cache, locked

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places

LOCK = "tests/examples/policy.txt"


def environment(places: Places) -> Path:
    """Return the virtual environment with `pulumi-policy`, installed on the first call.

    Raises:
        Problem: it could not be installed.
    """
    lock = places.root / LOCK
    target = places.cache / f"policy-{cache.key(sys.version.encode(), lock.read_bytes())}"
    target.parent.mkdir(parents=True, exist_ok=True)
    return cache.folder(target, lambda draft: _fill(draft, lock, places)) / "venv"


def _fill(draft: Path, lock: Path, places: Places) -> None:
    locked.install("the runtime of policy packs", lock, draft / "venv", places)
