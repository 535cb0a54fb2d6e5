"""The tests' own waiting ends."""

from __future__ import annotations

import itertools

import pytest

from tests.waiting import until


def test_wait_for_what_never_happens_ends() -> None:
    with pytest.raises(TimeoutError, match="did not happen within 0 s"):
        until(lambda: False, limit=0)


def test_wait_ends_when_it_happened() -> None:
    looks = itertools.count()
    until(lambda: next(looks) == 2)
    assert next(looks) == 3
