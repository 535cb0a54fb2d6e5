"""create, read, update and delete of one meeting: the only place that knows in which order Graph is asked for what.

Both doors call this and nothing below it. ``check`` and ``diff``, which ask nobody, have files of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from msgraph_meetings.errors import (
    AlreadyExistsError,
    ArgumentError,
    DeletedButAnsweredError,
    IncompleteError,
    MeetingsError,
    NotDeletedError,
    NotFoundError,
    cut,
)
from msgraph_meetings.graph.replication import until_meeting_is_visible, until_organizer_is_visible
from msgraph_meetings.meetings.check import arguments_in, without_nulls
from msgraph_meetings.meetings.diff import OVERRIDES, asked_before, changed_fields, organizer_of
from msgraph_meetings.meetings.right_meeting import (
    require_external_id,
    require_meeting,
    require_organizer,
    written_otherwise,
)
from msgraph_meetings.model import instants
from msgraph_meetings.model.arguments import FIELDS, Held, held
from msgraph_meetings.model.identity import Identity
from msgraph_meetings.model.unknowns import known, object_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgraph_meetings.graph.calls import Graph
    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings.http.operation import Operation
    from msgraph_meetings.meetings.registry import Claim, Registry
    from msgraph_meetings.model.unknowns import Properties

_CREATED = 201


@dataclass(frozen=True)
class Made:
    """A meeting in the state: its Graph id and the resource's outputs."""

    id: str
    state: Properties


@dataclass(frozen=True)
class Found:
    """A meeting that was read: its outputs, and the arguments that would leave it as it is."""

    id: str
    state: Properties
    inputs: Properties


