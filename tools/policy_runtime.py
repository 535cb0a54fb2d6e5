"""The environment of the example's policy pack: its runtime needs an older protobuf than this project's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import locked

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places

LOCK = "tests/examples/policy.txt"


def environment(places: Places) -> Path:
    """Return the virtual environment with `pulumi-policy`, installed on the first call.

    Raises:
        Problem: it could not be installed.
    """
    return locked.environment("policy", "the runtime of policy packs", LOCK, places)
