"""Let requests of all threads through: when Graph asks one to wait, all wait, then go one after the other.

``rate`` says how fast; here threads wait.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from msgraph_meetings.errors import MeetingsError, ServiceError, ThrottledError
from msgraph_meetings.graph.rate import Pace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.http.operation import Operation

_WORTH_SAYING = 1.0
_TEN_MINUTES, _HOUR = 600, 3600
_POLL = 0.2
_LOOK_AGAIN = 1.0
"""Seconds after which a waiting thread looks again: the pace may have changed."""


class Pacer:
    """Lets requests through: at most ``parallel`` at once, none during a pause, spaced out after one."""

    def __init__(self, parallel: int) -> None:
        self._places = BoundedSemaphore(parallel)
        self._lock = Lock()
        self._pace = Pace()
        self._paused_until = 0.0
        self._reason: MeetingsError | None = None

    @contextmanager
    def turn(self, operation: Operation) -> Iterator[float]:
        """Waits for this request's turn and holds a place while it is under way.

        The value is the time at which it was let through, for ``refused``.

        Raises:
            ThrottledError: when the turn does not come before the operation's deadline.
            ServiceError: the same, where the service failed and asked to wait.
            CancelledError: when the operation is cancelled.
        """
        operation.go_on()
        self._await_place(operation)  # first: who waits for a place would else miss a pause that begins meanwhile
        try:
            yield self._await_turn(operation)
        finally:
            self._places.release()

    def refused(self, operation: Operation, seconds: float, went: float, reason: MeetingsError | None = None) -> None:
        """Make all requests wait ``seconds`` and then go slower, because the one sent at ``went`` was refused.

        ``reason`` is what the service said, for those who have no time to wait.
        """
        with self._lock:
            now = operation.clock.now()
            self._pace.refused(now, seconds, went)
            if now + seconds >= self._paused_until:
                self._paused_until, self._reason = now + seconds, reason

    def served(self) -> None:
        """Note that a request was answered and not refused."""
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
                raise too_long(operation, wait, self._reason)
            if not operation.remaining:
                raise too_long(operation, None, self._reason)
            if paused and wait >= _WORTH_SAYING:
                operation.tell("status", f"waiting {wait:.0f} s, as Graph asks; {operation.remaining:.0f} s left")
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
                    f"{operation.label}: no request could be sent within {operation.timeout:.0f} s (operationTimeout).",
                    "maxParallelRequests other requests were in progress all the time.",
                    "Raise operationTimeout (MSGRAPH_OPERATION_TIMEOUT), or find out why Graph answers so slowly.",
                )


def too_long(operation: Operation, wait: float | None, reason: MeetingsError | None = None) -> MeetingsError:
    """The error of an operation whose next wait would outlast its deadline.

    Args:
        operation: it.
        wait: seconds that the service asks for; None where it names none.
        reason: what the service answered: a failure of the service stays one.
    """
    asks = "Graph refuses further requests for now, and" if wait is None else f"Graph asks to wait {_spoken(wait)}, but"
    waits = f"{asks} only {_spoken(operation.remaining)} of operationTimeout remain."
    again = f"Run `pulumi up` again {'later' if wait is None else f'in {_spoken(wait)}'}"
    if isinstance(reason, ServiceError):
        return ServiceError(reason.what, waits, f"{again}.", reason.request_id, reason.said)
    fix = f"{again}, use a smaller --parallel, or raise operationTimeout (MSGRAPH_OPERATION_TIMEOUT)."
    request_id, said = (reason.request_id, reason.said) if reason else (None, "")
    return ThrottledError(f"Throttled: {waits}", "", fix, request_id, said)


def _spoken(seconds: float) -> str:
    """Return a length of time with the unit that fits it."""
    if seconds < _TEN_MINUTES:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / 60:.0f} min"
    hours = f"{seconds / _HOUR:.1f}".removesuffix(".0")
    return f"{hours} hour{'' if hours == '1' else 's'}"