class Lifecycle:
    """What a deployment does to meetings through one Graph.

    Args:
        graph: the calls.
        registry: which resource of this deployment holds which meeting.
    """

    def __init__(self, graph: Graph, registry: Registry) -> None:
        self._graph = graph
        self._registry = registry

    def create(self, inputs: Properties, operation: Operation, *, derived: bool = False) -> Made:
        """The meeting of the external id, made or adopted, holding what the program asked for.

        One request when the answer holds everything asked for, else a second one, a PATCH of what differs.

        Args:
            inputs: checked arguments, all known.
            operation: deadline, cancellation and log.
            derived: the external id was derived from the resource's place.

        Raises:
            AlreadyExistsError: it existed, and ``onExisting`` is ``fail``; it was not touched.
            DuplicateError: another resource of this deployment has the same organizer and external id, or the same
                meeting by an identity that differs only to us.
            IncompleteError: the meeting exists, the PATCH failed.
            MeetingsError: any other refusal or failure; nothing is known to be made.
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
            raise IncompleteError(*kept_before, error) from error  # or no state would have the meeting that was kept

    def _made(self, inputs: Properties, operation: Operation, *, derived: bool) -> Made:
        external_id, user = inputs["externalId"], inputs.get("userId")
        identity = Identity.of(external_id, user)
        with self._registry.creating(operation.resource, identity):
            create_or_get = partial(self._graph.create_or_get, user, _parameters(inputs), operation)
            reply = until_organizer_is_visible(create_or_get, operation)
            answered = _made_or_found(inputs, reply)
            self._refuse_deleted(user, answered, operation)
            self._registry.made(operation.resource, identity, answered.id, Identity.of_state(answered.made))
            if self._registry.has_deleted(identity):
                operation.tell("warning", _MADE_ANEW)
            adopted = _existed_before(reply) and not self._registry.had_state(operation.resource, identity)
            _meet_existing(inputs, answered, operation, adopted=adopted, derived=derived)
            return self._complete(inputs, answered, operation, adopted=adopted)

    def _complete(self, inputs: Properties, answered: Held, operation: Operation, *, adopted: bool) -> Made:
        """Sends what the answer does not hold yet."""
        asked = _asked(inputs)
        differing = _differing(asked, answered)
        if not differing:
            return Made(answered.id, _state(inputs, answered, adopted=adopted))
        user = inputs.get("userId")
        try:
            patch = partial(self._graph.patch, user, answered.id, _body(asked, differing), operation)
            reply = patch() if adopted else until_meeting_is_visible(patch, operation)
            before = answered.made | {"adopted": adopted}
            return Made(answered.id, self._settled(answered.id, inputs, reply, operation, before))
        except MeetingsError as error:
            unfinished = _unfinished(inputs, answered, differing, adopted=adopted)
            raise IncompleteError(answered.id, unfinished, error) from error

    def read(self, meeting_id: str, state: Properties, operation: Operation) -> Found | None:
        """The meeting as the service holds it now, in the terms of what the program wrote; ``None`` when it is gone.

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
        now = _same_meeting(meeting_id, state, reply)
        now.require_readable(asked_before(state))
        refreshed = _refreshed(state, now)
        return Found(now.id, refreshed, arguments_in(refreshed) | object_in(refreshed, OVERRIDES))

    def update(self, meeting_id: str, state: Properties, inputs: Properties, operation: Operation) -> Properties:
        """The new state after one PATCH of what changed; no request where only the provider's own policies did.

        Args:
            meeting_id: Graph's id.
            state: the outputs of the last deployment.
            inputs: checked arguments, all known.
            operation: deadline, cancellation and log.

        Raises:
            MeetingsError: nothing of the state changed.
        """
        inputs = without_nulls(inputs)
        asked = _asked(inputs)
        _say_unmanaged(state, asked, operation)
        changed = changed_fields(state, asked)
        if not changed:
            return kept(state, inputs)
        reply = self._graph.patch(organizer_of(state), meeting_id, _body(asked, changed), operation)
        after = self._settled(meeting_id, inputs, reply, operation, state)
        self._registry.made(operation.resource, Identity.of_inputs(inputs), meeting_id, Identity.of_state(after))
        return after

    def delete(self, meeting_id: str, state: Properties, operation: Operation) -> None:
        """Delete the meeting; one that is gone already is fine.

        It is kept where the state says ``retain``, and where the program declares it, under this name or another: after
        a resource was renamed without ``aliases``, replaced, or imported under another id.

        Raises:
            NotDeletedError: another resource declares it, and has no meeting because its create failed.
            MeetingsError: the service refused, or failed.
        """
        if state.get("deletionPolicy") == "retain":
            operation.tell("info", "the meeting stays in Teams, because deletionPolicy is retain")
            return
        keeper = self._registry.keeper(meeting_id, Identity.of_state(state), operation.resource)
        if keeper is not None:
            self._keep(meeting_id, state, keeper, operation)
            return
        try:
            self._graph.delete(organizer_of(state), meeting_id, operation)
        except NotFoundError:
            operation.tell("info", "the meeting was already deleted")
        self._registry.deleted(meeting_id, Identity.of_state(state))

    def _keep(self, meeting_id: str, state: Properties, keeper: Claim, operation: Operation) -> None:
        """Leave the meeting to the resource that declares it, and put that one's values back where both set some."""
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
        asked = _asked(keeper.inputs) if keeper.inputs and known(keeper.inputs) else {}
        overwritten = changed_fields(state, asked) if keeper.progress == "held" else []
        if overwritten:
            self._graph.patch(organizer_of(state), meeting_id, _body(asked, overwritten), operation)

    def _settled(
        self, meeting_id: str, inputs: Properties, reply: Reply, operation: Operation, before: Properties
    ) -> Properties:
        """The state after a PATCH, with a word about what the service holds otherwise than asked, if it is news."""
        answered = _same_meeting(meeting_id, before, reply)
        asked = _asked(inputs)
        answered.require_readable(asked)
        overridden = {name: asked[name] for name in _differing(asked, answered, unseen_differs=False)}
        told = object_in(before, OVERRIDES)
        news = [name for name, value in overridden.items() if told.get(name) != value]
        if news:
            operation.tell("warning", _override_text(news))
        state = _state(inputs, answered, adopted=bool(before.get("adopted")))
        return state | ({OVERRIDES: overridden} if overridden else {})

    def _refuse_deleted(self, user: str | None, answered: Held, operation: Operation) -> None:
        """After a delete, createOrGet may answer with what is gone (graph contract, section 1.4: unknown)."""
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
    """The meeting that createOrGet answered with, which is the one that was asked for."""
    request_id = reply.headers.get("request-id")
    answered = held(reply.content, request_id)
    require_organizer(answered, inputs.get("userId"), request_id)
    require_external_id(answered, inputs["externalId"], request_id)
    answered.require_readable(_asked(inputs))
    return answered


