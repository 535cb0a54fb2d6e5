"""create, read, update and delete of one meeting: the order of the requests to Graph.

The dynamic resource and the plugin call only this module. `model.state` computes the bodies and the state.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from msgraph_meetings.errors import (
    ArgumentError,
    DeletedButAnsweredError,
    IncompleteError,
    MeetingsError,
    NotDeletedError,
    NotFoundError,
    RefusedError,
)
from msgraph_meetings.graph.access_policy import PolicyWait
from msgraph_meetings.graph.replication import until_meeting_is_visible, until_organizer_is_visible
from msgraph_meetings.meetings.adoption import existed_before, meet_existing
from msgraph_meetings.meetings.closing import (
    ALREADY_DELETED,
    LOCKED_FOR_ANOTHER,
    LOCKED_ONLY,
    STILL_LOCKED,
    TWO_GENERATIONS,
    is_left_locked,
    lock,
    locked_and_kept,
    opened,
    reopened,
    was_locked,
)
from msgraph_meetings.meetings.keep_alive import EXPIRY, is_due, not_moved_text, without_times_text
from msgraph_meetings.meetings.right_meeting import require_external_id, require_organizer, same_meeting
from msgraph_meetings.model import instants
from msgraph_meetings.model.answer import Held, held
from msgraph_meetings.model.fields import arguments_in, without_nulls
from msgraph_meetings.model.identity import Identity
from msgraph_meetings.model.locking import may_open, on_the_wire, wants_lock
from msgraph_meetings.model.outputs import LOCKED
from msgraph_meetings.model.state import (
    OVERRIDES,
    asked_before,
    asked_in,
    changed_fields,
    differing,
    kept_state,
    organizer_of,
    parameters,
    patch_body,
    refreshed_state,
    state_of,
    unfinished_state,
)
from msgraph_meetings.model.unknowns import known, object_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from msgraph_meetings.graph.calls import Graph
    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings.http.operation import Operation
    from msgraph_meetings.meetings.claims import Claim
    from msgraph_meetings.meetings.registry import Registry
    from msgraph_meetings.model.unknowns import Properties

_REPLACED = (
    "the meeting was not deleted, because this program still declares it. Replacing the resource does not change the"
    " join URL; set another external_id (in other languages: externalId) or rotation to get a new meeting"
)
_MADE_ANEW = (
    "this is a new meeting with another join URL. Pulumi deletes a resource before it replaces it if another resource"
    " that this one belongs to is replaced, so this deployment deleted the meeting before"
)


@dataclass(frozen=True)
class Made:
    """A meeting in the state: its Graph id and the resource's outputs."""

    id: str
    state: Properties


@dataclass(frozen=True)
class Found:
    """A meeting that was read: its outputs, and the arguments that would not change it."""

    id: str
    state: Properties
    inputs: Properties


