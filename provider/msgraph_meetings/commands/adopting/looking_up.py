"""Look the requested meetings up, and name their resources."""

from __future__ import annotations

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from msgraph_meetings.errors import MeetingsError
from msgraph_meetings.http.operation import Operation
from msgraph_meetings.meetings.connect import connect_graph
from msgraph_meetings.meetings.importing import import_meeting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msgraph_meetings.commands.adopting.requested import Requested
    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.graph.calls import Graph
    from msgraph_meetings.model.unknowns import Properties

_AT_ONCE = 8
_SECONDS = 60.0
"""Seconds for one meeting, waits and retries included."""
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Adopted:
    """A meeting that exists, as a program declares it.

    Args:
        name: the resource's name.
        import_id: for `pulumi import`: Graph's id, after the organizer if the settings do not name this one.
        inputs: the arguments with which a deployment changes nothing.
    """

    name: str
    import_id: str
    inputs: Properties


@dataclass(frozen=True)
class Missing:
    """A meeting that was not found, and why."""

    link: str
    why: str


def look_up(
    wanted: Sequence[Requested],
    settings: Settings,
    user: str | None = None,
    told: Callable[[int], object] = lambda _done: None,
) -> tuple[list[Adopted], list[Missing]]:
    """Return the meetings that exist, and the others.

    Args:
        wanted: in the order of the program.
        settings: the sign-in, and the organizer that a deployment has by default.
        user: the organizer of meetings that name none; None to take it from the link, else from the settings.
        told: takes the number of meetings that were looked up.

    Raises:
        ConfigurationError: the settings name no way to sign in.
    """
    graph, cancelled = connect_graph(settings), Event()
    found: list[Adopted] = []
    missing: list[Missing] = []
    names: set[str] = set()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            for done, result in enumerate(
                pool.map(lambda one: _found(one, user, settings, graph, cancelled), wanted), 1
            ):
                if isinstance(result, Missing):
                    missing.append(result)
                else:
                    found.append(Adopted(_unique(result.name, names), result.import_id, result.inputs))
                told(done)
        except BaseException:
            cancelled.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return found, missing


def _found(
    one: Requested, default: str | None, settings: Settings, graph: Graph, cancelled: Event
) -> Adopted | Missing:
    user = one.user or default or one.organizer_in_link or settings.user_id
    try:
        meeting = import_meeting(one.link, user, settings, graph, Operation(one.link, _SECONDS, cancelled=cancelled))
    except MeetingsError as error:
        return Missing(one.link, f"{error.what} {error.why}".strip())
    if meeting is None:
        return Missing(one.link, "The organizer has no such meeting: it was deleted, or it expired.")
    organizer = meeting.inputs.get("userId")
    known = not organizer or str(organizer).lower() == str(settings.user_id).lower()
    name = one.name or _slug(meeting.inputs.get("subject")) or _slug(meeting.inputs.get("externalId")) or "meeting"
    return Adopted(name, meeting.id if known else f"{organizer}/{meeting.id}", meeting.inputs)


def _slug(text: object) -> str:
    """Return a name of lower-case letters, digits and hyphens; empty if nothing is left."""
    if not isinstance(text, str):
        return ""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_NAME].strip("-")


def _unique(name: str, taken: set[str]) -> str:
    """Return the name, with a number if it is taken, and take it."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    taken.add(free)
    return free
