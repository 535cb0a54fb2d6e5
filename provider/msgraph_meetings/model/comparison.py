"""The comparison of each property of a meeting, its form on the wire, and the value that is shown.

A kind tells if the service holds the value that the program asked for. ``asked`` is the program's value in
the form of the arguments, ``held`` the service's in the same form. Malformed values, which only a state edited by
hand has, compare with ``==``; attendees that are not objects are ignored.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from msgraph_meetings.model import instants


class Kind(Protocol):
    """The meaning of one kind of value."""

    def same(self, asked: Any, held: Any) -> bool:
        """Return True if ``held`` means the same as ``asked``; parts that the program omits are ignored."""

    def changed(self, before: Any, new: Any) -> bool:
        """Return True if the program asked for ``before`` and ``new`` must be sent now."""

    def shown(self, asked: Any, held: Any) -> Any:
        """Return ``held`` in the program's spelling if the meaning is the same."""

    def wire(self, asked: Any) -> Any:
        """Return ``asked`` in the form that Graph accepts."""

    def read(self, wire: Any) -> Any:
        """Return Graph's value in the form of the arguments."""

    def fits(self, held: Any) -> bool:
        """Return True if ``held`` has the JSON type of the kind, or is null; an enumeration may have new members."""


@dataclass(frozen=True)
class Plain:
    """A text or a member of an enumeration: the same if equal."""

    _json: ClassVar[type] = str

    def same(self, asked: Any, held: Any) -> bool:
        """Return True if the values are equal."""
        return bool(asked == held)

    def changed(self, before: Any, new: Any) -> bool:
        """Return True if the values are not the same."""
        return not self.same(new, before)

    def shown(self, asked: Any, held: Any) -> Any:  # noqa: ARG002
        """Return the held value."""
        return held

    def wire(self, asked: Any) -> Any:
        """Return the value unchanged."""
        return asked

    def read(self, wire: Any) -> Any:
        """Return the value unchanged."""
        return wire

    def fits(self, held: Any) -> bool:
        """Return True for a value of the JSON type."""
        return held is None or isinstance(held, self._json)


@dataclass(frozen=True)
class Flag(Plain):
    """A Boolean."""

    _json = bool


@dataclass(frozen=True)
class Rewritten(Plain):
    """A value that the service may write in another way."""

    def shown(self, asked: Any, held: Any) -> Any:
        """Return the program's spelling while the service holds the same."""
        return asked if self.same(asked, held) else held


@dataclass(frozen=True)
class Instant(Rewritten):
    """A point in time: the same at 100 ns, in any spelling."""

    def same(self, asked: Any, held: Any) -> bool:
        """Return True at the same tick."""
        return isinstance(held, str) and instants.ticks_or_none(asked) == instants.ticks_or_none(held)

    def wire(self, asked: Any) -> Any:
        """Return the instant in UTC with ``Z``."""
        return instants.written(instants.ticks(asked))


@dataclass(frozen=True)
class Words(Rewritten):
    """Texts for people: the service may trim them and write accented letters as one character (NFC)."""

    def same(self, asked: Any, held: Any) -> bool:
        """Return True if the texts are equal, or equal after trimming and normalising."""
        if not (isinstance(asked, str) and isinstance(held, str)):
            return super().same(asked, held)
        return _nfc(held) in (_nfc(asked), _nfc(asked.strip()))

    def changed(self, before: Any, new: Any) -> bool:
        """Return True if the texts differ: the service may or may not trim, so a changed blank is sent."""
        return bool(before != new)


@dataclass(frozen=True)
class Caseless(Rewritten):
    """A language tag (RFC 5646) or a GUID: the same in upper and lower case."""

    def same(self, asked: Any, held: Any) -> bool:
        """Return True if the texts are equal without case."""
        return bool(_folded(asked) == _folded(held))


@dataclass(frozen=True)
class Struct(Plain):
    """An object: the same if every requested member is the same."""

    members: dict[str, Kind] = field(default_factory=dict)

    def of(self, name: str) -> Kind:
        """Return the kind of one member."""
        return self.members.get(name, Plain())

    def same(self, asked: Any, held: Any) -> bool:
        """Compare member by member."""
        if not isinstance(asked, dict):
            return super().same(asked, held)
        held = held if isinstance(held, dict) else {}
        return all(self.of(name).same(value, held.get(name)) for name, value in asked.items())

    def changed(self, before: Any, new: Any) -> bool:
        """Return True if a requested member changed; a member that is no longer requested leaves nothing to send."""
        if not isinstance(new, dict):
            return super().changed(before, new)
        before = before if isinstance(before, dict) else {}
        return any(name not in before or self.of(name).changed(before[name], new[name]) for name in new)

    def shown(self, asked: Any, held: Any) -> Any:
        """Return the requested members only."""
        held = held if isinstance(held, dict) else {}
        return {
            name: self.of(name).shown(value, held[name]) for name, value in asked.items() if held.get(name) is not None
        }

    def wire(self, asked: Any) -> Any:
        """Convert member by member."""
        return {name: self.of(name).wire(value) for name, value in asked.items()}

    def read(self, wire: Any) -> Any:
        """Convert member by member."""
        return {name: self.of(name).read(value) for name, value in wire.items()} if isinstance(wire, dict) else wire

    def fits(self, held: Any) -> bool:
        """Return True for an object whose known members fit."""
        if held is None:
            return True
        return isinstance(held, dict) and all(
            kind.fits(held[name]) for name, kind in self.members.items() if name in held
        )


@dataclass(frozen=True)
class Members(Rewritten):
    """A set of names written as a list: order and repetition have no meaning, and with ``caseless`` case has none."""

    caseless: bool = False

    def same(self, asked: Any, held: Any) -> bool:
        """Return True if both have the same names."""
        if not (isinstance(asked, list) and isinstance(held, list)):
            return super().same(asked, held)
        return self._names(asked) == self._names(held)

    def fits(self, held: Any) -> bool:
        """Return True for a list of names."""
        return held is None or (isinstance(held, list) and all(map(super().fits, held)))

    def _names(self, listed: list[Any]) -> set[str | None]:
        names = (name if isinstance(name, str) else None for name in listed)
        return {_folded(name) for name in names} if self.caseless else set(names)


@dataclass(frozen=True)
class Attendees(Rewritten):
    """People as ``{id, upn, role}``, a set by identity; the wire nests the id as ``identity.user.id``.

    Graph adds values (tenant, display name, a role if none was sent), so only the requested values are compared.
    """

    def same(self, asked: Any, held: Any) -> bool:
        """Return True for the same people, each with the requested role."""
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
        """Compare in both directions: the list is sent whole, so a role that is removed must be sent too."""
        return not (self.same(new, before) and self.same(before, new))

    def wire(self, asked: Any) -> Any:
        """Return the people as meetingParticipantInfo."""
        return [_person_to_wire(person) for person in asked]

    def read(self, wire: Any) -> Any:
        """Return the people of meetingParticipantInfo, without nulls."""
        return [_person_from_wire(person) for person in wire] if isinstance(wire, list) else wire

    def fits(self, held: Any) -> bool:
        """Return True for a list of people."""
        return held is None or (isinstance(held, list) and all(map(_PERSON.fits, held)))


_PERSON = Struct({"id": Plain(), "upn": Plain(), "role": Plain()})


def attendee_key(person: dict[str, Any]) -> tuple[str, str]:
    """Return the key of an attendee: the object id, else the UPN; neither depends on case."""
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
