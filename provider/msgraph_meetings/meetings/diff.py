"""diff: compute the changes from the last state and the new arguments; sends no request.

Values are compared by meaning. Properties that the program never set are ignored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from msgraph_meetings.meetings.keep_alive import EXPIRY, is_due
from msgraph_meetings.model import instants
from msgraph_meetings.model.comparison import Struct
from msgraph_meetings.model.fields import FIELDS, POLICIES
from msgraph_meetings.model.locking import may_open
from msgraph_meetings.model.outputs import LOCKED
from msgraph_meetings.model.state import asked_before, organizer_of
from msgraph_meetings.model.unknowns import Properties, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.model.comparison import Kind


@dataclass(frozen=True)
class Change:
    """One property that changes, and if the change replaces the meeting."""

    path: str
    kind: Literal["add", "delete", "update"]
    replaces: bool = False


@dataclass(frozen=True)
class Difference:
    """All changes; empty if the deployment has nothing to do."""

    changes: tuple[Change, ...]

    @property
    def replaces(self) -> bool:
        """True if a new meeting replaces the old one."""
        return any(change.replaces for change in self.changes)


def diff(state: Properties, news: Properties, now: int | None = None) -> Difference:
    """Return the differences between the state and the arguments, which may contain unknowns.

    Properties that the program never set are ignored. A property that it no longer sets is a change: it leaves the
    state. The expiry is a change if ``keepAlive`` must move it.

    Args:
        state: the outputs of the last deployment.
        news: the arguments.
        now: the present instant, in ticks; by default that of this machine's clock.
    """
    alive = [Change(EXPIRY, "update")] if is_due(state, news, instants.now() if now is None else now) else []
    return Difference(
        (*_identity(state, news), *_policies(state, news), *_lock(state, news), *alive, *_fields(state, news))
    )


def _identity(state: Properties, news: Properties) -> Iterator[Change]:
    """Yield the changes of the identity; an identity that is not known yet is a change, but not a replacement.

    The engine asks with unknowns before it deletes a resource that others depend on; a replacement would delete those
    too. The identity may turn out to be the same.
    """
    user = organizer_of(state)
    if "userId" in news and not (known(news["userId"]) and str(news["userId"]).lower() == str(user).lower()):
        yield Change("userId", "update", replaces=known(news["userId"]))
    if "externalId" in news and news["externalId"] != state.get("externalId"):
        yield Change("externalId", "update", replaces=known(news["externalId"]))


def _policies(state: Properties, news: Properties) -> Iterator[Change]:
    for name in POLICIES:
        if state.get(name) != news.get(name):
            yield Change(name, _kind(name in state, name in news))


def _lock(state: Properties, news: Properties) -> Iterator[Change]:
    """Yield a change if the meeting was found locked by an interrupted delete: an update opens it."""
    if state.get(LOCKED) is True and may_open(news):
        yield Change(LOCKED, "update")


def _fields(state: Properties, news: Properties) -> Iterator[Change]:
    before = asked_before(state)
    for name, field in FIELDS.items():
        if name in news and name in before:
            yield from _changes(name, field.kind, before[name], news[name])
        elif name in news or name in before:
            yield Change(name, _kind(name in before, name in news))


def _changes(path: str, kind: Kind, before: Any, new: Any) -> Iterator[Change]:
    if isinstance(kind, Struct) and isinstance(before, dict) and isinstance(new, dict):
        for name in {**before, **new}:
            inner = f"{path}.{name}"
            if name in before and name in new:
                yield from _changes(inner, kind.of(name), before[name], new[name])
            else:
                yield Change(inner, _kind(name in before, name in new))
    elif not known(new) or kind.changed(before, new):
        yield Change(path, "update")


def _kind(before: bool, after: bool) -> Literal["add", "delete", "update"]:  # noqa: FBT001  (two plain facts)
    if before and after:
        return "update"
    return "add" if after else "delete"
