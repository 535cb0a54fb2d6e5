"""What this deployment has made, adopted and deleted so far, so that one resource does not undo another."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from msgraph_meetings.errors import DuplicateError, IncompleteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.values import Properties


class Ledger:
    """Lives as long as the provider process, which the engine starts anew for each deployment."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reserved: set[tuple[str, str]] = set()
        self._claimed: dict[str, tuple[str, str]] = {}
        self._deleted: set[str] = set()

    @contextmanager
    def reserved(self, user_id: str | None, external_id: str) -> Iterator[None]:
        """Holds an identity for one resource; gives it back when its create fails.

        Raises:
            DuplicateError: another resource of this deployment has it.
        """
        identity = _identity(user_id, external_id)
        with self._lock:
            if identity in self._reserved:
                raise DuplicateError(
                    f"Two resources of this program declare the external id {external_id!r} for the same organizer.",
                    "They would be one and the same meeting, and overwrite each other.",
                    "Give one of them another externalId, or another name where externalId is left out.",
                )
            self._reserved.add(identity)
        try:
            yield
        except BaseException:
            with self._lock:
                self._reserved.discard(identity)
            raise

    @contextmanager
    def claimed(self, meeting_id: str, user_id: str | None, external_id: str) -> Iterator[None]:
        """Holds a meeting for the one identity that made or adopted it; gives it back when its create fails.

        One whose create is only unfinished is held on: deleting it under another name would lose it.

        Raises:
            DuplicateError: another resource has it already, by an identity that is another only to us.
        """
        identity = _identity(user_id, external_id)
        with self._lock:
            if self._claimed.setdefault(meeting_id, identity) != identity:
                raise DuplicateError(
                    f"The external id {external_id!r} leads to a meeting that another resource of this program has.",
                    "To Microsoft Graph the two identities are one: they differ in case or in blanks only, or one"
                    " of the resources names the organizer whom the other leaves out.",
                    "Declare the meeting once, or give one of the resources another externalId.",
                )
        try:
            yield
        except IncompleteError:
            raise
        except BaseException:
            with self._lock:
                self._claimed.pop(meeting_id, None)
            raise

    def is_claimed(self, meeting_id: str) -> bool:
        """Whether one did."""
        with self._lock:
            return meeting_id in self._claimed

    def deleted(self, meeting_id: str) -> None:
        """The meeting was deleted by this deployment."""
        with self._lock:
            self._deleted.add(meeting_id)
            self._claimed.pop(meeting_id, None)

    def was_deleted(self, meeting_id: str) -> bool:
        """Whether it was."""
        with self._lock:
            return meeting_id in self._deleted


class Declarations:
    """Which resource of this deployment declares which meeting, as far as it is known when arguments are checked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._resources: dict[tuple[str, str], str] = {}

    def first(self, user_id: str | None, external_id: str, resource: str) -> str:
        """The resource that declared this identity first: another one, or ``resource`` itself."""
        with self._lock:
            return self._resources.setdefault(_identity(user_id, external_id), resource)

    def by_another(self, state: Properties, resource: str) -> bool:
        """Whether another resource than that one declares the meeting of a state."""
        identity = _identity(state.get("userId"), state.get("externalId", ""))
        with self._lock:
            return self._resources.get(identity, resource) != resource


def _identity(user_id: str | None, external_id: str) -> tuple[str, str]:
    return ((user_id or "").lower(), external_id)
