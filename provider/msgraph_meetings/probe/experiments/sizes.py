"""Experiments about sizes: the largest that is accepted, by steps and then by halves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings.probe.findings import DifferentError, Seen
from msgraph_meetings.probe.lab import SUBJECT, refused_or

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msgraph_meetings.probe.lab import Lab
    from msgraph_meetings.probe.wire import Said

EXTERNAL_ID_STEPS = (64, 128, 256, 512, 1024)
SUBJECT_STEPS = (64, 256, 1024, 4096)
ATTENDEE_STEPS = (10, 50, 150, 500)
"""More than 150 attendees change how the chat works, and more than 1,000 are refused for it (graph contract, 13)."""


def external_id(lab: Lab) -> Seen:
    """Return the maximum length of an external id."""

    def fits(length: int) -> bool:
        name = lab.external_id().ljust(length, "x")
        said = lab.create_or_get(name, {"subject": SUBJECT}, f"createOrGet with an external id of {length} characters")
        if said.ok:
            lab.delete(said.content["id"])
        return not refused_or(said, said.content.get("externalId") == name, f"{length} characters are cut.")

    return _said(_largest(fits, len(lab.external_id()), EXTERNAL_ID_STEPS), EXTERNAL_ID_STEPS, "characters")


def subject(lab: Lab) -> Seen:
    """Return the maximum length of a subject."""
    meeting = lab.make().id

    def fits(length: int) -> bool:
        text = "x" * length
        said = lab.patch(meeting, {"subject": text}, f"PATCH with a subject of {length} characters")
        return not refused_or(said, said.content.get("subject") == text, f"{length} characters are cut.")

    return _said(_largest(fits, len(SUBJECT), SUBJECT_STEPS), SUBJECT_STEPS, "characters")


def attendees(lab: Lab) -> Seen:
    """Return the maximum number of attendees."""
    meeting = lab.make().id

    def fits(number: int) -> bool:
        people = [{"upn": f"probe{one}@example.com", "identity": {"user": {"id": _user(one)}}} for one in range(number)]
        said = lab.patch(meeting, {"participants": {"attendees": people}}, f"PATCH with {number} attendees")
        return not refused_or(said, _number(said) == number, f"Of {number} attendees, {_number(said)} are kept.")

    return _said(_largest(fits, 0, ATTENDEE_STEPS), ATTENDEE_STEPS, "attendees")


def _user(number: int) -> str:
    """Return an object id that no user has."""
    return f"00000000-1111-2222-3333-{number:012d}"


def _number(said: Said) -> int:
    people: Any = (said.content.get("participants") or {}).get("attendees")
    return len(people) if isinstance(people, list) else 0


def _largest(fits: Callable[[int], bool], good: int, steps: Sequence[int]) -> int | None:
    """Return the largest number that fits, or None if every step does.

    Args:
        fits: tries a number.
        good: a number that is known to fit.
        steps: the numbers to try first, in order.
    """
    for step in steps:
        if not fits(step):
            bad = step
            break
        good = step
    else:
        return None
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if fits(middle) else (good, middle)
    return good


def _said(largest: int | None, steps: Sequence[int], unit: str) -> Seen:
    if largest is None:
        return Seen(0, f"No maximum was found up to {steps[-1]} {unit}.")
    if not largest:
        raise DifferentError(f"No {unit} are accepted.")
    return Seen(largest, f"The maximum is {largest} {unit}.")
