"""Compare the meetings of a stack with the service: one read for each, and no change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, Literal

from msgraph_meetings.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    MeetingsError,
)
from msgraph_meetings.http.operation import Operation
from msgraph_meetings.model.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msgraph_meetings.commands.stacks.meeting import Meeting
    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.meetings.lifecycle import Lifecycle

Outcome = Literal["same", "changed", "gone", "unknown"]
_AT_ONCE = 8
_SECONDS = 60.0
"""Seconds for one meeting, waits and retries included."""
_ALL_FAIL_ALIKE = (AuthenticationError, ConfigurationError, ConnectionFailedError)


@dataclass(frozen=True)
class Change:
    """A property with another value on the service: in the state, and now."""

    name: str
    before: Any
    now: Any


@dataclass(frozen=True)
class Drift:
    """The result for one meeting.

    Args:
        outcome: ``gone`` if the service no longer has it; ``unknown`` if the service did not say.
        changes: the properties that differ.
        why: the reason of an unknown result.
    """

    outcome: Outcome
    changes: tuple[Change, ...] = ()
    why: str = ""

    def as_object(self) -> dict[str, Any]:
        """Return the result for ``--json``."""
        changes = [{"name": one.name, "state": one.before, "service": one.now} for one in self.changes]
        return {"outcome": self.outcome, "changes": changes, "why": self.why or None}


def drift_of(
    meetings: Sequence[Meeting], settings: Settings, told: Callable[[int], object] = lambda _done: None
) -> dict[str, Drift]:
    """Return the results by URN.

    Args:
        meetings: those of a state.
        settings: the sign-in, the organizer of meetings that name none, and the endpoint.
        told: takes the number of meetings that were read.

    Raises:
        MeetingsError: no meeting can be read: no sign-in, no connection.
    """
    from msgraph_meetings.meetings.connect import connect  # noqa: PLC0415  (a quarter of a second)
    from msgraph_meetings.meetings.registry import Registry  # noqa: PLC0415

    lifecycle, cancelled = connect(settings, Registry()), Event()
    results: dict[str, Drift] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            read = pool.map(lambda meeting: _read(meeting, settings.user_id, lifecycle, cancelled), meetings)
            for meeting, drift in zip(meetings, read, strict=True):
                results[meeting.urn] = drift
                told(len(results))
        except BaseException:
            cancelled.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return results


def _read(meeting: Meeting, default_user: str | None, lifecycle: Lifecycle, cancelled: Event) -> Drift:
    if not meeting.id:
        return Drift("unknown", why="The state has no Graph id.")
    state = dict(meeting.properties)
    if not meeting.organizer and default_user:
        state["userId"] = default_user
    try:
        found = lifecycle.read(meeting.id, state, Operation(meeting.name, _SECONDS, cancelled=cancelled))
    except _ALL_FAIL_ALIKE:
        raise
    except MeetingsError as error:
        return Drift("unknown", why=error.what)
    if found is None:
        return Drift("gone")
    changes = tuple(
        Change(name, state.get(name), found.state.get(name))
        for name in FIELDS
        if name in state and state.get(name) != found.state.get(name)
    )
    return Drift("changed" if changes else "same", changes)
