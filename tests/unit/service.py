"""A service in memory for these tests; it does not use the code under test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from msgraph_meetings.errors import LostAnswerError
from msgraph_meetings.http.transport import Answer

if TYPE_CHECKING:
    from tests.unit.fakes import FakeClock

_START = datetime(2027, 1, 4, 8, 0, tzinfo=timezone.utc)
_DEFAULTS: dict[str, Any] = {
    "subject": None,
    "allowMeetingChat": "enabled",
    "allowRecording": True,
    "allowedPresenters": "everyone",
    "allowPowerpointSharing": True,  # the live service's spelling
    "recordAutomatically": False,
    "isEntryExitAnnounced": True,
    "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
    "watermarkProtection": None,
    "sensitivityLabelAssignment": None,
    "joinInformation": {"content": "data:text/html,%3cp%3e", "contentType": "html"},
    "autoAdmittedUsers": "everyoneInCompany",
}
_GONE = (404, "NotFound", "3004: Specified meeting is not found")


@dataclass(frozen=True)
class Request:
    """A request that arrived."""

    method: str
    path: str
    body: dict[str, Any] | None


class Service:
    """Meetings by id, and the faults that a test sets.

    Args:
        clock: the client's; the service's own time moves with it.
    """

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._born = clock.time
        self._numbers = count(1)
        self.meetings: dict[str, dict[str, Any]] = {}
        self.requests: list[Request] = []
        self.policy: dict[str, Any] = {}
        self.hidden: set[str] = set()
        self.refuse: list[Answer] = []
        self.lose = 0
        self.with_dates = True
        self.keeps_deleted = False

    def __call__(
        self,
        _http: object,
        method: str,
        url: str,
        *,
        body: bytes | None,
        **_rest: object,
    ) -> Answer:
        request = Request(method, urlsplit(url).path, None if body is None else json.loads(body))
        self.requests.append(request)
        if self.refuse:
            return self.refuse.pop(0)
        answer = self._answer(request)
        self._clock.time += 0.1
        if self.lose:
            self.lose -= 1
            raise LostAnswerError("The answer was lost.")
        return answer

    @property
    def methods(self) -> str:
        """Return the requests so far, such as ``POST PATCH``."""
        return " ".join(request.method for request in self.requests)

    def forget_requests(self) -> None:
        """Forget the requests so far."""
        self.requests.clear()

    def existing(self, user: str, external_id: str, **properties: Any) -> str:
        """Add a meeting that was created an hour ago."""
        self._clock.time += 3600
        made = self._make(user, {"externalId": external_id}, self.now - timedelta(hours=1))
        made.update(properties)
        return str(made["id"])

    @property
    def now(self) -> datetime:
        """Return the service's time."""
        return _START + timedelta(seconds=self._clock.time - self._born)

    def _answer(self, request: Request) -> Answer:
        _, _, _, user, _, *tails = request.path.split("/")
        if not tails:  # a search: no meeting here has the searched value
            return Answer(200, self._headers(), b'{"value": []}')
        (tail,) = tails
        if tail == "createOrGet":
            return self._create_or_get(unquote(user), request.body or {})
        meeting = self.meetings.get(unquote(tail))
        if meeting is None:
            return self._refusal(*_GONE)
        if request.method == "DELETE":
            if not self.keeps_deleted:
                del self.meetings[meeting["id"]]
            return Answer(204, self._headers(), b"")
        if request.method == "PATCH":
            _apply(meeting, request.body or {}, self.policy)
        return self._shown(200, meeting)

    def _create_or_get(self, user: str, parameters: dict[str, Any]) -> Answer:
        for meeting in self.meetings.values():
            if (meeting["_user"], meeting["externalId"]) == (user, parameters["externalId"]):
                return self._shown(200, meeting)
        return self._shown(201, self._make(user, parameters, self.now))

    def _make(self, user: str, parameters: dict[str, Any], now: datetime) -> dict[str, Any]:
        start = parameters.get("startDateTime") or _text(now)
        end = _text(datetime.fromisoformat(start[:19] + "+00:00") + timedelta(hours=1))
        number = next(self._numbers)
        meeting: dict[str, Any] = json.loads(json.dumps(_DEFAULTS)) | {
            "_user": user,
            "id": f"MSo/x+{number}==",
            "creationDateTime": _text(now),
            "startDateTime": start,
            "endDateTime": end,
            "externalId": parameters["externalId"],
            "joinWebUrl": f"https://teams.example/l/{number}",
            "joinMeetingIdSettings": {"joinMeetingId": f"10{number}", "passcode": "pw", "isPasscodeRequired": True},
            "videoTeleconferenceId": None,
            "chatInfo": {"threadId": f"19:meeting_{number}", "messageId": "0", "replyChainMessageId": None},
            "audioConferencing": None,
            "participants": {
                "organizer": {"upn": "o@example.com", "role": "presenter", "identity": {"user": {"id": user}}},
                "attendees": [],
            },
        }
        _apply(meeting, {name: value for name, value in parameters.items() if name != "externalId"}, {})
        self.meetings[meeting["id"]] = meeting
        return meeting

    def _shown(self, status: int, meeting: dict[str, Any]) -> Answer:
        shown = {name: value for name, value in meeting.items() if name != "_user" and name not in self.hidden}
        return Answer(status, self._headers(), json.dumps(shown).encode())

    def _refusal(self, status: int, code: str, message: str) -> Answer:
        content = {"error": {"code": code, "message": message}}
        return Answer(status, self._headers(), json.dumps(content).encode())

    def _headers(self) -> dict[str, str]:
        headers = {"content-type": "application/json", "request-id": "rq-1"}
        return headers | ({"date": format_datetime(self.now, usegmt=True)} if self.with_dates else {})


def _apply(meeting: dict[str, Any], changes: dict[str, Any], policy: dict[str, Any]) -> None:
    names = {name.lower(): name for name in meeting}
    for name, value in changes.items():
        held = names.get(name.lower(), name)
        if name == "participants":
            meeting["participants"]["attendees"] = [_filled_in(person) for person in value["attendees"]]
        elif name in policy:
            meeting[held] = policy[name]
        elif isinstance(value, dict):
            meeting[held] = (meeting.get(held) or {}) | value
        else:
            meeting[held] = value


def _filled_in(person: dict[str, Any]) -> dict[str, Any]:
    user = person.get("identity", {}).get("user", {})
    full = {"displayName": None, "tenantId": None, "identityProvider": "AAD"} | user
    return {"upn": None, "role": "attendee"} | person | {"identity": {"application": None, "user": full}}


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
