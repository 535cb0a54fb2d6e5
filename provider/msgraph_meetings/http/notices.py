"""Notices that many meetings of one deployment share: the first few one by one, the others in one line.

After a lost state, hundreds of meetings may be adopted, and each has a warning.
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
"""Seconds that the last create waits for another one to start."""
_PAUSES = 20
"""The maximum number of such waits in vain: a run that creates one meeting after the other must not wait each time."""


class Warn(Protocol):
    """Takes a warning for the user."""

    def __call__(self, severity: Literal["warning"], text: str, /) -> object:
        """Show the warning."""


def _wait(changed: Condition, begun: Callable[[], bool]) -> bool:
    return changed.wait_for(begun, _QUIET)


class Notices:
    """The notices of one process; threads may share it.

    Args:
        warn: shows the line for all that were not shown one by one.
        wait: waits a short time for the condition, and returns True if it holds.
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
        """Surround a create; the last create shows the gathered notices before it ends.

        The engine may end the process as soon as it has the last answer, so nothing can be shown later.
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
        """Return True if notices are left and no other create can show them."""
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
        """Show that a meeting was adopted, or gather the notice if several were shown.

        Args:
            external_id: of the meeting.
            text: the whole warning.
            warn: shows it for this meeting's resource.
        """
        with self._changed:
            self._adopted += 1
            told = self._adopted <= ONE_BY_ONE
            if not told:
                self._gathered.append(external_id)
        if told:
            warn("warning", text)

    def flush(self) -> None:
        """Show the gathered notices."""
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
