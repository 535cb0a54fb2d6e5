"""How many examples: the same few in every run of the suite, other ones and more in ``make fuzz``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = "MSGRAPH_MEETINGS_FUZZ_TIMES"
"""An environment variable: so many times the examples of a usual run, and other ones each time."""


def chosen(examples: int, steps: int = 50) -> settings:
    """Settings for a test; what fails prints how to do it again."""
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