def _same_meeting(meeting_id: str, state: Properties, reply: Reply) -> Held:
    """The meeting of that id and state, as the service answered it."""
    request_id = reply.headers.get("request-id")
    answered = held(reply.content, request_id)
    require_organizer(answered, organizer_of(state), request_id)
    if "adopted" in state:  # every state of ours says so; of a meeting that is only looked up nothing is known
        require_meeting(answered, meeting_id, state.get("externalId"), request_id)
    return answered


def _parameters(inputs: Properties) -> Properties:
    """CreateOrGet's body: its parameters and nothing else."""
    asked = {name: FIELDS[name].kind.wire(inputs[name]) for name in FIELDS if FIELDS[name].parameter and name in inputs}
    return {"externalId": inputs["externalId"]} | asked


def _asked(inputs: Properties) -> Properties:
    return {name: value for name, value in inputs.items() if name in FIELDS}


def _differing(asked: Properties, answered: Held, *, unseen_differs: bool = True) -> list[str]:
    """The fields that the answer holds otherwise; what it does not mention differs, or after a PATCH cannot be seen."""
    return [
        name
        for name, value in asked.items()
        if (unseen_differs if name not in answered.fields else not FIELDS[name].kind.same(value, answered.fields[name]))
    ]


def _body(asked: Properties, names: Iterable[str]) -> Properties:
    """A PATCH of these fields, with what Graph wants in the same request (graph contract, section 3.2)."""
    needed = set(names)
    if needed & {"startDateTime", "endDateTime"}:
        needed |= {"startDateTime", "endDateTime"}
    if "allowedPresenters" in needed and asked["allowedPresenters"] == "roleIsPresenter":
        needed.add("participants")
    body = {name: FIELDS[name].kind.wire(asked[name]) for name in FIELDS if name in needed and name in asked}
    if "startDateTime" in body and "endDateTime" not in body:
        body["endDateTime"] = instants.hour_after(body["startDateTime"])
    return body


def _state(inputs: Properties, answered: Held, *, adopted: bool) -> Properties:
    """The outputs: what the program wrote, as the service holds it, and what the service made."""
    shown = {name: _shown(name, value, answered) for name, value in _asked(inputs).items()}
    kept = {name: value for name, value in shown.items() if value is not None}
    return answered.made | _own(inputs) | kept | {"adopted": adopted}


def _unfinished(inputs: Properties, answered: Held, differing: Iterable[str], *, adopted: bool) -> Properties:
    """The outputs when the PATCH failed, without what the answer does not show: the next update must send it."""
    unseen = [name for name in differing if name not in answered.fields]
    return _state({name: value for name, value in inputs.items() if name not in unseen}, answered, adopted=adopted)


def _shown(name: str, asked: object, answered: Held) -> object:
    if name not in answered.fields:
        return asked
    now = answered.fields[name]
    return None if now is None else FIELDS[name].kind.shown(asked, now)


def _own(inputs: Properties) -> Properties:
    """The arguments that are the provider's, not the meeting's."""
    return {name: value for name, value in arguments_in(inputs).items() if name not in FIELDS}


def kept(state: Properties, inputs: Properties) -> Properties:
    """The state without what is no longer asked for, when nothing had to be sent."""
    made = {name: value for name, value in state.items() if name not in arguments_in(state) and name != OVERRIDES}
    asked = {name: value for name, value in _asked(inputs).items() if known(value)}
    shown = {name: FIELDS[name].kind.shown(value, state[name]) for name, value in asked.items() if name in state}
    overrides = {
        name: asked[name]
        for name in object_in(state, OVERRIDES)
        if name in asked and not FIELDS[name].kind.same(asked[name], shown.get(name))
    }
    return made | _own(inputs) | shown | ({OVERRIDES: overrides} if overrides else {})


