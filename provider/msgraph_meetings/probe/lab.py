"""The meetings of one run: made with external ids of its own, each noted before it is made, and all deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgraph_meetings.errors import MeetingsError, UnusableAnswerError
from msgraph_meetings.probe.findings import DifferentError, UnansweredError
from msgraph_meetings.probe.wire import Request, Said

if TYPE_CHECKING:
    from msgraph_meetings.auth import Token
    from msgraph_meetings.config.clouds import Cloud
    from msgraph_meetings.probe.journal import Journal
    from msgraph_meetings.probe.redact import Redactor
    from msgraph_meetings.probe.wire import Wire

SUBJECT = "msgraph-meetings probe"
OTHER_SUBJECT = "msgraph-meetings probe 2"
PERSON = {
    "upn": "probe@example.com",
    "role": "presenter",
    "identity": {"user": {"id": "00000000-1111-2222-3333-444444444444"}},
}
"""An attendee who does not exist; Graph does not check that (graph contract, section 1.5)."""
_DAYS_AHEAD = 30
_LOOKS = 4
"""Further requests for a meeting that is not found right after it was made."""


@dataclass(frozen=True)
class Caller:
    """The sender of the requests.

    Args:
        owner: the path of the organizer, ``/me`` or ``/users/{id}``.
        organizer: the object id; empty if it is unknown.
        token: at the start of the run, for its kind and its claims.
        cloud: the national cloud.
    """

    owner: str
    organizer: str
    token: Token = field(repr=False)
    cloud: Cloud


@dataclass(frozen=True)
class Meeting:
    """A meeting of this run: its Graph id, its external id, and the answer that made it."""

    id: str
    external_id: str
    content: dict[str, Any]


class Lab:
    """Makes, changes and deletes the meetings of one run, and keeps what was asked and answered.

    Args:
        wire: sends the requests.
        journal: is written before each meeting is made.
        caller: the sender of the requests.
        redactor: learns the private values of each answer.
    """

    def __init__(self, wire: Wire, journal: Journal, caller: Caller, redactor: Redactor) -> None:
        self.wire, self.journal, self.caller, self._redactor = wire, journal, caller, redactor
        self.seen: list[str] = []
        self.made = 0
        self._deleted: set[str] = set()
        self._day = datetime.now(timezone.utc).replace(hour=9, minute=0, second=0, microsecond=0)

    def at(self, days: int = _DAYS_AHEAD, hour: int = 0) -> str:
        """Return the time at 9:00 UTC, plus hours, some days from now."""
        return (self._day + timedelta(days=days, hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ")

    # Requests

    def ask(self, request: Request, note: str = "") -> Said:
        """Send a request that makes no meeting; keep the answer with a note."""
        said = self.wire.ask(request)
        self._redactor.learn(said.content)
        if note:
            self.note(f"{note}: {said}")
        return said

    def note(self, line: str) -> None:
        """Keep a line about the experiment, without private parts."""
        self.seen.append(self._redactor.text(line))

    def path(self, tail: str = "") -> str:
        """Return the path of the organizer's meetings, or of one of them."""
        return f"{self.caller.owner}/onlineMeetings" + (f"/{quote(tail, safe='')}" if tail else "")

    def get(self, meeting_id: str, query: str = "", note: str = "", *, once: bool = False) -> Said:
        """Ask for a meeting; a new one that is not found is asked for again, unless ``once`` is True."""
        request = Request("GET", self.path(meeting_id) + query)
        return self.ask(request, note) if once else self._patient(request, meeting_id, note)

    def shown(self, meeting_id: str) -> dict[str, Any]:
        """Return a meeting as GET shows it."""
        said = self.get(meeting_id)
        if not said.ok:
            raise UnansweredError(f"The meeting could not be read: {self._redactor.text(str(said))}.")
        return said.content

    def patch(self, meeting_id: str, changes: dict[str, Any], note: str = "", **options: Any) -> Said:
        """Change a meeting of this run."""
        return self._patient(Request("PATCH", self.path(meeting_id), changes, **options), meeting_id, note)

    def delete(self, meeting_id: str, note: str = "") -> Said:
        """Delete a meeting of this run."""
        said = self.ask(Request("DELETE", self.path(meeting_id)), note)
        if said.ok:
            self._deleted.add(meeting_id)
            self.journal.deleted(meeting_id)
        return said

    def _patient(self, request: Request, meeting_id: str, note: str) -> Said:
        """Send a request for a meeting, again if it is a new one that is not found yet."""
        new = meeting_id in self.journal.left.ids and meeting_id not in self._deleted
        for look in range(1, _LOOKS if new else 1):
            said = self.ask(request)
            if said.status != 404:
                break
            self.wire.wait(self.wire.gap * look)
        else:
            return self.ask(request, note)
        if note:
            self.note(f"{note}: {said}")
        return said

    # Meetings

    def external_id(self, tail: str = "") -> str:
        """Return an external id that no meeting has."""
        return f"{self.journal.prefix}{self.journal.used:03d}{tail}"

    def create_or_get(self, external_id: str, parameters: dict[str, Any], note: str = "") -> Said:
        """Ask for the meeting with an external id of this run; it is noted first, and deleted after the experiment.

        Raises:
            UnansweredError: the answer is a meeting that this run did not make.
        """
        self.journal.creating(external_id)
        said = self.ask(Request("POST", self.path("createOrGet"), {"externalId": external_id, **parameters}), note)
        self._take(said, external_id)
        return said

    def create_or_get_nameless(self, note: str) -> Said:
        """Send createOrGet without an external id, which the documentation requires."""
        self.journal.creating_unnamed()
        said = self.ask(Request("POST", self.path("createOrGet"), {}, repeats=False), note)
        self._take(said, None)
        return said

    def create(self, parameters: dict[str, Any], note: str) -> Said:
        """Send a plain create; after a lost answer, the meeting cannot be found again."""
        self.journal.creating_unnamed()
        said = self.ask(Request("POST", self.path(), {"subject": SUBJECT, **parameters}, repeats=False), note)
        self._take(said, None)
        return said

    def make(self, **parameters: Any) -> Meeting:
        """Return a new meeting."""
        return self.meeting(self.external_id(), **parameters)

    def meeting(self, external_id: str, **parameters: Any) -> Meeting:
        """Return the meeting with an external id of this run."""
        said = self.create_or_get(external_id, {"subject": SUBJECT, **parameters})
        if not said.ok:
            raise UnansweredError(f"The meeting for it could not be made: {self._redactor.text(str(said))}.")
        return Meeting(_id(said), external_id, said.content)

    def clean(self) -> MeetingsError | None:
        """Delete every meeting that may be left; return the error of the first that could not be deleted."""
        try:
            for external_id in list(self.journal.left.unsure):
                error = self._look_again(external_id)
                if error is not None:
                    return error
            refused = [error for error in map(self._remove, list(self.journal.left.ids)) if error is not None]
        except UnansweredError:  # a meeting of somebody else has this external id; it is not touched
            return self.clean()
        except MeetingsError as error:
            return error
        return refused[0] if refused else None

    def _look_again(self, external_id: str) -> MeetingsError | None:
        """Ask for a meeting that may have been made; return the error if the answer does not tell if it was."""
        said = self.ask(Request("POST", self.path("createOrGet"), {"externalId": external_id}))
        if not said.ok and not said.refused:
            return said.error
        self._take(said, external_id)
        return None

    def _take(self, said: Said, external_id: str | None) -> None:
        """Note the meeting in an answer if this run made it."""
        if not said.ok:
            self.journal.nothing(external_id)
            return
        meeting_id = _id(said)
        if not self._is_ours(said, meeting_id):
            self.journal.nothing(external_id)
            raise UnansweredError("A meeting that this run did not make has this external id. It was not touched.")
        self.made += said.status == 201
        self.journal.made(meeting_id, external_id)

    def _is_ours(self, said: Said, meeting_id: str) -> bool:
        """Return True if this run made the meeting: it says so, it is known, or it has an external id of this run."""
        known = meeting_id in self._deleted or meeting_id in self.journal.left.ids
        named = str(said.content.get("externalId") or "").strip().lower()
        return said.status == 201 or known or named.startswith(self.journal.prefix.strip())

    def _remove(self, meeting_id: str) -> MeetingsError | None:
        """Delete a meeting; look again if it is not found, because a new one may not be visible everywhere yet."""
        for look in range(1 + (0 if meeting_id in self._deleted else _LOOKS)):
            self.wire.wait(self.wire.gap * look)
            said = self.delete(meeting_id)
            if said.ok:
                return None
            if said.status != 404:
                return said.error
        self.journal.deleted(meeting_id)
        return None


def _id(said: Said) -> str:
    found = said.content.get("id")
    if not isinstance(found, str) or not found:
        raise UnusableAnswerError(
            "Microsoft Graph's answer has no meeting id.",
            "The meeting cannot be deleted without one.",
            "Run the command again; it looks for the meeting by its external id.",
            said.headers.get("request-id"),
        )
    return found


def refused_or(said: Said, expected: Any, what: str) -> bool:
    """Return True if Graph refused the request, and False if it did what was asked.

    Raises:
        DifferentError: it did something else; ``what`` says it.
    """
    if said.refused:
        return True
    if said.ok and expected:
        return False
    raise DifferentError(what if said.ok else f"Neither accepted nor refused: {said.status} {said.code}.")
