"""How each property of a meeting is compared, sent and shown.

Each kind answers one question: does the service hold what the program asked for? ``asked`` is the program's value in
the shape of the arguments, ``held`` the service's in the same shape. Malformed values, which only a state edited by
hand has, compare with ``==``; attendees that are not objects are ignored.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any, Protocol

from msgraph_meetings.model import instants


class Kind(Protocol):
    """The meaning of one kind of value."""

    def same(self, asked: Any, held: Any) -> bool:
        """Return whether ``held`` means what ``asked`` means; parts that the program omits are ignored."""

    def changed(self, before: Any, new: Any) -> bool:
        """Whether the program, which asked for ``before``, now asks for something that must be sent."""

    def shown(self, asked: Any, held: Any) -> Any:
        """``held`` in the terms of ``asked``: its own words where the meaning is the same."""

    def wire(self, asked: Any) -> Any:
        """``asked`` as Graph takes it."""

    def read(self, wire: Any) -> Any:
        """Graph's value in the shape of the arguments."""


@dataclass(frozen=True)
class Plain:
    """A Boolean, a string or a member of an enumeration: the same when equal."""

    def same(self, asked: Any, held: Any) -> bool:
        """Equal."""
        return bool(asked == held)

    def changed(self, before: Any, new: Any) -> bool:
        """Not the same."""
        return not self.same(new, before)

    def shown(self, asked: Any, held: Any) -> Any:  # noqa: ARG002
        """As held."""
        return held

    def wire(self, asked: Any) -> Any:
        """As it is."""
        return asked

    def read(self, wire: Any) -> Any:
        """As it is."""
        return wire


@dataclass(frozen=True)
class Rewritten(Plain):
    """A value that the service may write in another way."""

    def shown(self, asked: Any, held: Any) -> Any:
        """As the program wrote it while the service holds the same."""
        return asked if self.same(asked, held) else held


@dataclass(frozen=True)
class Instant(Rewritten):
    """A point in time: the same at 100 ns, however it is written."""

    def same(self, asked: Any, held: Any) -> bool:
        """At the same tick."""
        return isinstance(held, str) and instants.ticks_or_none(asked) == instants.ticks_or_none(held)

    def wire(self, asked: Any) -> Any:
        """UTC with ``Z``."""
        return instants.written(instants.ticks(asked))


@dataclass(frozen=True)
class Words(Rewritten):
    """Words for people: the service may trim them and write accented letters as one character (NFC)."""

    def same(self, asked: Any, held: Any) -> bool:
        """Equal, or what trimming and normalising makes of it."""
        if not (isinstance(asked, str) and isinstance(held, str)):
            return super().same(asked, held)
        return _nfc(held) in (_nfc(asked), _nfc(asked.strip()))

    def changed(self, before: Any, new: Any) -> bool:
        """Not equal: whether the service trims is not documented, so a changed blank is sent."""
        return bool(before != new)


@dataclass(frozen=True)
class Caseless(Rewritten):
    """A language tag (RFC 5646) or a GUID: the same in upper and lower case."""

    def same(self, asked: Any, held: Any) -> bool:
        """Equal without case."""
        return bool(_folded(asked) == _folded(held))


