"""Experiments about ``expiryDateTime``. Where no answer has it, the probe does not wait for sixty days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings.model.instants import TICKS_PER_HOUR, ticks, ticks_or_none
from msgraph_meetings.probe.findings import DifferentError, Seen, UnansweredError

if TYPE_CHECKING:
    from msgraph_meetings.probe.lab import Lab

_DAY = 24 * TICKS_PER_HOUR
_START, _END, _LATER = 30, 31, 41
"""Days from now of a start, an end, and a later end."""
_PAST = -10


def shown(lab: Lab) -> bool:
    """Return True if answers have ``expiryDateTime``."""
    meeting = lab.make().id
    if lab.shown(meeting).get("expiryDateTime"):
        return True
    if _selected(lab, meeting) is not None:
        raise DifferentError("It is in the answer to $select=expiryDateTime only.")
    return False


def options_link_shown(lab: Lab) -> Seen:
    """Return if answers have ``meetingOptionsWebUrl``."""
    meeting = lab.make().id
    if lab.shown(meeting).get("meetingOptionsWebUrl"):
        return Seen("always", "It is in every answer.")
    said = lab.get(meeting, "?$select=meetingOptionsWebUrl")
    if said.ok and said.content.get("meetingOptionsWebUrl"):
        return Seen("selected", "It is in the answer to $select=meetingOptionsWebUrl only.")
    return Seen("never", "It is in no answer.")


def days(lab: Lab) -> Seen:
    """Return the lifetime in days."""
    number, _ = _lifetime(lab)
    return Seen(number, f"A meeting expires {number} days after its start or end.")


def from_start(lab: Lab) -> bool:
    """Return True if the lifetime counts from the start."""
    return _lifetime(lab)[1]


def _lifetime(lab: Lab) -> tuple[int, bool]:
    """Return the lifetime in days, and True if it counts from the start."""
    short = _planned(lab, _START, _END)
    first, second = _expiry(lab, short), _expiry(lab, _planned(lab, _START, _LATER))
    counts_from_start = first == second
    if not counts_from_start and second - first != (_LATER - _END) * _DAY:
        raise DifferentError("The expiry follows neither the start nor the end.")
    number, rest = divmod(first - ticks(lab.at(_START if counts_from_start else _END)), _DAY)
    if rest:
        raise DifferentError("The expiry is not a whole number of days after the start or the end.")
    return number, counts_from_start


def moved_by_end(lab: Lab) -> Seen:
    """Return how a PATCH of the end changes the expiry: with the same end, and with a later one."""
    meeting = _planned(lab, _START, _END)
    before = _expiry(lab, meeting)
    moves = []
    for end in (_END, _LATER):
        said = lab.patch(meeting, {"startDateTime": lab.at(_START), "endDateTime": lab.at(end)})
        if not said.ok:
            raise UnansweredError(f"The end could not be changed: {said.status} {said.code}.")
        moves.append(_expiry(lab, meeting) - before)
    same, later = (_moved(by) for by in moves)
    lab.note(f"PATCH with the same end: expiryDateTime {same}; with an end ten days later: {later}")
    return Seen(f"same end: {same}; later end: {later}", f"With the same end it is {same}, with a later one {later}.")


def _moved(by: int) -> str:
    if not by:
        return "unchanged"
    return "moved by as much" if by == (_LATER - _END) * _DAY else "moved by another time"


def moved_by_any_update(lab: Lab) -> Seen:
    """Return if a PATCH of the subject moves the expiry of a meeting that ended ten days ago."""
    meeting = _planned(lab, _PAST, _PAST, hours=1)
    before = _expiry(lab, meeting)
    said = lab.patch(meeting, {"subject": "msgraph-meetings probe 3"})
    if not said.ok:
        raise UnansweredError(f"The subject could not be changed: {said.status} {said.code}.")
    if _expiry(lab, meeting) == before:
        return Seen("unchanged", "A change of the subject does not move it.")
    return Seen("moved", "A change of the subject moves it.")


def _planned(lab: Lab, start: int, end: int, hours: int = 0) -> str:
    """Return the id of a new meeting with these days."""
    return lab.make(startDateTime=lab.at(start), endDateTime=lab.at(end, hours)).id


def _expiry(lab: Lab, meeting: str) -> int:
    """Return a meeting's expiry in ticks."""
    given: Any = lab.shown(meeting).get("expiryDateTime") or _selected(lab, meeting)
    found = ticks_or_none(given)
    if found is None:
        raise UnansweredError("No answer has expiryDateTime, and the probe does not wait for sixty days.")
    return found


def _selected(lab: Lab, meeting: str) -> Any:
    said = lab.get(meeting, "?$select=expiryDateTime")
    return said.content.get("expiryDateTime") if said.ok else None
