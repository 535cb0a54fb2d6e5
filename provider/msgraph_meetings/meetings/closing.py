"""Lock a meeting before it is deleted, and open one that an earlier delete locked.

DELETE does not revoke a join link (graph contract, section 4). A meeting is opened only for a resource that locks
meetings itself: otherwise somebody may have closed it on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.errors import NotFoundError, RefusedError
from msgraph_meetings.meetings.right_meeting import same_meeting
from msgraph_meetings.model.locking import is_locked, locked_values, may_open, on_the_wire, opening_values
from msgraph_meetings.model.outputs import LOCKED
from msgraph_meetings.model.state import asked_before, asked_in, differing, organizer_of

if TYPE_CHECKING:
    from collections.abc import Container

    from msgraph_meetings.graph.calls import Graph
    from msgraph_meetings.http.operation import Operation
    from msgraph_meetings.model.answer import Held
    from msgraph_meetings.model.unknowns import Properties

ALREADY_DELETED = "the meeting was already deleted"
LOCKED_ONLY = (
    "the meeting is locked and not deleted: only its organizer gets in. Run the command again to delete it. To keep it,"
    " declare it and run `pulumi up --refresh`, which opens it again"
)
_WITHOUT_LOCK = (
    "To do without the lock, delete the meeting with another client of Microsoft Graph and run the command again. A"
    " resource that has no rotation can also set deletionPolicy to delete and run `pulumi up` before."
)
STILL_LOCKED = (
    "an earlier deletion has locked the meeting: only its organizer gets in. Run `pulumi up` again, which opens it"
)
LOCKED_FOR_ANOTHER = (
    "the meeting lets in only its organizer, as a rotation, or a deletion with deletionPolicy lock or lockAndRetain,"
    " leaves it. To open it, declare its settings, or set deletionPolicy to one of the two and run"
    " `pulumi up --refresh`"
)
TWO_GENERATIONS = (
    "a rotation of its link was interrupted, so two generations of the meeting stay in Teams, and both links are open."
    " To close one, declare its external id with deletionPolicy lock, and remove it again"
)


def locked_and_kept(policy: object) -> str:
    """Return the line about a locked meeting that stays on the service."""
    return f"the meeting stays in Teams and lets in only its organizer, because deletionPolicy is {policy}"


def lock(meeting_id: str, state: Properties, lacks: Container[str], graph: Graph, operation: Operation) -> bool:
    """Let only the organizer into the meeting, with one PATCH; return False if the service says that it is gone.

    Args:
        meeting_id: Graph's id.
        state: the outputs of the last deployment.
        lacks: the properties that the cloud does not have.
        graph: the calls.
        operation: deadline, cancellation and log.

    Raises:
        MeetingsError: the service refused or failed; the meeting must not be deleted.
    """
    values = locked_values(state, lacks)
    try:
        reply = graph.patch(organizer_of(state), meeting_id, on_the_wire(values), operation)
    except NotFoundError:
        return False
    except RefusedError as error:
        error.what = f"The meeting was not locked, so it was not deleted. {error.what}"
        error.fix = f"{error.fix} {_WITHOUT_LOCK}".strip()
        raise
    left = differing(values, same_meeting(meeting_id, state, reply), unseen_differs=False)
    if left:
        operation.tell("warning", f"a tenant policy keeps the lock from applying to {', '.join(sorted(left))}")
    return True


def opened(inputs: Properties, answered: Held, lacks: Container[str], operation: Operation) -> Properties:
    """Return the values that open a meeting which an earlier delete locked; empty if it is not locked."""
    values = opening_values(asked_in(inputs), lacks)
    if not is_locked(answered) or not _opens(values, answered):
        return {}
    if not may_open(inputs):
        operation.tell("warning", LOCKED_FOR_ANOTHER)
        return {}
    operation.tell("warning", _opened_text(values))
    return values


def reopened(state: Properties, inputs: Properties, lacks: Container[str]) -> Properties:
    """Return the values by which an update opens the meeting of that state; empty if it is not known to be locked."""
    if state.get(LOCKED) is not True or not (may_open(state) or may_open(inputs)):
        return {}
    return opening_values(asked_in(inputs), lacks)


def was_locked(state: Properties, now: Held, lacks: Container[str]) -> bool:
    """Return True if a refresh found the meeting of that state locked, and an update can open it.

    In a meeting that is known to be locked, a setting that the program has changed since does not count.
    """
    asked = asked_before(state)
    changed = asked if state.get(LOCKED) is True else ()
    return is_locked(now, changed) and _opens(opening_values(asked, lacks), now)


def is_left_locked(inputs: Properties, answered: Held, lacks: Container[str], sent: Container[str]) -> bool:
    """Return True if an earlier delete locked the meeting and another update can open it.

    Args:
        inputs: the arguments.
        answered: the meeting after a PATCH.
        lacks: the properties that the cloud does not have.
        sent: the properties of the PATCH.
    """
    if not (may_open(inputs) and is_locked(answered, sent)):
        return False
    asked = asked_in(inputs)
    return _opens(asked | opening_values(asked, lacks), answered)


def _opens(values: Properties, answered: Held) -> bool:
    """Return True if the meeting has another value now; a program may declare every value of a locked meeting."""
    return bool(differing(values, answered, unseen_differs=False))


def _opened_text(values: Properties) -> str:
    return (
        "an earlier deletion had locked the meeting; it is open again. These settings have the values of a new meeting,"
        f" as far as the program does not set them: {', '.join(sorted(values))}"
    )