def _refreshed(state: Properties, now: Held) -> Properties:
    asked = asked_before(state)
    after = _state(_own(state) | asked, now, adopted=bool(state.get("adopted")))
    overrides = {
        name: value
        for name, value in object_in(state, OVERRIDES).items()
        if after.get(name) == state.get(name) and not FIELDS[name].kind.same(value, after.get(name))
    }
    return after | ({OVERRIDES: overrides} if overrides else {})


def _existed_before(reply: Reply) -> bool:
    """Whether somebody else made the meeting: a 200, unless it answers our own repetition of a lost answer.

    Where the answer was lost, the service's own clock tells: a meeting made before our first try was not made by it.
    """
    if reply.status == _CREATED:
        return False
    return not reply.unsure or _older_than(reply.content.get("creationDateTime"), reply)


def _older_than(creation: object, reply: Reply) -> bool:
    first_try = instants.from_http_date(reply.headers.get("date"))
    if first_try is None or not isinstance(creation, str):
        return False
    try:
        return instants.ticks(creation) < first_try - int((reply.seconds + _DATE_SLACK) * instants.TICKS_PER_SECOND)
    except ValueError:
        return False


_REPLACED = (
    "the meeting was not deleted, because this program still declares it. Replacing the resource does not change the"
    " join URL; set another external_id (in other languages: externalId) to get a new meeting"
)
_MADE_ANEW = (
    "this is a new meeting with another join URL. Pulumi deletes a resource before it replaces it if another resource"
    " that"
    " this one belongs to is replaced, so this deployment deleted the meeting before"
)
_DATE_SLACK = 2.0
"""Seconds: the header counts whole ones, and the meeting is made a moment after the request."""


def _meet_existing(inputs: Properties, answered: Held, operation: Operation, *, adopted: bool, derived: bool) -> None:
    policy = inputs.get("onExisting", "warn")
    other = written_otherwise(answered, inputs["externalId"])
    if other is not None and policy != "fail":
        operation.tell("warning", _spelling_text(inputs["externalId"], other))
    if not adopted or policy == "adopt":
        return
    since = cut(answered.made.get("creationDateTime", "an unknown time"), 40)
    if policy == "fail":
        raise AlreadyExistsError(
            f"The external id {inputs['externalId']!r} already has a meeting, created at {since}.",
            "onExisting is fail, so that meeting was not changed.",
            "Set another external_id, or set on_existing to adopt to manage that meeting from now on, also if an"
            " earlier,"
            " interrupted run of this program created it (in other languages: externalId, onExisting).",
        )
    operation.tell_adopted(
        inputs["externalId"],
        f"adopted the meeting that the external id {inputs['externalId']!r} already had, created at {since}."
        " What the program declares is applied to it, and destroying the resource deletes it,"
        f" unless deletionPolicy is retain{_DERIVED_ADOPTED if derived else ''}",
    )


_DERIVED_ADOPTED = (
    ". The external id is derived from project, stack, types of the parents and name. Either an earlier run of this"
    " stack created the meeting, or another stack with the same names has it, for example on another team's backend."
    " Then both stacks change and delete one meeting. To separate them, set externalIdPrefix"
    " (MSGRAPH_EXTERNAL_ID_PREFIX) for one of them before its first deployment, or set an externalId (Python:"
    " external_id) on the resource"
)


def _spelling_text(asked: str, held_as: str) -> str:
    return (
        f"Microsoft Graph stores the external id {asked!r} as {cut(held_as, 120)!r}. Both mean the same meeting, so no"
        " other resource may use either of them"
    )


def _say_unmanaged(state: Properties, asked: Properties, operation: Operation) -> None:
    names = sorted(name for name in asked_before(state) if name not in asked)
    if names:
        operation.tell("info", f"no longer managed and left unchanged in Teams: {', '.join(names)}")


def _override_text(names: Iterable[str]) -> str:
    return (
        f"Microsoft Graph did not apply {', '.join(sorted(names))}: a tenant policy or a licence overrides the program."
        " The outputs have the values in force. This warning is shown once"
    )
