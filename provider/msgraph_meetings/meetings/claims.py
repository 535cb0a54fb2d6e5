"""The claims of one deployment: each says which meeting a resource of the program declares or holds.

A deployment of some thousand meetings enters as many claims. Each is compared only with those of the same external id
or the same meeting, because no other can be a claim to its meeting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from msgraph_meetings.http.operation import name_of
from msgraph_meetings.model.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from msgraph_meetings.model.unknowns import Properties

Progress = Literal["declared", "held", "made", "failed"]
"""``declared`` by check; ``held``, if a diff found the meeting in the state; ``made``, by a create or update of this
deployment; ``failed``, if its create failed."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim of one resource of the program to one meeting.

    Args:
        resource: its URN; empty if the engine's request cannot be found.
        identity: the declared identity; ``None`` for an imported meeting without an external id.
        checked: True if check saw it; a refresh asks for a diff of resources that the program no longer has.
        refused: True if check refused it, because another resource had claimed the meeting before.
        has_state: True if the state had this identity before the deployment.
        configuration: the settings of its sign-in; one configuration means one signed-in person.
        inputs: the checked arguments.
        progress: its progress in this deployment.
        meeting: the digest of the Graph id, once it is known.
        answered: the identity as the service named it.
        rotates: the identity of all generations of the meeting; ``None`` if the program declares no ``rotation``.
    """

    resource: str
    identity: Identity | None
    checked: bool = False
    refused: bool = False
    has_state: bool = False
    configuration: Hashable = None
    inputs: Properties | None = field(default=None, repr=False, compare=False)
    progress: Progress = "declared"
    meeting: str | None = None
    answered: Identity | None = None
    rotates: Identity | None = None

    @property
    def key(self) -> Key:
        """The key of a claim."""
        return self.resource, self.identity

    @property
    def counts(self) -> bool:
        """True if the program has the resource, as far as this deployment knows."""
        return self.checked or self.progress == "made"

    @property
    def name(self) -> str:
        """The resource's name, for messages."""
        return name_of(self.resource, "another resource")

    def keeps(self, meeting: str, identity: Identity | None) -> bool:
        """Return True if this claim forbids the delete of a meeting with that digest and identity."""
        if not self.counts:
            return False
        if self.meeting == meeting:
            return True
        if identity is None or self.identity is None or not self.identity.resolved(self.answered).may_be(identity):
            return False
        told_apart = self.meeting is not None and self.identity.spelling != identity.spelling
        return not told_apart  # the service itself treats the two spellings as two meetings

    def shares(self, other: Claim) -> bool:
        """Return True if the two certainly declare one meeting."""
        if self.identity is None or other.identity is None or self.identity.external_id != other.identity.external_id:
            return False
        one, two = self.identity.resolved(self.answered), other.identity.resolved(other.answered)
        if not one.may_be(two):
            return False
        known = one.organizer is not None and two.organizer is not None
        return known or (self.configuration is not None and self.configuration == other.configuration)


Key = tuple[str, Identity | None]


class Claims:
    """The claims entered so far, by key, by external id, by meeting, and by the base of their rotation.

    Each group is in the order of first entry.
    """

    def __init__(self) -> None:
        self._all: dict[Key, Claim] = {}
        self._by_external_id: dict[str, tuple[Key, ...]] = {}
        self._by_meeting: dict[str, tuple[Key, ...]] = {}
        self._by_base: dict[str, tuple[Key, ...]] = {}

    def get(self, resource: str, identity: Identity | None) -> Claim | None:
        """Return the claim of the resource to that identity."""
        return self._all.get((resource, identity))

    def enter(self, claim: Claim) -> None:
        """Enter a claim, in place of the one of the same resource and identity."""
        key = claim.key
        before = self._all.get(key)
        if before is not None and before.meeting is not None and before.meeting != claim.meeting:
            self._by_meeting[before.meeting] = tuple(one for one in self._by_meeting[before.meeting] if one != key)
        self._all[key] = claim
        if claim.identity is not None:
            _add(key, self._by_external_id, claim.identity.external_id)
        if claim.meeting is not None:
            _add(key, self._by_meeting, claim.meeting)
        if claim.rotates is not None:
            _add(key, self._by_base, claim.rotates.external_id)

    def of_external_id(self, identity: Identity | None) -> Iterable[Claim]:
        """Return the claims whose external id is that of the identity, whoever the organizer is."""
        return [self._all[key] for key in self._by_external_id.get(identity.external_id, ())] if identity else []

    def of_meeting(self, meeting: str | None) -> Iterable[Claim]:
        """Return the claims that hold the meeting of that digest."""
        return [self._all[key] for key in self._by_meeting.get(meeting, ())] if meeting else []

    def of_generations(self, base: Identity) -> Iterable[Claim]:
        """Return the claims to a generation of the meeting with that identity."""
        found = (self._all[key] for key in self._by_base.get(base.external_id, ()))
        return [claim for claim in found if claim.rotates is not None and claim.rotates.may_be(base)]


def _add(key: Key, groups: dict[str, tuple[Key, ...]], name: str) -> None:
    """Add a key to a group; almost every group has one, and a tuple of one is small."""
    group = groups.get(name, ())
    if key not in group:
        groups[name] = (*group, key)
