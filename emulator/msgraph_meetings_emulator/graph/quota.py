"""The limit of meetings for a user in a month: Microsoft's 2,000, or another number that is set."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.front.errors import GraphError
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from msgraph_meetings_emulator.graph.meeting import Meeting
    from msgraph_meetings_emulator.state.choices import Choices
    from msgraph_meetings_emulator.state.store import Store

MEETINGS_A_MONTH = 2000
_MONTH = len("2027-01")


class Quota:
    """A count of created meetings by organizer and month of the emulator's clock; deleted ones count too."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made: dict[str, Counter[tuple[str, bool]]] = {}

    def check(self, organizer_id: str, now: int, limit: int, choices: Choices) -> None:
        """Raise GraphError (429) if the user has as many meetings in this month as are allowed."""
        month, made = instants.render(now)[:_MONTH], self._of(organizer_id)
        used = made[month, False] + (made[month, True] if choices.create_or_get_counts else 0)
        if used >= limit:
            wait = {"Retry-After": str(choices.quota_retry_after)} if choices.quota_retry_after else {}
            raise GraphError(429, "TooManyRequests", "Please retry again later.", wait)

    def note(self, meeting: Meeting) -> None:
        """Count a new meeting."""
        if meeting.organizer_id in self._made:
            self._made[meeting.organizer_id][_kind(meeting.document)] += 1

    def clear(self) -> None:
        """Delete all counts."""
        self._made.clear()

    def _of(self, organizer_id: str) -> Counter[tuple[str, bool]]:
        if organizer_id not in self._made:
            rows = self._store.run("SELECT content FROM meeting WHERE organizer = ?", organizer_id)
            self._made[organizer_id] = Counter(_kind(json.loads(content)) for (content,) in rows)
        return self._made[organizer_id]


def _kind(document: dict[str, str | None]) -> tuple[str, bool]:
    """Return the month in which a meeting was created, and True if createOrGet created it."""
    return str(document["creationDateTime"])[:_MONTH], document["externalId"] is not None
