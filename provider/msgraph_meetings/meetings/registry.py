"""Record which resource holds which meeting, so that no resource deletes or takes over another resource's meeting.

The engine keeps entries that wait for their deletion, and replaces some resources without asking for a diff (pulumi
contract, section I). So it may ask to delete a meeting that the program still declares. The rule: **a deployment does
not delete an identity that one of its resources passed through check, nor a Graph id that such a resource holds.**

The engine starts one provider process for each provider resource; ``claim_journal`` shares the claims between them.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgraph_meetings.errors import DuplicateError, IncompleteError, cut
from msgraph_meetings.meetings.claims import Claim, Claims
from msgraph_meetings.model.generation import base_identity
from msgraph_meetings.model.identity import Identity, digest
from msgraph_meetings.model.unknowns import known

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from msgraph_meetings.meetings.claims import Key, Progress
    from msgraph_meetings.model.unknowns import Properties

Olds = TypeVar("Olds")


class Journal(Protocol):
    """Shares claims with the other provider processes of a deployment."""

    def publish(self, claim: Claim) -> None:
        """Share the claim with the other processes."""

    def news(self) -> Iterable[Claim]:
        """Return the claims that the others shared since the last call."""

    def close(self) -> None:
        """Leave the deployment."""


class Registry:
    """The claims of one deployment; threads may share it.

    Args:
        journal: shares the claims with other processes.
    """

    def __init__(self, journal: Journal | None = None) -> None:
        self._lock = RLock()
        self._journal = journal
        self._claims = Claims()
        self._deleted: set[str] = set()
        self._deleted_identities: dict[str, list[Identity]] = {}
        self._derived: set[Identity] = set()
        self._olds: dict[str, Any] = {}
        self._kept: dict[str, tuple[str, Properties]] = {}
        self._left_open: set[tuple[str, Identity]] = set()

    def close(self) -> None:
        """Leave the deployment."""
        if self._journal is not None:
            self._journal.close()

    def olds(self, resource: str, given: Olds, *, empty: bool) -> Olds:
        """Return the old arguments of a resource as the first check of this deployment had them.

        The engine checks a resource that it replaces a second time, without them (pulumi contract, section I). A value
        that the program omits must stay the same, or the second check would declare another meeting than the first.
        """
        with self._lock:
            if not empty and resource:
                self._olds[resource] = given
            found: Olds = self._olds.get(resource, given)
            return found

    def declare(self, claim: Claim) -> Claim | None:
        """Enter the claim of a check; return another resource's claim to the same meeting, or None."""
        with self._lock:
            self._catch_up()
            known = self._claims.get(*claim.key) or claim
            entered = replace(
                known,
                checked=True,
                refused=False,
                has_state=known.has_state or claim.has_state,
                configuration=claim.configuration,
                inputs=claim.inputs,
                rotates=claim.rotates,
            )
            self._enter(entered)
            self._catch_up()  # after its own entry: of two processes that enter at once, at least one sees the other
            rival = next((other for other in self._rivals(entered) if not other.refused), None)
            if rival is not None:
                self._enter(replace(entered, refused=True))
            return rival

    def hold(self, resource: str, identity: Identity | None, meeting_id: str, answered: Identity | None = None) -> None:
        """Enter that the resource has this meeting in its state and keeps it.

        Args:
            resource: its URN.
            identity: as its arguments declare it.
            meeting_id: Graph's id.
            answered: the identity as the service named it.

        Raises:
            DuplicateError: another resource of the program has it.
        """
        with self._lock:
            self._catch_up()
            known = self._claims.get(resource, identity) or Claim(resource, identity)
            progress = known.progress if known.progress == "made" else "held"
            answered = answered or known.answered
            self._take(replace(known, has_state=True, progress=progress, answered=answered), meeting_id)

    def hold_declared(self, resource: str, inputs: Properties, state: Properties, meeting_id: str) -> None:
        """Enter the result of a diff that replaces nothing; enter nothing while the identity is not known.

        Raises:
            DuplicateError: another resource of the program has the meeting.
        """
        identity = Identity.of_inputs(inputs)
        if identity is not None or "externalId" not in inputs:
            self.hold(resource, identity, meeting_id, Identity.of_state(state))

    @contextmanager
    def creating(self, resource: str, identity: Identity) -> Iterator[None]:
        """Hold an identity while its meeting is created. A create that fails is recorded as failed.

        Raises:
            DuplicateError: another resource of this deployment has the identity.
        """
        with self._lock:
            self._catch_up()
            claim = self._claims.get(resource, identity) or Claim(resource, identity)
            rival = next(self._rivals(claim), None) or self._made_without_a_urn(claim)
            if rival is not None:
                raise DuplicateError(*duplicate(claim, rival))
            self._enter(replace(claim, progress="made", meeting=None))
        try:
            yield
        except IncompleteError:  # the meeting exists, and may be in the state
            self._progress(claim.key, "held")
            raise
        except BaseException:
            self._progress(claim.key, "failed")
            raise

    def made(self, resource: str, identity: Identity | None, meeting_id: str, answered: Identity | None) -> None:
        """Enter that the service answered a create or an update of the resource with this meeting.

        Raises:
            DuplicateError: another resource has it, by an identity that differs only here.
        """
        with self._lock:
            self._catch_up()
            known = self._claims.get(resource, identity) or Claim(resource, identity)
            self._take(replace(known, progress="made", answered=answered), meeting_id)

    def keeper(self, meeting_id: str, identity: Identity | None, resource: str) -> Claim | None:
        """Return the claim that forbids a delete of the meeting under the name of ``resource``, or None.

        A claim with the meeting comes before one with a failed create, and another resource's before its own.
        """
        with self._lock:
            self._catch_up()
            meeting = digest(meeting_id)
            near = [*self._claims.of_meeting(meeting), *self._claims.of_external_id(identity)]
            found = [claim for claim in near if claim.keeps(meeting, identity)]
            return min(found, key=lambda claim: (claim.progress == "failed", claim.resource == resource), default=None)

    def had_state(self, resource: str, identity: Identity) -> bool:
        """Return True if the state had this identity for the resource before the deployment."""
        with self._lock:
            claim = self._claims.get(resource, identity)
            return claim is not None and claim.has_state

    def keep(self, resource: str, meeting_id: str, state: Properties) -> None:
        """Remember that a replaced resource keeps its meeting, in case its create fails."""
        with self._lock:
            self._kept[resource] = meeting_id, state

    def kept(self, resource: str) -> tuple[str, Properties] | None:
        """Return the meeting that a replaced resource kept in this deployment, and its state."""
        with self._lock:
            return self._kept.get(resource) if resource else None

    def rotates(self, state: Properties, resource: str | None = None) -> bool:
        """Return True if the program declares a generation of the meeting with that state.

        Args:
            state: of the meeting.
            resource: counts only this resource's generations and those that no state had before the deployment.
        """
        base = base_identity(state)
        if base is None:
            return False
        with self._lock:
            self._catch_up()
            found = self._claims.of_generations(base)
            return any(resource is None or not claim.has_state or claim.resource == resource for claim in found)

    def leave_open(self, resource: str, state: Properties) -> bool:
        """Remember that a delete leaves this meeting open; return True if one left another generation of it open."""
        base = base_identity(state)
        if base is None or not resource:
            return False
        with self._lock:
            again = (resource, base) in self._left_open
            self._left_open.add((resource, base))
            return again

    def deleted(self, meeting_id: str, identity: Identity | None = None) -> None:
        """Enter that this deployment deleted the meeting of that identity."""
        with self._lock:
            self._deleted.add(digest(meeting_id))
            if identity is not None:
                self._deleted_identities.setdefault(identity.external_id, []).append(identity)

    def note_derived(self, identity: Identity) -> None:
        """Remember that the external id of this identity was derived from its resource's place."""
        with self._lock:
            self._derived.add(identity)

    def is_derived(self, identity: Identity | None) -> bool:
        """Return True if the external id of this identity was derived in this deployment."""
        with self._lock:
            return identity in self._derived

    def has_deleted(self, identity: Identity) -> bool:
        """Return True if this deployment deleted a meeting of that identity."""
        with self._lock:
            return any(gone.may_be(identity) for gone in self._deleted_identities.get(identity.external_id, ()))

    def was_deleted(self, meeting_id: str) -> bool:
        """Return True if this deployment deleted the meeting."""
        with self._lock:
            return digest(meeting_id) in self._deleted

    def _take(self, claim: Claim, meeting_id: str) -> None:
        taken = replace(claim, meeting=digest(meeting_id))
        self._enter(taken)
        self._catch_up()
        for other in self._claims.of_meeting(taken.meeting):
            if other.counts and _differ(other, taken):
                self._enter(replace(claim, meeting=None))
                raise DuplicateError(*duplicate(taken, other))

    def _progress(self, key: Key, progress: Progress) -> None:
        with self._lock:
            claim = self._claims.get(*key) or Claim(*key)
            self._enter(replace(claim, progress=progress, meeting=None if progress == "failed" else claim.meeting))

    def _rivals(self, claim: Claim) -> Iterator[Claim]:
        others = (other for other in self._claims.of_external_id(claim.identity) if other.resource != claim.resource)
        return (other for other in others if other.counts and other.shares(claim))

    def _made_without_a_urn(self, claim: Claim) -> Claim | None:
        """Return a claim made in this deployment by another resource; without URNs, a second create is one."""
        if claim.resource:
            return None
        made = (other for other in self._claims.of_external_id(claim.identity) if other.progress == "made")
        return next((other for other in made if other.shares(claim)), None)

    def _enter(self, claim: Claim) -> None:
        self._claims.enter(claim)
        if self._journal is not None:
            self._journal.publish(claim)

    def _catch_up(self) -> None:
        if self._journal is not None:
            for claim in self._journal.news():
                self._claims.enter(claim)


