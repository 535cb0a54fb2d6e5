"""The meetings in the state file, with lookups by id, external id and join link."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.graph.meeting import Meeting
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    import sqlite3

    from msgraph_meetings_emulator.state.choices import Choices
    from msgraph_meetings_emulator.state.clock import Clock
    from msgraph_meetings_emulator.state.store import Store

_COLUMNS = "tenant, organizer, updated, content, deleted"
_VERSION = "@version"
"""The name of the version in a meeting's stored content; a property cannot have this name."""


@dataclass
class Meetings:
    """All meetings of the emulator; lookups do not find meetings past their lifetime."""

    store: Store
    clock: Clock

    def by_id(self, meeting_id: str, choices: Choices) -> Meeting | None:
        """Return the meeting with an id, or None if it is unknown, deleted or expired."""
        return self._alive(self._find("id = ? AND deleted = 0", meeting_id), choices)

    def by_key(self, tenant_id: str, organizer_id: str, key: str, choices: Choices) -> Meeting | None:
        """Return the organizer's meeting with a key; a deleted one only with `deleted_external_id_comes_back`."""
        where = "tenant = ? AND organizer = ? AND external_id = ?"
        found = self._find(f"{where} AND deleted = 0", tenant_id, organizer_id, key)
        if found is None and choices.deleted_external_id_comes_back:
            found = self._find(f"{where} ORDER BY updated DESC LIMIT 1", tenant_id, organizer_id, key)
        return self._alive(found, choices)

    def by_join_web_url(self, url: str, choices: Choices) -> Meeting | None:
        """Return the meeting with a join URL, of any organizer, or None."""
        return self._alive(self._find("join_web_url = ? AND deleted = 0", url), choices)

    def by_join_meeting_id(self, digits: str, choices: Choices) -> Meeting | None:
        """Return the meeting with a join meeting id, of any organizer, or None."""
        return self._alive(self._find("join_meeting_id = ? AND deleted = 0", digits), choices)

    def by_video_teleconference_id(self, number: str, choices: Choices) -> Meeting | None:
        """Return the meeting with an id for conferencing devices, of any organizer, or None."""
        where = "json_extract(content, '$.videoTeleconferenceId') = ? AND deleted = 0"
        return self._alive(self._find(where, number), choices)

    def all(self) -> list[Meeting]:
        """Return all meetings that are not deleted, oldest first, including those past their lifetime."""
        rows = self.store.run(f"SELECT {_COLUMNS} FROM meeting WHERE deleted = 0")  # noqa: S608
        return sorted(map(_meeting, rows), key=lambda meeting: instants.parse(meeting.document["creationDateTime"]))

    def put(self, meeting: Meeting, key: str | None = None) -> None:
        """Store a meeting; `key` is the key of createOrGet, which later calls do not change."""
        document = meeting.document
        meeting.version += 1
        self.store.run(
            "INSERT INTO meeting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "join_web_url = excluded.join_web_url, join_meeting_id = excluded.join_meeting_id, "
            "updated = excluded.updated, deleted = excluded.deleted, content = excluded.content",
            meeting.id,
            meeting.tenant_id,
            meeting.organizer_id,
            key,
            document["joinWebUrl"],
            (document["joinMeetingIdSettings"] or {}).get("joinMeetingId"),
            meeting.updated,
            meeting.deleted,
            json.dumps(document | {_VERSION: meeting.version}),
        )

    def delete(self, meeting: Meeting) -> None:
        """Mark a meeting as deleted."""
        self.store.run("UPDATE meeting SET deleted = 1 WHERE id = ?", meeting.id)

    def reopen(self, url: str) -> Meeting | None:
        """Restore a deleted meeting by its join URL, without its external id if a newer meeting has it."""
        meeting = self._find("join_web_url = ?", url)
        if meeting is not None and meeting.deleted:
            self.store.run(
                "UPDATE meeting SET deleted = 0, external_id = CASE WHEN EXISTS (SELECT 1 FROM meeting AS newer WHERE "
                "newer.external_id = meeting.external_id AND newer.organizer = meeting.organizer AND "
                "newer.tenant = meeting.tenant AND newer.deleted = 0) THEN NULL ELSE external_id END WHERE id = ?",
                meeting.id,
            )
            meeting.deleted = False
        return meeting

    def clear(self) -> None:
        """Remove all meetings, including deleted ones."""
        self.store.run("DELETE FROM meeting")

    def _find(self, where: str, *values: str) -> Meeting | None:
        row = self.store.run(f"SELECT {_COLUMNS} FROM meeting WHERE {where}", *values).fetchone()  # noqa: S608  (every condition is written in this class)
        return None if row is None else _meeting(row)

    def _alive(self, meeting: Meeting | None, choices: Choices) -> Meeting | None:
        """Return the meeting, or None if its lifetime is over; then it is deleted, which frees its external id."""
        if meeting is None or not meeting.expired(self.clock.now(), choices):
            return meeting
        self.delete(meeting)
        return None


def _meeting(row: sqlite3.Row | tuple[str, str, int, str, int]) -> Meeting:
    tenant, organizer, updated, content, deleted = row
    document = json.loads(content)
    return Meeting(tenant, organizer, updated, document, bool(deleted), document.pop(_VERSION, 0))
