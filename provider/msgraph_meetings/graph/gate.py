"""Let requests of all threads through: when Graph asks one to wait, all wait, then continue one after the other.

``rate`` computes the rate; in this module threads wait for it.
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
"""Seconds between two checks of a waiting thread: the pace may have changed."""


class Pacer:
    """Lets at most ``parallel`` requests run at once, none during a pause, and spaces them out after a pause."""

    def __init__(self, parallel: int) -> None:
        self._places = BoundedSemaphore(parallel)
        self._lock = Lock()
        self._pace = Pace()
        self._paused_until = 0.0
        self._reason: MeetingsError | None = None

    @contextmanager
    def turn(self, operation: Operation) -> Iterator[float]:
        """Wait for this request's turn, and count the request as running until the block ends.

        The value of the block is the time at which the request was let through, for ``refused``.

        Raises:
            ThrottledError: the turn does not come before the operation's deadline.
            ServiceError: the same, after the service failed and asked to wait.
            CancelledError: the operation was cancelled.
        """
        operation.go_on()
        self._await_place(operation)  # first, because a thread that waits here would miss a pause that starts meanwhile
        try:
            yield self._await_turn(operation)
        finally:
            self._places.release()

    def refused(self, operation: Operation, seconds: float, went: float, reason: MeetingsError | None = None) -> None:
        """Make all requests wait ``seconds`` and then go slower, because the one sent at ``went`` was refused.

        ``reason`` is the service's answer, for the error of operations that cannot wait so long.
        """
        with self._lock:
            now = operation.clock.now()
            self._pace.refused(now, seconds, went)
            if now + seconds >= self._paused_until:
                self._paused_until, self._reason = now + seconds, reason

    def served(self) -> None:
        """Record that a request was answered and not refused."""
        with self._lock:
            self._pace.served()

    def _await_turn(self, operation: Operation) -> float:
        """Return the time of this request's turn when it has come."""
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
        """Return the time, the seconds until the ticket's turn at the present pace, and True during a pause."""
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
    """Return the error of an operation that cannot wait until its next try because of its deadline.

    Args:
        operation: the operation.
        wait: seconds of the Retry-After; None without one.
        reason: the service's answer; for a failure of the service the result is a ServiceError.
    """
    asks = "Graph refuses further requests for now, and" if wait is None else f"Graph asks to wait {spoken(wait)}, but"
    waits = f"{asks} only {spoken(operation.remaining)} of operationTimeout remain."
    again = f"Run `pulumi up` again {'later' if wait is None else f'in {spoken(wait)}'}"
    if isinstance(reason, ServiceError):
        return ServiceError(reason.what, waits, f"{again}.", reason.request_id, reason.said)
    fix = f"{again}, use a smaller --parallel, or raise operationTimeout (MSGRAPH_OPERATION_TIMEOUT)."
    request_id, said = (reason.request_id, reason.said) if reason else (None, "")
    return ThrottledError(f"Throttled: {waits}", "", fix, request_id, said)


def spoken(seconds: float) -> str:
    """Return a length of time in a suitable unit."""
    if seconds < _TEN_MINUTES:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / 60:.0f} min"
    hours = f"{seconds / _HOUR:.1f}".removesuffix(".0")
    return f"{hours} hour{'' if hours == '1' else 's'}"
