"""How many meetings were made for a user in a month: Microsoft's limit of 2,000, which can be set to another number."""

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
    """The meetings made so far, counted by organizer and month of the emulator's clock; a deleted one counts too."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made: dict[str, Counter[tuple[str, bool]]] = {}

    def check(self, organizer_id: str, now: int, limit: int, choices: Choices) -> None:
        """Refuse one more meeting for a user who has as many as a month allows."""
        month, made = instants.render(now)[:_MONTH], self._of(organizer_id)
        used = made[month, False] + (made[month, True] if choices.create_or_get_counts else 0)
        if used >= limit:
            wait = {"Retry-After": str(choices.quota_retry_after)} if choices.quota_retry_after else {}
            raise GraphError(429, "TooManyRequests", "Please retry again later.", wait)

    def note(self, meeting: Meeting) -> None:
        """Count a meeting that was made now."""
        if meeting.organizer_id in self._made:
            self._made[meeting.organizer_id][_kind(meeting.document)] += 1

    def clear(self) -> None:
        """Forget what was counted."""
        self._made.clear()

    def _of(self, organizer_id: str) -> Counter[tuple[str, bool]]:
        if organizer_id not in self._made:
            rows = self._store.run("SELECT content FROM meeting WHERE organizer = ?", organizer_id)
            self._made[organizer_id] = Counter(_kind(json.loads(content)) for (content,) in rows)
        return self._made[organizer_id]


def _kind(document: dict[str, str | None]) -> tuple[str, bool]:
    """Return the month in which a meeting was made, and whether by createOrGet."""
    return str(document["creationDateTime"])[:_MONTH], document["externalId"] is not None
