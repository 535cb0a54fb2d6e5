"""Wait until an application access policy applies: one create asks for all threads and organizers.

Microsoft says that a new policy may take 30 minutes (graph contract, section 8.4). Thousands of creates that ask each
for itself would be throttled. So one create asks at a time, for one organizer after the other. When Graph accepts one,
all the others try once.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Literal

from msgraph_meetings.errors import AccessPolicyError
from msgraph_meetings.graph.gate import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msgraph_meetings.graph.session import Reply
    from msgraph_meetings.http.operation import Operation

EVERY = 30.0
"""Seconds between two questions for one organizer."""
_LEAST = 5.0
"""Seconds between two questions if several organizers wait."""
_LOOK = 1.0
"""Seconds between two looks of a waiting thread: another one may have been accepted."""

_Turn = Literal["asks", "tries", "over"]


@dataclass(eq=False)
class _Place:
    """A create that waits: its organizer, the end of its wait, and the number of acceptances that it has seen."""

    organizer: str
    ends: float
    seen: int


class PolicyWait:
    """Repeats calls that Graph refuses for want of an access policy; threads may share it.

    Args:
        seconds: the longest wait of one operation; 0 for no wait.
    """

    def __init__(self, seconds: float = 0.0) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._waiting: list[_Place] = []
        self._asked: dict[str, float] = {}
        self._asks_at = 0.0
        self._accepted = 0

    def until_it_applies(self, organizer: str | None, send: Callable[[], Reply], operation: Operation) -> Reply:
        """Return the reply of ``send``, which is called again while no access policy covers the organizer.

        Args:
            organizer: the organizer's object id.
            send: sends the call.
            operation: its deadline limits the wait too; its cancellation ends the wait.

        Raises:
            AccessPolicyError: the policy does not apply at the end of the wait.
            CancelledError: the operation was cancelled.
        """
        try:
            return send()
        except AccessPolicyError as error:
            if not self._seconds:
                raise
            refused = error
        began = operation.elapsed
        with self._place(organizer or "", operation) as place:
            while (turn := self._turn(place, operation)) != "over":
                try:
                    reply = send()
                except AccessPolicyError as error:
                    refused = error
                    if turn == "asks":
                        self._say(place, operation)
                    continue
                if turn == "asks":
                    self._accept()
                operation.tell("info", f"the access policy applies now, after {spoken(operation.elapsed - began)}")
                return reply
        raise _given_up(refused, operation.elapsed - began) from refused

    @contextmanager
    def _place(self, organizer: str, operation: Operation) -> Iterator[_Place]:
        """Let a create wait among the others."""
        ends = operation.elapsed + min(self._seconds, operation.remaining)
        with self._lock:
            place = _Place(organizer, ends, self._accepted)
            if not self._waiting:
                self._asks_at = operation.clock.now() + EVERY
            self._waiting.append(place)
            self._asked.setdefault(organizer, operation.clock.now())
        try:
            self._say(place, operation)
            yield place
        finally:
            with self._lock:
                self._waiting.remove(place)
                if not self._waiting:
                    self._asked.clear()

    def _turn(self, place: _Place, operation: Operation) -> _Turn:
        """Wait, and return if this create asks for all, tries because another was accepted, or has no time left."""
        while True:
            with self._lock:
                if place.seen != self._accepted:
                    place.seen = self._accepted
                    return "tries"
                now = operation.clock.now()
                is_next = self._next() is place
                left = place.ends - operation.elapsed
                if is_next and (now >= self._asks_at or (left <= 0 and self._has_time_to_ask(place, operation, now))):
                    self._asked[place.organizer] = now
                    self._asks_at = now + self._interval()
                    return "asks"
                pause = self._asks_at - now if is_next else _LOOK
            if left <= 0:
                return "over"
            operation.wait(min(left, pause))

    def _has_time_to_ask(self, place: _Place, operation: Operation, now: float) -> bool:
        """Return True if a last question at the end of the wait is worth it: a short wait has had none yet."""
        return operation.remaining >= _LEAST and now - self._asked[place.organizer] >= _LEAST

    def _next(self) -> _Place:
        """Return the first create of the organizer who was asked about the longest ago."""
        return min(self._waiting, key=lambda place: self._asked[place.organizer])

    def _interval(self) -> float:
        return max(_LEAST, EVERY / len({place.organizer for place in self._waiting}))

    def _accept(self) -> None:
        """Let all that wait try once."""
        with self._lock:
            self._accepted += 1

    def _say(self, place: _Place, operation: Operation) -> None:
        with self._lock:
            first = self._waiting[0] is place
            seconds = max(0.0, self._asks_at - operation.clock.now())
        left = place.ends - operation.elapsed
        if left <= 0:
            return
        operation.tell(
            "info" if first else "status",
            f"the access policy is not effective yet, asked again in {min(seconds, left):.0f} s, {spoken(left)} left",
        )


def _given_up(refused: AccessPolicyError, waited: float) -> AccessPolicyError:
    return AccessPolicyError(
        refused.what,
        f"{refused.why} The policy did not apply within {spoken(waited)} (waitForAccessPolicy, customTimeouts and"
        " operationTimeout limit the wait).",
        refused.fix,
        refused.request_id,
        refused.said,
    )
