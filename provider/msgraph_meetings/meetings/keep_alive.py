"""keepAlive: an update in the last days before the expiry moves it. Which days, and what a person is told; no request.

Microsoft documents that an update extends a meeting's life by 60 days (graph contract, section 13). The smallest one is
a PATCH of the times that the meeting has. Whether Graph takes that for an update is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.errors import MeetingsError
from msgraph_meetings.model import instants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.model.unknowns import Properties

DAYS = 30
"""Days before the expiry in which an update moves it: a program that is deployed once a month keeps its meetings."""
EXPIRY = "expiryDateTime"


def is_due(state: Properties, news: Properties, now: int) -> bool:
    """Return True if an update must move the expiry.

    Args:
        state: the outputs of the last deployment.
        news: the arguments, which may contain unknowns.
        now: the present instant, in ticks.
    """
    if news.get("keepAlive") is not True:
        return False
    expiry = instants.ticks_or_none(state.get(EXPIRY))
    return expiry is not None and 0 <= expiry - now < DAYS * instants.TICKS_PER_DAY


def keep_alive_notices(state: Properties, news: Properties, now: int, *, replaces: bool) -> Iterator[str]:
    """Yield what a person should know about the expiry of a meeting that is to be kept alive.

    Args:
        state: the outputs of the last deployment.
        news: the arguments, which may contain unknowns.
        now: the present instant, in ticks.
        replaces: True if another meeting takes its place: then its expiry does not matter.
    """
    if news.get("keepAlive") is not True or replaces:
        return
    expiry = instants.ticks_or_none(state.get(EXPIRY))
    if expiry is None:
        yield (
            "keepAlive does nothing, because Microsoft Graph shows no expiryDateTime for this meeting. A state from an"
            " older version gets it with `pulumi refresh`"
        )
    elif expiry < now:
        yield (
            f"the meeting expired at {state[EXPIRY]}, as far as the state knows. Run `pulumi up --refresh`: it makes a"
            " new meeting with another link if this one is gone"
        )
    elif is_due(state, news, now):
        yield f"the meeting expires at {state[EXPIRY]}. `pulumi up` moves the expiry, because keepAlive is true"


def not_moved_text(before: str, after: object, refused: MeetingsError | None) -> str:
    """Return the warning after an update that did not move the expiry, or whose times Graph refused."""
    fix = "Change the end of the meeting, or let somebody start it, before it expires"
    if refused is None:
        return f"the update did not move the expiry ({before}; now {after}). {fix}"
    what = f"the expiry ({before}) was not moved. {refused.what}"
    return str(MeetingsError(what, fix=fix, request_id=refused.request_id, said=refused.said))


def without_times_text(expiry: str) -> str:
    """Return the warning for a meeting that has no times, which an update could set again."""
    return (
        f"the expiry ({expiry}) was not moved, because the meeting has no start and no end. Set startDateTime and"
        " endDateTime, or let somebody start the meeting, before it expires"
    )
