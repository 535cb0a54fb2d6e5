"""Decide what a create does with a meeting that existed before: adopt it, warn, or refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.errors import AlreadyExistsError, cut
from msgraph_meetings.meetings.right_meeting import written_otherwise
from msgraph_meetings.model import instants

if TYPE_CHECKING:
    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings.http.operation import Operation
    from msgraph_meetings.model.answer import Held
    from msgraph_meetings.model.unknowns import Properties

_CREATED = 201
_DATE_SLACK = 2.0
"""Seconds: the header has whole seconds, and the meeting is created a moment after the request."""
_DERIVED_ADOPTED = (
    ". The external id is derived from project, stack, types of the parents and name. Either an earlier run of this"
    " stack created the meeting, or another stack with the same names has it, for example on another team's backend."
    " Then both stacks change and delete one meeting. To separate them, set externalIdPrefix"
    " (MSGRAPH_EXTERNAL_ID_PREFIX) for one of them before its first deployment, or set an externalId (Python:"
    " external_id) on the resource"
)


def existed_before(reply: Reply) -> bool:
    """Return True if the meeting existed before this create: the status is 200, and no answer of ours was lost.

    After a lost answer the service's clock decides: a meeting created before our first try is not ours.
    """
    if reply.status == _CREATED:
        return False
    return not reply.unsure or _older_than(reply.content.get("creationDateTime"), reply)


def meet_existing(inputs: Properties, answered: Held, operation: Operation, *, adopted: bool, derived: bool) -> None:
    """Apply `onExisting`: adopt the meeting, warn, or refuse.

    Raises:
        AlreadyExistsError: the meeting existed, and `onExisting` is `fail`.
    """
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
            " earlier, interrupted run of this program created it (in other languages: externalId, onExisting).",
        )
    operation.tell_adopted(
        inputs["externalId"],
        f"adopted the meeting that the external id {inputs['externalId']!r} already had, created at {since}."
        " What the program declares is applied to it, and destroying the resource deletes it,"
        f" unless deletionPolicy is retain{_DERIVED_ADOPTED if derived else ''}",
    )


def _older_than(creation: object, reply: Reply) -> bool:
    first_try = instants.from_http_date(reply.headers.get("date"))
    if first_try is None or not isinstance(creation, str):
        return False
    try:
        return instants.ticks(creation) < first_try - int((reply.seconds + _DATE_SLACK) * instants.TICKS_PER_SECOND)
    except ValueError:
        return False


def _spelling_text(asked: str, held_as: str) -> str:
    return (
        f"Microsoft Graph stores the external id {asked!r} as {cut(held_as, 120)!r}. Both mean the same meeting, so no"
        " other resource may use either of them"
    )