def declaration(resource: str, olds: Properties, inputs: Properties, configuration: Hashable = None) -> Claim | None:
    """Return the claim that check enters; ``None`` while the external id or the organizer is unknown.

    Args:
        resource: the URN; empty where it cannot be seen.
        olds: the arguments of the last deployment.
        inputs: the arguments, checked.
        configuration: the settings in force.
    """
    identity = Identity.of_inputs(inputs)
    if identity is None and "externalId" in inputs:
        return None
    has_state = bool(olds) and Identity.of_inputs(olds) == identity
    rotates = base_identity(inputs) if known(inputs.get("rotation")) and "rotation" in inputs else None
    return Claim(resource, identity, has_state=has_state, configuration=configuration, inputs=inputs, rotates=rotates)


def _differ(one: Claim, two: Claim) -> bool:
    """Return True if two claims are of two resources; without URNs, if their identities differ."""
    return one.resource != two.resource if one.resource and two.resource else one.key != two.key


def duplicate(claim: Claim, other: Claim) -> tuple[str, str, str]:
    """Return what happened, why, and what to do; the message is about the resource that has no meeting yet."""
    newcomer, holder = (other, claim) if claim.has_state and not other.has_state else (claim, other)
    names = newcomer.name, holder.name
    if names[0] == names[1]:
        names = _by_urn(newcomer), _by_urn(holder)
    external_id = _external_id(newcomer) or _external_id(holder)
    what = f"Two resources of this program declare {external_id or 'the same external id'} for the organizer."
    if all(names):
        subject = names[0][0].upper() + names[0][1:]
        what = f"{subject} declares {external_id or 'the same external id'} for the organizer, as {names[1]} does."
    fix = f"Give one of them another {_ARGUMENT}, or remove one from the program."
    if all(names) and holder.has_state and not newcomer.has_state:
        fix = f"Give {names[0]}, which has no meeting yet, another {_ARGUMENT}, or remove it from the program."
    return what, "An organizer can have one meeting with an external id; case and spaces around it do not count.", fix


def _by_urn(claim: Claim) -> str:
    return f"resource {claim.resource}" if claim.resource else ""


_ARGUMENT = "external_id (in other languages than Python: externalId)"


def _external_id(claim: Claim) -> str:
    """Return the external id for messages; empty if another process declared it."""
    found = (claim.inputs or {}).get("externalId")
    return f"external id {cut(found)!r}" if isinstance(found, str) else ""
