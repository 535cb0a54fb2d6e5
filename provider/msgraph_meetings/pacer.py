"""One gate for all threads: when one request is told to wait, all wait, and afterwards they go one after the other.

How fast they go then is ``pace``'s to say; here threads wait.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from msgraph_meetings.errors import ThrottledError
from msgraph_meetings.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.operation import Operation

_WORTH_SAYING = 1.0
_POLL = 0.2
_LOOK_AGAIN = 1.0
"""Seconds after which who stands in the line looks again: the pace may have changed."""


class Pacer:
    """Lets requests through: at most ``parallel`` at once, none during a pause, spaced out after one."""

    def __init__(self, parallel: int) -> None:
        self._places = BoundedSemaphore(parallel)
        self._lock = Lock()
        self._pace = Pace()

    @contextmanager
    def turn(self, operation: Operation) -> Iterator[float]:
        """Waits for this request's turn and holds a place while it is under way.

        The value is the time at which it was let through, for ``refused``.

        Raises:
            ThrottledError: when the turn does not come before the operation's deadline.
            CancelledError: when the operation is cancelled.
        """
        operation.go_on()
        self._await_place(operation)  # first: who waits for a place would else miss a pause that begins meanwhile
        try:
            yield self._await_turn(operation)
        finally:
            self._places.release()

    def refused(self, operation: Operation, seconds: float, went: float) -> None:
        """The service said to a request that went at ``went`` to wait ``seconds``: everybody does, and goes slower."""
        with self._lock:
            self._pace.refused(operation.clock.now(), seconds, went)

    def served(self) -> None:
        """A request was answered; nothing was refused."""
        with self._lock:
            self._pace.served()

    def _await_turn(self, operation: Operation) -> float:
        """The time of this request's turn, when it has come."""
        with self._lock:
            ticket = self._pace.ticket(operation.clock.now())
        while True:
            now, wait, paused = self._look(operation, ticket)
            if not wait:
                return now
            if paused and wait > operation.remaining:
                raise too_long(operation, wait)
            if not operation.remaining:
                raise too_long(operation, None)
            if paused and wait >= _WORTH_SAYING:
                operation.tell(
                    "status", f"waiting {wait:.0f} s, as the service asked; {operation.remaining:.0f} s left"
                )
            operation.wait(wait if paused else min(wait, operation.remaining, _LOOK_AGAIN))

    def _look(self, operation: Operation, ticket: int) -> tuple[float, float, bool]:
        """The time, the seconds until the ticket's turn as things are, and whether a pause is the reason."""
        with self._lock:
            now = operation.clock.now()
            return now, self._pace.wait(ticket, now), self._pace.paused(now)

    def _await_place(self, operation: Operation) -> None:
        while not self._places.acquire(timeout=_POLL):
            operation.go_on()
            if not operation.remaining:
                raise ThrottledError(
                    f"{operation.label}: no request could be sent within its {operation.timeout:.0f} s.",
                    "As many others as maxParallelRequests allows were under way all the time.",
                    "Allow more time (operationTimeout), or find out why the service answers so slowly.",
                )


def too_long(operation: Operation, wait: float | None, request_id: str | None = None) -> ThrottledError:
    """The error of an operation whose next wait would outlast its deadline."""
    asked = "" if wait is None else f" and asked to wait {wait:.0f} s more"
    return ThrottledError(
        f"{operation.label}: Microsoft Graph refused the request as one too many{asked},"
        f" with {operation.remaining:.0f} s left of the {operation.timeout:.0f} s for this operation.",
        f"The service is throttling; the operation has gone on for {operation.elapsed:.0f} s.",
        "Run `pulumi up` again later, with a smaller --parallel, or allow more time (operationTimeout).",
        request_id,
    )
