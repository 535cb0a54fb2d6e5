"""One operation on one meeting: its deadline, its cancellation, and its log."""

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
    """Shows each line about a resource once, however often the resource is checked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._said: set[tuple[str, str]] = set()

    def tell(self, resource: str, text: str, tell: Tell) -> None:
        """Show a warning, unless it was shown before."""
        with self._lock:
            new = (resource, text) not in self._said
            self._said.add((resource, text))
        if new:
            tell("warning", text)


def name_of(urn: str, otherwise: str) -> str:
    """Return the name of a URN's resource for messages, or ``otherwise`` if the URN is not known."""
    return f"resource {urn.split('::', 3)[-1]!r}" if urn else otherwise


class Clock:
    """Time as the operation sees it; tests pass a clock that does not wait.

    Seconds of the monotonic clock; a wait ends at once when the event is set.
    """

    def now(self) -> float:
        """Return the seconds since some fixed moment."""
        return time.monotonic()

    def wait(self, seconds: float, cancelled: Event) -> bool:
        """Wait, and return True if the event was set meanwhile."""
        return cancelled.wait(seconds)


@dataclass
class Operation:
    """The bounds of one create, read, update or delete, passed to every request and every wait.

    Args:
        label: the resource's name for log lines.
        timeout: seconds for the whole operation, waits included.
        tell: takes log lines.
        cancelled: set when the engine wants to stop.
        clock: the time.
        resource: the URN; empty if it is unknown.
        notices: shared by all operations of the process; by default new ones.
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
        """Warn that a meeting was adopted; if there are hundreds, one line names most of them."""
        (self.notices or Notices(self.tell)).adopted(external_id, text, self.tell)

    @property
    def elapsed(self) -> float:
        """The seconds since the operation began."""
        return self.clock.now() - self._start

    @property
    def remaining(self) -> float:
        """The seconds left before the deadline; not below zero."""
        return max(0.0, self.timeout - self.elapsed)

    @property
    def resource_name(self) -> str:
        """The resource's name, for messages."""
        return name_of(self.resource, "the old resource")

    def wait(self, seconds: float) -> None:
        """Wait that long.

        Raises:
            CancelledError: as soon as the operation is cancelled.
        """
        if self.clock.wait(seconds, self.cancelled):
            raise self.stopped()

    def go_on(self) -> None:
        """Raise if the operation was cancelled.

        Raises:
            CancelledError: the operation was cancelled.
        """
        if self.cancelled.is_set():
            raise self.stopped()

    def stopped(self) -> CancelledError:
        """Return the error of an operation that was cancelled."""
        return CancelledError(
            f"{self.label}: stopped, because the deployment was cancelled.",
            fix="Run `pulumi up` again to continue.",
        )
