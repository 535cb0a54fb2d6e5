"""The calls about one OnlineMeeting: decode the request, call the lifecycle, encode its answer."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from msgraph_meetings.engine.protocol import provider_pb2
from msgraph_meetings.errors import IncompleteError
from msgraph_meetings.model.generation import base_of
from msgraph_meetings.model.outputs import OF_THE_ORGANIZER, SECRET, STABLE
from msgraph_meetings.model.unknowns import known
from msgraph_meetings.plugin.codec import Decoded, Mark, Marks, at_top, carried, decode, encode, secrets
from msgraph_meetings.plugin.failures import MalformedError, StartedError, check_failure
from msgraph_meetings.plugin.hiding import Hiding
from msgraph_meetings.plugin.old_engines import require_safe_import
from msgraph_meetings.plugin.urn import Urn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from google.protobuf.struct_pb2 import Struct

    from msgraph_meetings.http.operation import Operation, Tell
    from msgraph_meetings.model.unknowns import Properties
    from msgraph_meetings.plugin.deployment import Deployment

_IDENTITY = ("userId", "externalId")
_KINDS = {
    ("add", False): provider_pb2.PropertyDiff.ADD,
    ("add", True): provider_pb2.PropertyDiff.ADD_REPLACE,
    ("delete", False): provider_pb2.PropertyDiff.DELETE,
    ("delete", True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    ("update", False): provider_pb2.PropertyDiff.UPDATE,
    ("update", True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


def check(request: provider_pb2.CheckRequest, deployment: Deployment, tell: Tell) -> provider_pb2.CheckResponse:
    """Return every problem of the arguments, and the arguments with the identity filled in."""
    from msgraph_meetings.meetings.check import check as judge  # noqa: PLC0415  (pydantic takes 50 ms to load)

    news, given = decode(request.news), decode(request.olds)
    olds = deployment.registry.olds(request.urn, given, empty=not given.values)
    judged = judge(olds.values, news.values, deployment.settings, _derived(request.urn, deployment))
    for notice in judged.notices:
        deployment.said.tell(request.urn, _without_secret(notice, "externalId", olds), tell)
    failures = [
        *_problems(news),
        *(check_failure(failure.path, failure.reason) for failure in judged.failures),
        *_derived_without_a_stack(request.urn, olds.values, news.values),
        *_declared_twice(
            request.urn,
            olds.values,
            judged.inputs,
            deployment,
            secret=_is_secret("externalId", news, olds) or _is_secret("rotation", news, olds),
        ),
    ]
    left_out = {path: mark for path, mark in olds.marks.items() if path[0] not in news.values}
    marks = _with_rotation(_default_user_marks(judged.inputs, deployment) | left_out | news.marks)
    return provider_pb2.CheckResponse(inputs=encode(judged.inputs, marks), failures=failures)


def _with_rotation(marks: Marks) -> Marks:
    """Return the marks, with those of the rotation on the external id, of which it is a part."""
    rotation, whole = marks.get(("rotation",)), marks.get(("externalId",), Mark())
    return marks if rotation is None else marks | {("externalId",): whole | rotation}


def _derived_without_a_stack(urn: str, olds: Properties, news: Properties) -> Iterator[provider_pb2.CheckFailure]:
    """Refuse to derive an external id without a stack: it would be the same for all, and a create renames the first."""
    if Urn.of(urn).is_of_no_stack and news.get("externalId") is None and not olds:
        yield check_failure(
            "externalId", "is required, because no external id can be derived without a stack. Set externalId"
        )


def _derived(urn: str, deployment: Deployment) -> str:
    return Urn.of(urn).place.external_id(deployment.settings.external_id_prefix)


def _without_secret(text: str, name: str, olds: Decoded) -> str:
    """Return the text, with ``[secret]`` in place of a secret value."""
    if not olds.marks.get((name,), Mark()).secret:
        return text
    for value in (olds.values.get(name), base_of(olds.values)):
        text = text.replace(json.dumps(value, ensure_ascii=False, default=str), '"[secret]"')
    return text


def _default_user_marks(inputs: Properties, deployment: Deployment) -> Marks:
    """Return marks that make the organizer a secret if a secret setting names it."""
    named = deployment.secret_user and inputs.get("userId") == deployment.settings.user_id
    return secrets(["userId"]) if named else {}


def _problems(news: Decoded) -> Iterator[provider_pb2.CheckFailure]:
    from msgraph_meetings.meetings.check import path_of  # noqa: PLC0415

    for problem in news.problems:
        yield check_failure(path_of(problem.path), problem.reason)


def _declared_twice(
    urn: str, olds: Properties, inputs: Properties, deployment: Deployment, *, secret: bool
) -> Iterator[provider_pb2.CheckFailure]:
    from msgraph_meetings.meetings.registry import declaration, duplicate  # noqa: PLC0415

    claim = declaration(urn, olds, inputs, deployment.settings)
    if claim is None:
        return
    other = deployment.registry.declare(claim)
    if other is not None:
        shown = (replace(claim, inputs=None), replace(other, inputs=None)) if secret else (claim, other)
        yield check_failure("externalId", "\n".join(duplicate(*shown)))


def _is_secret(name: str, *bags: Decoded) -> bool:
    return any(bag.marks.get((name,), Mark()).secret for bag in bags)


def diff(request: provider_pb2.DiffRequest, deployment: Deployment | None, tell: Tell) -> provider_pb2.DiffResponse:
    """Return the changes, property by property; sends no request."""
    from msgraph_meetings.meetings.diff import diff as compare  # noqa: PLC0415
    from msgraph_meetings.meetings.keep_alive import keep_alive_notices  # noqa: PLC0415
    from msgraph_meetings.meetings.kept_organizer import other_organizer  # noqa: PLC0415
    from msgraph_meetings.model import instants  # noqa: PLC0415
    from msgraph_meetings.model.state import organizer_of  # noqa: PLC0415

    state, news = _known(request.olds).values, _decoded(request.news).values
    now = instants.now()
    found = compare(state, news, now)
    if deployment is not None:
        organizer = other_organizer(organizer_of(state), news, deployment.settings)
        expiry = keep_alive_notices(state, news, now, replaces=found.replaces)
        for notice in (*organizer, *expiry):
            deployment.said.tell(request.urn, notice, tell)
        if not found.replaces:
            deployment.registry.hold_declared(request.urn, news, state, _id(request.id))
    changes = provider_pb2.DiffResponse.DIFF_SOME if found.changes else provider_pb2.DiffResponse.DIFF_NONE
    return provider_pb2.DiffResponse(
        changes=changes,
        replaces=[change.path for change in found.changes if change.replaces],
        stables=[] if found.replaces else STABLE,
        diffs=list(dict.fromkeys(change.path.split(".")[0] for change in found.changes)),
        detailedDiff={
            change.path: provider_pb2.PropertyDiff(kind=_KINDS[change.kind, change.replaces])
            for change in found.changes
        },
        hasDetailedDiff=True,
    )


def create(request: provider_pb2.CreateRequest, deployment: Deployment, tell: Tell) -> provider_pb2.CreateResponse:
    """Create or adopt: createOrGet, then at most one PATCH; in a preview, return the known outputs."""
    from msgraph_meetings.meetings.preview import preview_create  # noqa: PLC0415

    inputs = _decoded(request.properties) if request.preview else _checked(request.properties, deployment)
    marks = _output_marks(inputs.marks)
    if request.preview:
        return provider_pb2.CreateResponse(properties=encode(preview_create(inputs.values), marks))
    try:
        derived = base_of(inputs.values) == _derived(request.urn, deployment)
        hiding = Hiding(inputs)
        operation = _operation(request, inputs.values, deployment, hiding.tell(tell))
        with hiding.errors():
            made = deployment.lifecycle.create(inputs.values, operation, derived=derived)
    except IncompleteError as error:
        raise StartedError(error, encode(error.state, marks), request.properties) from error
    return provider_pb2.CreateResponse(id=made.id, properties=encode(made.state, marks))


def read(
    request: provider_pb2.ReadRequest, deployment: Deployment, tell: Tell, engine_is: Callable[[str], bool]
) -> provider_pb2.ReadResponse:
    """Read with one GET. A meeting that is gone has no id and no properties, which differs from empty ones.

    A refresh has the state; an import has none; a lookup (``get``) has the program's values as state and as inputs.
    """
    id_, state = _id(request.id), _known(request.properties)
    hiding = Hiding(state)
    operation = _operation(request, state.values, deployment, hiding.tell(tell))
    with hiding.errors():
        if state.values.get("adopted") is None:  # every state of ours has it
            return _imported(request, state, deployment, operation, engine_is)
        found = deployment.lifecycle.read(id_, state.values, operation)
    if found is None:
        return provider_pb2.ReadResponse()
    inputs = _known(request.inputs)
    return provider_pb2.ReadResponse(
        id=found.id,
        properties=encode(found.state, _output_marks(state.marks)),
        inputs=encode(found.inputs, carried(inputs.marks, inputs.values, found.inputs)),
    )


def _imported(
    request: provider_pb2.ReadRequest,
    given: Decoded,
    deployment: Deployment,
    operation: Operation,
    engine_is: Callable[[str], bool],
) -> provider_pb2.ReadResponse:
    from msgraph_meetings.meetings.importing import import_meeting  # noqa: PLC0415

    user = given.values.get("userId")
    found = import_meeting(request.id, user, deployment.settings, deployment.graph, operation)
    if found is None:
        return provider_pb2.ReadResponse()
    marks = _default_user_marks(found.inputs, deployment) | at_top(given.marks)
    if not request.HasField("inputs"):  # a lookup has them
        secret_user = marks.get(("userId",), Mark()).secret
        require_safe_import(request.id, found.id, engine_is, shown=not secret_user)
    return provider_pb2.ReadResponse(
        id=found.id,
        properties=encode(found.state, _output_marks(marks)),
        inputs=encode(found.inputs, marks),
    )


def update(request: provider_pb2.UpdateRequest, deployment: Deployment, tell: Tell) -> provider_pb2.UpdateResponse:
    """Update with at most one PATCH; in a preview, return the known outputs."""
    from msgraph_meetings.meetings.preview import preview_update  # noqa: PLC0415

    id_, state = _id(request.id), _known(request.olds).values
    inputs = _decoded(request.news) if request.preview else _checked(request.news, deployment, exists=True)
    marks = _output_marks(inputs.marks)
    if request.preview:
        return provider_pb2.UpdateResponse(properties=encode(preview_update(state, inputs.values), marks))
    hiding = Hiding(inputs)
    operation = _operation(request, inputs.values, deployment, hiding.tell(tell))
    with hiding.errors():
        after = deployment.lifecycle.update(id_, state, inputs.values, operation)
    return provider_pb2.UpdateResponse(properties=encode(after, marks))


def delete(request: provider_pb2.DeleteRequest, deployment: Deployment, tell: Tell) -> None:
    """Delete with one DELETE, or none if the state says ``retain``."""
    id_, state = _id(request.id), _known(request.properties)
    hiding = Hiding(state)
    operation = _operation(request, state.values, deployment, hiding.tell(tell))
    with hiding.errors():
        deployment.lifecycle.delete(id_, state.values, operation)


def _operation(
    request: provider_pb2.CreateRequest
    | provider_pb2.ReadRequest
    | provider_pb2.UpdateRequest
    | provider_pb2.DeleteRequest,
    properties: Properties,
    deployment: Deployment,
    tell: Tell,
) -> Operation:
    label = f"meeting {properties.get('externalId', '')}".strip()
    seconds = getattr(request, "timeout", 0.0)  # older stubs lack it in ReadRequest
    creates = isinstance(request, provider_pb2.CreateRequest)
    return deployment.operation(label, seconds, tell, request.urn, creates=creates)


def _output_marks(inputs: Marks) -> Marks:
    """Return the outputs' marks: a secret argument hides its output, a secret organizer all outputs with the id."""
    marks = at_top(inputs) | secrets(SECRET)
    user = marks.get(("userId",), Mark())
    return marks | secrets(OF_THE_ORGANIZER) if user.secret else marks


def _decoded(struct: Struct) -> Decoded:
    found = decode(struct)
    if found.problems:
        path = ".".join(str(part) for part in found.problems[0].path)
        raise _unusable(path, found.problems[0].reason)
    return found


def _known(struct: Struct) -> Decoded:
    found = _decoded(struct)
    if not known(found.values):
        raise MalformedError("The request has unknown values, which are allowed only in a preview.")
    for name in _IDENTITY:
        if not isinstance(found.values.get(name), str | None):
            raise _unusable(name, "must be a string")
    return found


def _checked(struct: Struct, deployment: Deployment, *, exists: bool = False) -> Decoded:
    """Return the arguments, checked again: another caller than the engine may not have checked them."""
    from msgraph_meetings.meetings.check import check as judge  # noqa: PLC0415

    found = _known(struct)
    failures = judge(found.values if exists else {}, found.values, deployment.settings, None).failures
    if failures:
        raise _unusable(failures[0].path, failures[0].reason)
    return found


def _unusable(path: str, reason: str) -> MalformedError:
    return MalformedError(f"The property {path} cannot be used: {reason}.")


def _id(text: str) -> str:
    if not text:
        raise MalformedError("The request has no id.")
    return text
