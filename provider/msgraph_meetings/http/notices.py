"""Notices that many meetings of one deployment give alike: the first few one by one, the others in one line.

After a lost state hundreds of meetings are adopted, each with a warning of its own.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ONE_BY_ONE = 3
_NAMED = 10
_QUIET = 0.25
"""Seconds that the last create stays open for another one to begin."""
_PAUSES = 20
"""How often that is waited for in vain; a run that creates one meeting after the other must not wait for each."""


class Warn(Protocol):
    """Takes a warning for the user."""

    def __call__(self, severity: Literal["warning"], text: str, /) -> object:
        """Tells it."""


def _wait(changed: Condition, begun: Callable[[], bool]) -> bool:
    return changed.wait_for(begun, _QUIET)


class Notices:
    """The notices of one process; any number of threads use it.

    Args:
        warn: takes the line for all that were not told one by one.
        wait: waits a moment until the condition holds, and returns whether it does.
    """

    def __init__(self, warn: Warn, wait: Callable[[Condition, Callable[[], bool]], bool] = _wait) -> None:
        self._warn = warn
        self._wait = wait
        self._changed = Condition()
        self._creates = 0
        self._begun = 0
        self._pauses = 0
        self._adopted = 0
        self._gathered: list[str] = []

    @contextmanager
    def during_create(self) -> Iterator[None]:
        """Surround a create: the last one ends after what is gathered was told.

        The engine may end the process as soon as it has the last answer, so nothing can be told later.
        """
        with self._changed:
            self._creates += 1
            self._begun += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            if self._is_last():
                self.flush()

    def _is_last(self) -> bool:
        """Return whether a create that ended leaves something to tell, and no other create to tell it."""
        with self._changed:
            self._creates -= 1
            begun = self._begun
            if self._creates or not self._gathered:
                return False
            if self._pauses == _PAUSES:
                return True
            if self._wait(self._changed, lambda: self._begun != begun):
                return False
            self._pauses += 1
            return True

    def adopted(self, external_id: str, text: str, warn: Warn) -> None:
        """Tells that a meeting was adopted, or gathers it when several were told already.

        Args:
            external_id: of the meeting.
            text: the whole warning.
            warn: takes it, for this meeting's resource.
        """
        with self._changed:
            self._adopted += 1
            told = self._adopted <= ONE_BY_ONE
            if not told:
                self._gathered.append(external_id)
        if told:
            warn("warning", text)

    def flush(self) -> None:
        """Tells what is gathered."""
        with self._changed:
            gathered, self._gathered = self._gathered, []
        if gathered:
            self._warn("warning", _adopted_text(gathered))


def _adopted_text(external_ids: list[str]) -> str:
    named = ", ".join(external_ids[:_NAMED])
    more = len(external_ids) - _NAMED
    others = f" and {more} others" if more > 0 else ""
    meetings = "meeting that its external id" if len(external_ids) == 1 else "meetings that their external ids"
    return f"adopted {len(external_ids)} more {meetings} already had, as above: {named}{others}"
