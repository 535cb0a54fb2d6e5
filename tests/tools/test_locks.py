"""A lock file: held by one at a time, and waited for with an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.console import Problem
from tools.locks import held

if TYPE_CHECKING:
    from pathlib import Path


def test_lock_that_is_never_given_back_is_not_waited_for_without_end(tmp_path: Path) -> None:
    told: list[str] = []
    with (
        held(tmp_path / "lock", lambda: None),
        pytest.raises(Problem, match=r"has held .*lock for 0 seconds\. End it"),
        held(tmp_path / "lock", lambda: told.append("waits"), limit=0),
    ):
        pass
    assert told == ["waits"]
