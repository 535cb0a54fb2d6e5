"""Experiments about external ids: which texts are the same id, and what a deleted one leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.probe.findings import DifferentError, Seen, UnansweredError
from msgraph_meetings.probe.lab import SUBJECT, refused_or

if TYPE_CHECKING:
    from msgraph_meetings.probe.lab import Lab

_TAIL = "-case"


def case_ignored(lab: Lab) -> bool:
    """Return True if two external ids that differ in case only are one meeting."""
    small = lab.external_id(_TAIL)
    capital = small.removesuffix(_TAIL) + _TAIL.upper()
    return lab.meeting(small).id == lab.meeting(capital).id


def trimmed(lab: Lab) -> bool:
    """Return True if blanks around an external id do not count."""
    plain = lab.external_id()
    blank = lab.create_or_get(f" {plain} ", {"subject": SUBJECT}, "createOrGet with a blank before and after the id")
    if not blank.ok:
        raise DifferentError(f"An external id with blanks is refused: {blank.status} {blank.code}.")
    same = bool(lab.meeting(plain).id == blank.content["id"])
    kept = blank.content.get("externalId") == f" {plain} "
    if same == kept:
        raise DifferentError("The answer shows one spelling, and finds the meeting by another.")
    return same


def ascii_only(lab: Lab) -> bool:
    """Return True if a letter outside ASCII is refused."""
    name = lab.external_id("-\u00e9")
    said = lab.create_or_get(name, {"subject": SUBJECT}, "createOrGet with the letter \u00e9 in the external id")
    return refused_or(said, said.content.get("externalId") == name, "The letter is stored as another text.")


def missing_code(lab: Lab) -> Seen:
    """Return the error code for createOrGet without an external id."""
    said = lab.create_or_get_nameless("createOrGet without an external id")
    if not said.refused:
        raise DifferentError(f"It is not refused: {said.status}.")
    return Seen(said.code, f"The code is {said.code or '(empty)'}.")


def comes_back(lab: Lab) -> bool:
    """Return True if the external id of a deleted meeting leads to that meeting, which is not found."""
    meeting = lab.make()
    lab.delete(meeting.id)
    said = lab.create_or_get(meeting.external_id, {"subject": SUBJECT}, "createOrGet after DELETE")
    if not said.ok:
        raise DifferentError(f"It is refused: {said.status} {said.code}.")
    if said.content["id"] != meeting.id:
        return False
    found = lab.get(meeting.id, note="GET of the meeting in that answer")
    if found.ok:
        raise DifferentError("The same meeting is there again, with the same id.")
    return True


def settings_survive(lab: Lab) -> Seen:
    """Return if the meeting that createOrGet answers with after DELETE has the settings of the deleted one."""
    meeting = lab.make()
    scope = "everyone" if _lobby(meeting.content) == "organizer" else "organizer"
    changed = lab.patch(meeting.id, {"lobbyBypassSettings": {"scope": scope}}, f"PATCH of the lobby to {scope}")
    if not changed.ok or _lobby(changed.content) != scope:
        raise UnansweredError("The lobby could not be changed; a policy of the tenant may set it.")
    lab.delete(meeting.id)
    again = lab.meeting(meeting.external_id)
    shown = lab.get(again.id, note="GET after DELETE and createOrGet")
    if not shown.ok:
        raise UnansweredError("createOrGet answers with the deleted meeting, which GET does not find.")
    kept = _lobby(shown.content) == scope
    lab.note(f"its lobby: {_lobby(shown.content)}")
    which = "The same meeting" if again.id == meeting.id else "A new meeting"
    return Seen("kept" if kept else "lost", f"{which} has the {'old' if kept else 'default'} settings.")


def _lobby(content: dict[str, object]) -> str:
    settings = content.get("lobbyBypassSettings")
    return str(settings.get("scope")) if isinstance(settings, dict) else ""
