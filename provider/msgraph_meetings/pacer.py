"""One gate for all threads: when one request is told to wait, all wait, and afterwards they go one after the other.

The gap between two requests is learned: what the service served before it refused, over the time that this took and the
wait it asked for. It shrinks slowly while nothing is refused.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from msgraph_meetings.errors import ThrottledError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.operation import Operation

LONGEST_PAUSE = 600.0
"""Seconds. A longer pause outlives every operation that could wait for it, whatever the service says."""
_LONGEST_GAP = 1.0
_FASTER = 0.995
_WORTH_SAYING = 1.0
_POLL = 0.2


class Pacer:
    """Lets requests through: at most ``parallel`` at once, none during a pause, spaced out after one."""

    def __init__(self, parallel: int) -> None:
        self._places = BoundedSemaphore(parallel)
        self._lock = Lock()
        self._open_at = 0.0
        self._next_at = 0.0
        self._gap = 0.0
        self._counting_since: float | None = None
        self._served = 0

    @contextmanager
    def turn(self, operation: Operation) -> Iterator[None]:
        """Waits for this request's turn and holds a place while it is under way.

        Raises:
            ThrottledError: when the turn would come after the operation's deadline.
            CancelledError: when the operation is cancelled.
        """
        operation.go_on()
        self._await_place(operation)  # first: who waits for a place would else miss a pause that begins meanwhile
        try:
            self._await_slot(operation)
            yield
        finally:
            self._places.release()

    def refused(self, operation: Operation, seconds: float) -> None:
        """The service said to wait ``seconds``: everybody does, and goes slower afterwards."""
        pause = min(seconds, LONGEST_PAUSE)
        with self._lock:
            now = operation.clock.now()
            if now >= self._open_at:  # the first refusal of a burst; the rest of it tells nothing new
                self._learn(now, pause)
            self._open_at = max(self._open_at, now + pause)

    def served(self) -> None:
        """A request was answered; nothing was refused."""
        with self._lock:
            self._served += 1
            self._gap *= _FASTER

    def _learn(self, now: float, pause: float) -> None:
        since = self._counting_since if self._counting_since is not None else now
        if self._served:
            self._gap = min(_LONGEST_GAP, (now - since + pause) / self._served)
        self._counting_since, self._served = now + pause, 0

    def _await_slot(self, operation: Operation) -> None:
        while (wait := self._reserve(operation)) > 0:
            if wait > operation.remaining:
                raise too_long(operation, wait)
            if wait >= _WORTH_SAYING:
                operation.tell(
                    "status", f"waiting {wait:.0f} s, as the service asked; {operation.remaining:.0f} s left"
                )
            operation.wait(wait)
            if not self._paused(operation):
                return

    def _reserve(self, operation: Operation) -> float:
        """Seconds until the slot that is now this request's."""
        with self._lock:
            now = operation.clock.now()
            if self._counting_since is None:
                self._counting_since = now
            at = max(now, self._open_at, self._next_at)
            self._next_at = at + self._gap
            return at - now

    def _paused(self, operation: Operation) -> bool:
        with self._lock:
            return operation.clock.now() < self._open_at

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