class Lifecycle:
    """The operations of a deployment on meetings, through one Graph.

    Args:
        graph: the calls.
        registry: which resource of this deployment holds which meeting.
        policy: lets a create wait for an access policy; by default it does not wait.
        lacks: the properties that the cloud does not have.
        now: the present instant, in ticks.
    """

    def __init__(
        self,
        graph: Graph,
        registry: Registry,
        policy: PolicyWait | None = None,
        lacks: frozenset[str] = frozenset(),
        now: Callable[[], int] = instants.now,
    ) -> None:
        self._graph = graph
        self._registry = registry
        self._policy = policy or PolicyWait()
        self._lacks = lacks
        self._now = now

    def create(self, inputs: Properties, operation: Operation, *, derived: bool = False) -> Made:
        """Create or adopt the meeting of the external id, and apply the program's properties to it.

        Sends one request if the answer has all requested values, else also a PATCH of those that differ.

        Args:
            inputs: checked arguments, all known.
            operation: deadline, cancellation and log.
            derived: the external id was derived from the resource's place.

        Raises:
            AlreadyExistsError: the meeting existed, and ``onExisting`` is ``fail``; it was not changed.
            DuplicateError: another resource of this deployment has the same organizer and external id, or the same
                meeting by an identity that differs only here.
            IncompleteError: the meeting exists, the PATCH failed.
            MeetingsError: any other refusal or failure; it is unknown if a meeting was created.
        """
        inputs = without_nulls(inputs)
        external_id = inputs.get("externalId")
        if not external_id:
            raise ArgumentError("externalId is blank.", fix="Set an external id, or remove the argument.")
        kept_before = self._registry.kept(operation.resource)
        try:
            return self._made(inputs, operation, derived=derived)
        except IncompleteError:
            raise
        except MeetingsError as error:
            if kept_before is None:
                raise
            raise IncompleteError(*kept_before, error) from error  # or no state would contain the kept meeting

    def _made(self, inputs: Properties, operation: Operation, *, derived: bool) -> Made:
        external_id, user = inputs["externalId"], inputs.get("userId")
        identity = Identity.of(external_id, user)
        with self._registry.creating(operation.resource, identity):
            create_or_get = partial(self._graph.create_or_get, user, parameters(inputs), operation)
            visible = partial(until_organizer_is_visible, create_or_get, operation)
            reply = self._policy.until_it_applies(user, visible, operation)
            answered = _made_or_found(inputs, reply)
            self._refuse_deleted(user, answered, operation)
            self._registry.made(operation.resource, identity, answered.id, Identity.of_state(answered.made))
            if self._registry.has_deleted(identity):
                operation.tell("warning", _MADE_ANEW)
            adopted = existed_before(reply) and not self._registry.had_state(operation.resource, identity)
            meet_existing(inputs, answered, operation, adopted=adopted, derived=derived)
            return self._complete(inputs, answered, operation, adopted=adopted)

    def _complete(self, inputs: Properties, answered: Held, operation: Operation, *, adopted: bool) -> Made:
        """Send the values that the answer does not have yet."""
        asked = asked_in(inputs)
        missing = differing(asked, answered)
        opens = opened(inputs, answered, self._lacks, operation) if adopted else {}
        if not missing and not opens:
            return Made(answered.id, state_of(inputs, answered, adopted=adopted))
        user = inputs.get("userId")
        try:
            body = patch_body(asked, missing) | on_the_wire(opens)
            patch = partial(self._graph.patch, user, answered.id, body, operation)
            visible = patch if adopted else partial(until_meeting_is_visible, patch, operation)
            reply = self._policy.until_it_applies(user, visible, operation)
            before = Made(answered.id, answered.made | {"adopted": adopted, LOCKED: bool(opens)})
            return Made(answered.id, self._settled(before, inputs, body, reply, operation))
        except MeetingsError as error:
            unfinished = unfinished_state(inputs, answered, missing, adopted=adopted)
            unfinished |= {LOCKED: True} if opens else {}
            raise IncompleteError(answered.id, unfinished, error) from error

    def read(self, meeting_id: str, state: Properties, operation: Operation) -> Found | None:
        """Return the meeting as the service holds it now, in the program's spelling; ``None`` if it is gone.

        Args:
            meeting_id: Graph's id.
            state: the outputs of the last deployment; only ``userId``, or nothing, for a meeting never deployed.
            operation: deadline, cancellation and log.

        Raises:
            MeetingsError: anything but 404 ``NotFound``; the state must stay as it is.
        """
        try:
            reply = self._graph.get(organizer_of(state), meeting_id, operation)
        except NotFoundError:
            return None
        now = same_meeting(meeting_id, state, reply)
        now.require_readable(asked_before(state))
        refreshed = refreshed_state(state, now)
        if was_locked(state, now, self._lacks):
            refreshed[LOCKED] = True
            if not may_open(state):
                operation.tell("warning", LOCKED_FOR_ANOTHER)
        return Found(now.id, refreshed, arguments_in(refreshed) | object_in(refreshed, OVERRIDES))

    def update(self, meeting_id: str, state: Properties, inputs: Properties, operation: Operation) -> Properties:
        """Return the new state after one PATCH of the changes; sends none if only the provider's own policies changed.

        With ``keepAlive``, a PATCH of the meeting's times in the last days before its expiry moves the expiry. If Graph
        refuses it, a second PATCH sends the program's changes alone.

        Args:
            meeting_id: Graph's id.
            state: the outputs of the last deployment.
            inputs: checked arguments, all known.
            operation: deadline, cancellation and log.

        Raises:
            MeetingsError: the update failed; the state did not change.
        """
        inputs = without_nulls(inputs)
        asked = asked_in(inputs)
        _say_unmanaged(state, asked, operation)
        changed = changed_fields(state, asked)
        opens = reopened(state, inputs, self._lacks)
        due = is_due(state, inputs, self._now())
        if not changed and not opens and not due:
            return kept_state(state, inputs)
        body = patch_body(asked, changed) | on_the_wire(opens)
        times = self._times(meeting_id, state, asked, operation) if due and "endDateTime" not in body else {}
        if not body and not times:
            operation.tell("warning", without_times_text(state[EXPIRY]))
            return kept_state(state, inputs)
        reply, refused = self._patched(meeting_id, state, body, times, operation)
        if reply is None:
            after = kept_state(state, inputs)
        else:
            after = self._settled(Made(meeting_id, state), inputs, body, reply, operation)
        if due and is_due(after, inputs, self._now()) and after[EXPIRY] == state[EXPIRY]:
            operation.tell("warning", not_moved_text(state[EXPIRY], after[EXPIRY], refused))
        self._registry.made(operation.resource, Identity.of_inputs(inputs), meeting_id, Identity.of_state(after))
        return after

    def _patched(
        self, meeting_id: str, state: Properties, body: Properties, times: Properties, operation: Operation
    ) -> tuple[Reply | None, RefusedError | None]:
        """Send the changes and the times that move the expiry; if Graph refuses the two together, the changes alone.

        Returns:
            The reply, ``None`` if nothing was changed; and the refusal of the times.
        """
        user = organizer_of(state)
        try:
            return self._graph.patch(user, meeting_id, body | times, operation), None
        except RefusedError as error:
            if not times:
                raise
            refused = error
        return (self._graph.patch(user, meeting_id, body, operation) if body else None), refused

    def _times(self, meeting_id: str, state: Properties, asked: Properties, operation: Operation) -> Properties:
        """Return the start and the end that the meeting has; one GET if the program does not set both."""
        names = ("startDateTime", "endDateTime")
        held_now = {name: asked[name] for name in names if name in asked}
        if len(held_now) < len(names):
            reply = self._graph.get(organizer_of(state), meeting_id, operation)
            answered = same_meeting(meeting_id, state, reply)
            answered.require_readable(names)
            held_now = {name: answered.fields[name] for name in names if answered.fields.get(name)}
        return on_the_wire(held_now)

    def delete(self, meeting_id: str, state: Properties, operation: Operation) -> None:
        """Delete the meeting; a meeting that is already gone is no error.

        The meeting is kept if the state says ``retain``, or if the program declares it under any name: after
        a resource was renamed without ``aliases``, replaced, or imported under another id. With ``lock`` one PATCH
        before lets in only the organizer; with ``lockAndRetain`` the locked meeting is kept. A meeting with a
        ``rotation``, or one that makes room for another generation, is locked too.

        Raises:
            NotDeletedError: another resource declares it, and has no meeting because its create failed.
            MeetingsError: the service refused or failed.
        """
        policy, rotates = state.get("deletionPolicy"), self._registry.rotates(state)
        if policy == "retain" and not self._registry.rotates(state, operation.resource):
            operation.tell("info", "the meeting stays in Teams, because deletionPolicy is retain")
            if self._registry.leave_open(operation.resource, state):
                operation.tell("warning", TWO_GENERATIONS)
            return
        keeper = self._registry.keeper(meeting_id, Identity.of_state(state), operation.resource)
        if keeper is not None:
            self._keep(meeting_id, state, keeper, operation)
            return
        locks = wants_lock(state) or rotates or "rotation" in state
        locked = locks and lock(meeting_id, state, self._lacks, self._graph, operation)
        if policy in ("retain", "lockAndRetain"):
            operation.tell("info", locked_and_kept(policy) if locked else ALREADY_DELETED)
            return
        try:
            self._graph.delete(organizer_of(state), meeting_id, operation)
        except NotFoundError:
            operation.tell("info", ALREADY_DELETED)
        except MeetingsError:
            if locked:
                operation.tell("warning", LOCKED_ONLY)
            raise
        self._registry.deleted(meeting_id, Identity.of_state(state))

    def _keep(self, meeting_id: str, state: Properties, keeper: Claim, operation: Operation) -> None:
        """Leave the meeting to the resource that declares it, and restore its values where both resources set some."""
        if keeper.resource == operation.resource:
            self._registry.keep(operation.resource, meeting_id, state)
            operation.tell("warning", _REPLACED)
            return
        if keeper.progress == "failed":
            raise NotDeletedError(
                f"The meeting was not deleted, because {keeper.name} of this program declares it too.",
                f"The create of {keeper.name} failed, so only {operation.resource_name} has the meeting in the state.",
                "Correct what failed, and run `pulumi up` again.",
            )
        operation.tell("warning", f"the meeting was not deleted, because {keeper.name} of this program declares it too")
        asked = asked_in(keeper.inputs) if keeper.inputs and known(keeper.inputs) else {}
        overwritten = changed_fields(state, asked) if keeper.progress == "held" else []
        if overwritten:
            self._graph.patch(organizer_of(state), meeting_id, patch_body(asked, overwritten), operation)

    def _settled(
        self, before: Made, inputs: Properties, sent: Properties, reply: Reply, operation: Operation
    ) -> Properties:
        """Return the state after a PATCH, and warn about values that the service newly overrides.

        Values of a meeting that an interrupted delete locked are no overrides: the next update opens it.
        """
        answered = same_meeting(before.id, before.state, reply)
        asked = asked_in(inputs)
        answered.require_readable(asked)
        if before.state.get(LOCKED) is not True and is_left_locked(inputs, answered, self._lacks, sent):
            operation.tell("warning", STILL_LOCKED)
            return state_of(inputs, answered, adopted=bool(before.state.get("adopted"))) | {LOCKED: True}
        overridden = {name: asked[name] for name in differing(asked, answered, unseen_differs=False)}
        told = object_in(before.state, OVERRIDES)
        news = [name for name, value in overridden.items() if told.get(name) != value]
        if news:
            operation.tell("warning", _override_text(news))
        state = state_of(inputs, answered, adopted=bool(before.state.get("adopted")))
        return state | ({OVERRIDES: overridden} if overridden else {})

    def _refuse_deleted(self, user: str | None, answered: Held, operation: Operation) -> None:
        """Raise if createOrGet answered with a deleted meeting; after a delete it may (graph contract, section 1.4)."""
        if not self._registry.was_deleted(answered.id):
            return
        try:
            self._graph.get(user, answered.id, operation)
        except NotFoundError as error:
            raise DeletedButAnsweredError(
                "Microsoft Graph answered with a meeting that this deployment has just deleted.",
                "It still maps the external id to the deleted meeting.",
                "Run `pulumi up` again later, or give the resource another external_id (in other languages:"
                " externalId).",
                error.request_id,
            ) from error


def _made_or_found(inputs: Properties, reply: Reply) -> Held:
    """Return the meeting of createOrGet's answer, checked to be the requested one."""
    request_id = reply.headers.get("request-id")
    answered = held(reply.content, request_id)
    require_organizer(answered, inputs.get("userId"), request_id)
    require_external_id(answered, inputs["externalId"], request_id)
    answered.require_readable(asked_in(inputs))
    return answered


def _say_unmanaged(state: Properties, asked: Properties, operation: Operation) -> None:
    names = sorted(name for name in asked_before(state) if name not in asked)
    if names:
        operation.tell("info", f"no longer managed and left unchanged in Teams: {', '.join(names)}")


def _override_text(names: Iterable[str]) -> str:
    return (
        f"Microsoft Graph did not apply {', '.join(sorted(names))}: a tenant policy or a licence overrides the program."
        " The outputs have the values in force. This warning is shown once"
    )
