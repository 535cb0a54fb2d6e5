"""Retry a request to Graph or a sign-in after a temporary failure, until the operation's deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import tenacity

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.errors import MeetingsError
    from msgraph_meetings.http.operation import Operation

T = TypeVar("T")
_LONGEST_BACK_OFF = 30
_BACK_OFF = tenacity.wait_exponential(max=_LONGEST_BACK_OFF - 1) + tenacity.wait_random(0, 1)


class PassingError(Exception):
    """A temporary failure of one try.

    Args:
        error: the error that the user reads if there is no other try.
        wait: seconds of the answer's Retry-After, if it has one.
        throttled: True if the service was rate limited.
        tries: the maximum number of tries; by default the operation's deadline ends them.
    """

    def __init__(
        self, error: MeetingsError, wait: float | None = None, *, throttled: bool = False, tries: int | None = None
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait
        self.throttled = throttled
        self.tries = tries


@dataclass(frozen=True)
class Retries:
    """The tries of one operation.

    Args:
        operation: its deadline ends the tries.
        name: the word for a try in messages.
        waits: called with each failure and the seconds until the next try.
        is_hopeless: returns True if further tries are unlikely to help.
    """

    operation: Operation
    name: str
    waits: Callable[[PassingError, float], None]
    is_hopeless: Callable[[], bool] = lambda: False

    def run(self, act: Callable[[], T]) -> T:
        """Return the result of the first try without a temporary failure.

        Raises:
            PassingError: the last failure, if there is no other try.
        """
        retrying = tenacity.Retrying(
            sleep=self.operation.wait,
            retry=tenacity.retry_if_exception_type(PassingError),
            wait=self._seconds,
            stop=self._is_exhausted,
            before_sleep=self._tell,
            reraise=True,
        )
        return retrying(act)

    def _seconds(self, state: tenacity.RetryCallState) -> float:
        """Return the seconds before the next try: the Retry-After, else growing with jitter."""
        failed = _raised(state)
        seconds = _BACK_OFF(state) if failed.wait is None else max(failed.wait, _shortest(state))
        self.waits(failed, seconds)
        return seconds

    def _is_exhausted(self, state: tenacity.RetryCallState) -> bool:
        """Return True if the deadline comes before the next try, or further tries are unlikely to help."""
        return self.is_hopeless() or state.upcoming_sleep > self.operation.remaining

    def _tell(self, state: tenacity.RetryCallState) -> None:
        failed = _raised(state)
        self.operation.tell(
            "status" if failed.throttled else "info",
            f"{self.name} {state.attempt_number} failed, trying again in {state.upcoming_sleep:.0f} s"
            f" ({self.operation.remaining:.0f} s left): {failed.error.what}",
        )


def _shortest(state: tenacity.RetryCallState) -> float:
    """Return the shortest wait, which grows to a second: a shorter Retry-After is ignored."""
    return min(1.0, 0.05 * (state.attempt_number - 1))


def _raised(state: tenacity.RetryCallState) -> PassingError:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, PassingError)  # noqa: S101  (the only exception that is retried)
    return error
