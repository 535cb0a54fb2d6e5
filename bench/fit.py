"""A straight line through what our part costs at each size."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_FEWEST = 3
"""Sizes: through two points any line fits."""


class Line(NamedTuple):
    """Seconds that every run takes, seconds for each meeting, and how well the line fits (1: exactly)."""

    start: float
    each: float
    fit: float


def line(seconds: Mapping[int, float]) -> Line | None:
    """Return the straight line through seconds by count; None if there are fewer than three sizes."""
    if len(seconds) < _FEWEST:
        return None
    counts, taken = list(seconds), list(seconds.values())
    each, start = statistics.linear_regression(counts, taken)
    return Line(start, each, _r_squared(counts, taken, Line(start, each, math.nan)))


def _r_squared(counts: list[int], taken: list[float], fitted: Line) -> float:
    mean = statistics.fmean(taken)
    whole = sum((value - mean) ** 2 for value in taken)
    left = sum((value - fitted.start - fitted.each * count) ** 2 for count, value in zip(counts, taken, strict=True))
    return 1 - left / whole if whole else 1.0
