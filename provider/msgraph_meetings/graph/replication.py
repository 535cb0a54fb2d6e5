"""Repeat a call that answers 404 because a new user or meeting has not reached all of Graph's servers yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import tenacity

from msgraph_meetings.errors import NotFoundError, NotVisibleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.errors import MeetingsError
    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings.http.operation import Operation

VISIBLE_SECONDS = 15.0
"""Seconds of waits for which a call is repeated; Microsoft documents no time."""
_LONGEST_WAIT = 4.0


def until_organizer_is_visible(create_or_get: Callable[[], Reply], operation: Operation) -> Reply:
    """Return the reply to createOrGet, which is repeated for some seconds while it answers 404.

    Raises:
        NotVisibleError: it still answers 404.
    """
    began, tries = operation.elapsed, 0

    def send() -> Reply:
        nonlocal tries
        tries += 1
        return create_or_get()

    reply = _until_visible(send, NotVisibleError, operation)
    if tries == 1:
        return reply
    return replace(reply, unsure=True, seconds=operation.elapsed - began)  # a try before may have created it


def until_meeting_is_visible(patch: Callable[[], Reply], operation: Operation) -> Reply:
    """Return the reply to the PATCH of a new meeting, which is repeated for some seconds after a 404.

    Raises:
        NotVisibleError: it still answers 404.
    """
    try:
        return _until_visible(patch, NotFoundError, operation)
    except NotFoundError as error:
        raise NotVisibleError(
            "The new meeting is not visible yet.",
            "Microsoft Graph answers 404 for it: a new meeting may take a while to reach all of Graph's servers.",
            request_id=error.request_id,
            said=error.said,
        ) from error


def _until_visible(send: Callable[[], Reply], missing: type[MeetingsError], operation: Operation) -> Reply:
    def too_late(state: tenacity.RetryCallState) -> bool:
        return state.idle_for + state.upcoming_sleep > VISIBLE_SECONDS or state.upcoming_sleep > operation.remaining

    def tell(state: tenacity.RetryCallState) -> None:
        operation.tell(
            "info",
            f"attempt {state.attempt_number} was answered 404, trying again in {state.upcoming_sleep:.0f} s:"
            " a new user or meeting may not be visible yet",
        )

    retrying = tenacity.Retrying(
        sleep=operation.wait,
        retry=tenacity.retry_if_exception_type(missing),
        wait=tenacity.wait_exponential(max=_LONGEST_WAIT) + tenacity.wait_random(0, 1),
        stop=too_late,
        before_sleep=tell,
        reraise=True,
    )
    return retrying(send)
