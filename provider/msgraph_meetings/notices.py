"""Notices that many meetings of one deployment give alike: the first few one by one, the others in one line.

After a lost state hundreds of meetings are adopted, each with a warning of its own.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ONE_BY_ONE = 3
_NAMED = 10
_QUIET = 0.25
"""Seconds without a create after which no other is expected; an engine ends its providers later than that."""


class Warn(Protocol):
    """Takes a warning for the user."""

    def __call__(self, severity: Literal["warning"], text: str, /) -> object:
        """Tells it."""


def _in_a_moment(seconds: float, then: Callable[[], None]) -> None:
    timer = Timer(seconds, then)
    timer.daemon = True
    timer.start()


class Notices:
    """The notices of one process; any number of threads use it.

    Args:
        warn: takes the line for all that were not told one by one.
        later: calls a function some seconds later, in a thread of its own.
    """

    def __init__(self, warn: Warn, later: Callable[[float, Callable[[], None]], None] = _in_a_moment) -> None:
        self._warn = warn
        self._later = later
        self._lock = Lock()
        self._creates = 0
        self._begun = 0
        self._adopted = 0
        self._gathered: list[str] = []

    @contextmanager
    def during_create(self) -> Iterator[None]:
        """Surrounds a create: what is gathered is told once no create has been under way for a moment."""
        with self._lock:
            self._creates += 1
            self._begun += 1
        try:
            yield
        finally:
            with self._lock:
                self._creates -= 1
                begun, quiet = self._begun, self._creates == 0 and bool(self._gathered)
            if quiet:
                self._later(_QUIET, lambda: self._flush_unless_busy(begun))

    def adopted(self, external_id: str, text: str, warn: Warn) -> None:
        """Tells that a meeting was adopted, or gathers it when several were told already.

        Args:
            external_id: of the meeting.
            text: the whole warning.
            warn: takes it, for this meeting's resource.
        """
        with self._lock:
            self._adopted += 1
            told = self._adopted <= ONE_BY_ONE
            if not told:
                self._gathered.append(external_id)
        if told:
            warn("warning", text)

    def flush(self) -> None:
        """Tells what is gathered."""
        with self._lock:
            gathered, self._gathered = self._gathered, []
        if gathered:
            self._warn("warning", _adopted_text(gathered))

    def _flush_unless_busy(self, begun: int) -> None:
        with self._lock:
            busy = self._begun != begun
        if not busy:
            self.flush()


def _adopted_text(external_ids: list[str]) -> str:
    named = ", ".join(external_ids[:_NAMED])
    more = len(external_ids) - _NAMED
    others = f" and {more} others" if more > 0 else ""
    meetings = "meeting that its external id" if len(external_ids) == 1 else "meetings that their external ids"
    return f"adopted {len(external_ids)} more {meetings} already had, in the same way: {named}{others}"
