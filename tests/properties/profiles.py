"""The number of examples: the same few in every run of the suite, more and other ones in ``make fuzz``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = "MSGRAPH_MEETINGS_FUZZ_TIMES"
"""The environment variable that multiplies the examples of a usual run, and makes them different each time."""


def chosen(examples: int, steps: int = 50) -> settings:
    """Return hypothesis settings for a test; a failure prints how to repeat it."""
    times = int(os.environ.get(TIMES, "0"))
    return settings(
        max_examples=examples * max(1, times),
        stateful_step_count=steps,
        derandomize=not times,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
