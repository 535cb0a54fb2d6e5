"""One operation on one meeting: how long it may take, whether it was cancelled, and whom to tell about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Literal

from msgraph_meetings.errors import CancelledError
from msgraph_meetings.http.notices import Notices

Severity = Literal["status", "info", "warning"]
Tell = Callable[[Severity, str], None]


class SaidOnce:
    """Tells each line about a resource once, however often the resource is checked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._said: set[tuple[str, str]] = set()

    def tell(self, resource: str, text: str, tell: Tell) -> None:
        """Tell a warning, unless it was told before."""
        with self._lock:
            new = (resource, text) not in self._said
            self._said.add((resource, text))
        if new:
            tell("warning", text)


def name_of(urn: str, otherwise: str) -> str:
    """Return what messages call the resource of a URN; ``otherwise``, if the URN is not known."""
    return f"resource {urn.split('::', 3)[-1]!r}" if urn else otherwise


class Clock:
    """Time as the operation sees it; a test hands in one that does not wait.

    Seconds of the monotonic clock; a wait ends at once when the event is set.
    """

    def now(self) -> float:
        """Seconds since some fixed moment."""
        return time.monotonic()

    def wait(self, seconds: float, cancelled: Event) -> bool:
        """Waits, and says whether it was cancelled meanwhile."""
        return cancelled.wait(seconds)


@dataclass
class Operation:
    """The bounds of one create, read, update or delete, handed down to every request and every wait.

    Args:
        label: what the user calls the resource, for log lines.
        timeout: seconds for the whole of it, waits included.
        tell: takes log lines.
        cancelled: set when the engine wants to stop.
        clock: the time.
        resource: the URN; empty where it cannot be known.
        notices: of all operations of the process; left out, this one has its own.
    """

    label: str
    timeout: float
    tell: Tell = lambda _severity, _text: None
    cancelled: Event = field(default_factory=Event)
    clock: Clock = field(default_factory=Clock)
    resource: str = ""
    notices: Notices | None = None

    def __post_init__(self) -> None:
        self._start = self.clock.now()

    def tell_adopted(self, external_id: str, text: str) -> None:
        """Warns that a meeting was adopted; where hundreds are, most are told in one line."""
        (self.notices or Notices(self.tell)).adopted(external_id, text, self.tell)

    @property
    def elapsed(self) -> float:
        """Seconds since the operation began."""
        return self.clock.now() - self._start

    @property
    def remaining(self) -> float:
        """Seconds left before the deadline; not below zero."""
        return max(0.0, self.timeout - self.elapsed)

    @property
    def resource_name(self) -> str:
        """The resource, for messages."""
        return name_of(self.resource, "the old resource")

    def wait(self, seconds: float) -> None:
        """Waits that long.

        Raises:
            CancelledError: as soon as the operation is cancelled.
        """
        if self.clock.wait(seconds, self.cancelled):
            raise self.stopped()

    def go_on(self) -> None:
        """Raise if the operation was cancelled.

        Raises:
            CancelledError: when it was.
        """
        if self.cancelled.is_set():
            raise self.stopped()

    def stopped(self) -> CancelledError:
        """The error of an operation that was cancelled."""
        return CancelledError(
            f"{self.label}: stopped, because the deployment was cancelled.",
            fix="Run `pulumi up` again to continue.",
        )
