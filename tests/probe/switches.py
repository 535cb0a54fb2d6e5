"""The values of each switch that the tests set, and the answer of the probe that is right for a set of switches."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from typing import Any

from msgraph_meetings.probe.undecided import UNDECIDED
from msgraph_meetings_emulator.state.choices import Choices
from tests.probe.asking import NOT_ANSWERED

VALUES: dict[str, tuple[int | str, ...]] = {
    "attendees_most": (0, 1, 20, 149, 250),
    "bad_external_id_code": ("BadRequest", "InvalidArgument", "Other"),
    "date_violation_code": ("InvalidArgument", "BadRequest"),
    "external_id_longest": (0, 64, 65, 255, 1000),
    "licence_missing_code": ("UnknownError", "NotFound"),
    "lifetime_days": (60, 1, 45),
    "permission_missing_message": ("", "Missing permission"),
    "policy_delay_minutes": (0, 30),
    "quota_retry_after": (10, 0),
    "subject_longest": (0, 40, 255, 2000),
}
"""The values of the switches that are not true or false; numbers lie within what the probe tries."""

ELSEWHERE = {
    "government_dod": "only in the cloud dod",
    "own_user_path_refused": "only for a signed-in user",
    "permission_missing_message": "only for an app without the permission",
}
"""The switches that an app with the permission in the public cloud cannot see; each has a test of its own."""


def values_of(switch: str) -> tuple[Any, ...]:
    """Return every value of a switch, or those that the tests set."""
    default = getattr(Choices(), switch)
    return VALUES.get(switch, (default, not default))


def every_setting() -> list[tuple[str, Any]]:
    """Return each switch with each of its values."""
    return [(one.name, value) for one in fields(Choices) for value in values_of(one.name)]


def at_random(seed: int) -> Choices:
    """Return a random combination of all switches."""
    chance = random.Random(seed)  # noqa: S311  (a test's choice)
    return replace(Choices(), **{one.name: chance.choice(values_of(one.name)) for one in fields(Choices)})


def expected(switch: str, choices: Choices) -> Any:
    """Return the value that the probe must report, or that it cannot answer."""
    if switch in UNDECIDED or switch in ELSEWHERE:
        return NOT_ANSWERED
    if switch == "complex_values_merge" and choices.premium_settings_refused:
        return NOT_ANSWERED
    if switch in ("lifetime_days", "lifetime_from_start") and not choices.expiry_shown:
        return NOT_ANSWERED
    return getattr(choices, switch)