@dataclass(frozen=True)
class Struct(Plain):
    """An object: the same when every member that was asked for is."""

    members: dict[str, Kind] = field(default_factory=dict)

    def of(self, name: str) -> Kind:
        """The kind of one member."""
        return self.members.get(name, Plain())

    def same(self, asked: Any, held: Any) -> bool:
        """Member by member."""
        if not isinstance(asked, dict):
            return super().same(asked, held)
        held = held if isinstance(held, dict) else {}
        return all(self.of(name).same(value, held.get(name)) for name, value in asked.items())

    def changed(self, before: Any, new: Any) -> bool:
        """Any member that is asked for; one that no longer is leaves nothing to send."""
        if not isinstance(new, dict):
            return super().changed(before, new)
        before = before if isinstance(before, dict) else {}
        return any(name not in before or self.of(name).changed(before[name], new[name]) for name in new)

    def shown(self, asked: Any, held: Any) -> Any:
        """The members that were asked for, and no others."""
        held = held if isinstance(held, dict) else {}
        return {
            name: self.of(name).shown(value, held[name]) for name, value in asked.items() if held.get(name) is not None
        }

    def wire(self, asked: Any) -> Any:
        """Member by member."""
        return {name: self.of(name).wire(value) for name, value in asked.items()}

    def read(self, wire: Any) -> Any:
        """Member by member."""
        return {name: self.of(name).read(value) for name, value in wire.items()} if isinstance(wire, dict) else wire


@dataclass(frozen=True)
class Members(Rewritten):
    """A set of names written as a list: order and repetition mean nothing, nor does case where ``caseless``."""

    caseless: bool = False

    def same(self, asked: Any, held: Any) -> bool:
        """The same names."""
        if not (isinstance(asked, list) and isinstance(held, list)):
            return super().same(asked, held)
        return self._names(asked) == self._names(held)

    def _names(self, listed: list[Any]) -> set[str | None]:
        names = (name if isinstance(name, str) else None for name in listed)
        return {_folded(name) for name in names} if self.caseless else set(names)


@dataclass(frozen=True)
class Attendees(Rewritten):
    """People as ``{id, upn, role}``, a set by identity; the wire nests the id as ``identity.user.id``.

    Graph fills in what it likes (tenant, display name, a role where none was sent), so only what was asked is compared.
    """

    def same(self, asked: Any, held: Any) -> bool:
        """The same people, each with the role that was asked for."""
        people, left = _people(asked), _people(held)
        if len(people) != len(left):
            return False
        for person in people:
            match = next((other for other in left if _same_person(person, other)), None)
            if match is None:
                return False
            left.remove(match)
        return True

    def changed(self, before: Any, new: Any) -> bool:
        """In either direction: the list is sent whole, so a role that is taken out must be sent too."""
        return not (self.same(new, before) and self.same(before, new))

    def wire(self, asked: Any) -> Any:
        """As meetingParticipantInfo."""
        return [_person_to_wire(person) for person in asked]

    def read(self, wire: Any) -> Any:
        """From meetingParticipantInfo, without what is null."""
        return [_person_from_wire(person) for person in wire] if isinstance(wire, list) else wire


def attendee_key(person: dict[str, Any]) -> tuple[str, str]:
    """Return what tells attendees apart: the object id, else the UPN; neither depends on case."""
    return ("id", str(person["id"]).lower()) if person.get("id") else ("upn", str(person.get("upn", "")).lower())


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _people(listed: Any) -> list[dict[str, Any]]:
    return [person for person in listed if isinstance(person, dict)] if isinstance(listed, list) else []


def _same_person(asked: dict[str, Any], held: dict[str, Any]) -> bool:
    key = "id" if asked.get("id") and held.get("id") else "upn"
    if not asked.get(key) or str(asked[key]).lower() != str(held.get(key) or "").lower():
        return False
    return "role" not in asked or asked["role"] == held.get("role", "attendee")


def _person_to_wire(person: dict[str, Any]) -> dict[str, Any]:
    wire: dict[str, Any] = {name: person[name] for name in ("upn", "role") if name in person}
    return wire | ({"identity": {"user": {"id": person["id"]}}} if "id" in person else {})


def _person_from_wire(wire: Any) -> Any:
    if not isinstance(wire, dict):
        return wire
    identity_set = wire.get("identity")
    user = identity_set.get("user") if isinstance(identity_set, dict) else None
    found = {
        "id": user.get("id") if isinstance(user, dict) else None,
        "upn": wire.get("upn"),
        "role": wire.get("role"),
    }
    return {name: value for name, value in found.items() if value is not None}
