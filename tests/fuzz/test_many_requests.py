"""Very many random requests on one emulator: 20,000 in `make fuzz`, a few in a usual run.

No answer is a bug, no meeting is stored by a request that was refused, and everything can be read afterwards.
"""

from __future__ import annotations

import http.client
import json
import logging
import os
import random
import ssl
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from tests.fuzz import served
from tests.properties.profiles import TIMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings_emulator import Emulator

MANY, FEW, LOOKS = 20_000, 400, 2_000
SEED = 15
LISTS = ("meetings", "faults", "settings", "directory", "throttle", "clock", "changes", "journal?newest=5")
PATHS = (
    *["/v1.0/users/USER/onlineMeetings/createOrGet"] * 8,
    *["/v1.0/users/USER/onlineMeetings"] * 6,
    *["/v1.0/users/USER/onlineMeetings/MEETING"] * 12,
    *(path for _, path in served.services()),
    "/V1.0/Users('USER')/OnlineMeetings('MEETING')/",
    "/beta/me/onlineMeetings",
    "/v1.0/users/%00/onlineMeetings/%ff%2F('",
    "https://127.0.0.1/v1.0/me",
)
OWN_PATHS = (
    "/_emulator/meetings/MEETING",
    "/_emulator/directory/users/%61da%20x",
    "/_emulator/settings",
    "/_emulator/throttle/nothing",
    "/_emulator/faults/999",
    "/_emulator/clock",
    "/_emulator/join-links",
    "/_emulator/journal?since=99999999999999999999&newest=-1",
    "/_emulator/nonsense",
)
QUERIES = (
    "",
    "",
    "",
    "?$filter=JoinWebUrl%20eq%20'https://x'",
    "?$FILTER=mail%20eq%20'x",
    "?$select=id,,%00",
    "?%ff=%zz&&",
)
NAMES = (
    *("externalId", "EXTERNALID", "subject", "startDateTime", "endDateTime", "participants", "attendees", "organizer"),
    *("identity", "user", "id", "upn", "role", "lobbyBypassSettings", "scope", "allowedPresenters", "allowMeetingChat"),
    *("recordAutomatically", "isBroadcast", "joinMeetingIdSettings", "isPasscodeRequired", "watermarkProtection"),
    *("anonymizeIdentityForRoles", "creationDateTime", "joinWebUrl", "chatInfo", "@odata.type", "x", "policy", "url"),
    *("requests", "method", "headers", "body", "dependsOn", "set", "upn", "display_name", "access_policy", "kind"),
)
VALUES = (
    *("null", "true", "false", "0", "-1", "1e999", "NaN", "1e-400", "1" * 400, "[]", "{}", "[[[]]]", '""', '"x"'),
    *('"2027-01-04T09:00Z"', '"9999-12-31T23:59:59Z"', '"0001-01-01T00:00:00Z"', '"2027-01-04T09:00:00+14:00"'),
    *('"everyone"', '"ROLEISPRESENTER"', '"attendee"', '"unknownFutureValue"', '"/me"', '"application/json"'),
    *(r'"\ud800"', r'"\u0000"', r'"\u00e99' + "Q~" + "a" * 35 + '"', '"\\', "\x00", '"é"', '"' + "s" * 5_000 + '"'),
    '"GET"',
)
_PAGE = b"<!DOCTYPE html>"
TYPES = (*["application/json"] * 9, "", "text/plain", "application/json;charset=utf-16")


class Chance:
    """Random requests of one seed."""

    def __init__(self, seed: int, emulator: Emulator) -> None:
        self._random = random.Random(seed)  # noqa: S311  (of examples)
        self._words = served.words(emulator, "")

    def request(self, meetings: list[str]) -> tuple[str, str, dict[str, str], bytes]:
        """Return method, target, headers and body."""
        chosen = self._random
        own = chosen.random() < 0.15
        path = chosen.choice(OWN_PATHS if own else PATHS) + ("" if own else chosen.choice(QUERIES))
        meeting = quote(chosen.choice(meetings), safe="") if meetings else "MSx"
        method = chosen.choice(("GET", "POST", "POST", "POST", "PATCH", "PATCH", "PUT", "DELETE", "ODD"))
        headers = {"Content-Type": chosen.choice(TYPES), "If-Match": chosen.choice(("*", 'W/"1"', "\xff"))}
        return method, served.placed(path, self._words | {"MEETING": meeting}), headers, self._body()

    def _body(self) -> bytes:
        text = self._object(0)
        if self._random.random() < 0.1:
            place = self._random.randrange(len(text))
            text = text[:place] + self._random.choice(VALUES) + text[place + 1 :]
        return text.encode("utf-8", "surrogatepass")

    def _object(self, depth: int) -> str:
        names = self._random.sample(NAMES, self._random.randrange(4))
        return "{" + ", ".join(f'"{name}": {self._value(depth)}' for name in names) + "}"

    def _value(self, depth: int) -> str:
        if depth < 4 and self._random.random() < 0.3:
            inner = self._object(depth + 1)
            return inner if self._random.random() < 0.6 else f"[{inner}]"
        return self._random.choice(VALUES)


class Line:
    """One connection, opened again whenever the emulator has closed it."""

    def __init__(self, emulator: Emulator) -> None:
        where, self._token = urlsplit(emulator.endpoint), emulator.application_token()
        trust = ssl.create_default_context(cafile=str(emulator.ca))
        self._connection = http.client.HTTPSConnection(where.hostname or "", where.port, context=trust, timeout=60)

    def send(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        self._connection.putrequest(method, target)
        sent = {"Authorization": f"Bearer {self._token}", "Content-Length": str(len(body)), **headers}
        for name, value in sent.items():
            self._connection.putheader(name, value.encode("latin-1"))
        self._connection.endheaders(body)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def line(msgraph_emulator: Emulator) -> Iterator[Line]:
    msgraph_emulator.set_meetings_a_month(1_000_000)
    line = Line(msgraph_emulator)
    yield line
    line.close()


def _answered(content: Any) -> set[str]:
    """The meetings of an answer, those in a batch's answers too."""
    if not isinstance(content, dict):
        return set()
    parts = [one.get("body") for one in content.get("responses", [])] + content.get("value", [])
    return {content["id"]} if "joinWebUrl" in content else set().union(*map(_answered, parts))


def _all_readable(emulator: Emulator) -> None:
    for path in LISTS:
        emulator._ask("GET", path)


def test_emulator_survives_very_many_random_requests(
    msgraph_emulator: Emulator, line: Line, pytestconfig: pytest.Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    number = MANY if os.environ.get(TIMES) else FEW
    chance = Chance(int(pytestconfig.getoption("--hypothesis-seed") or SEED), msgraph_emulator)
    told, statuses = set[str](), Counter[int]()
    for count in range(number):
        request = chance.request(sorted(told)[-50:])
        status, answer = line.send(*request)
        assert status < 500, (request, status, answer)
        assert b"has a bug" not in answer, (request, answer)
        statuses[status] += 1
        content = json.loads(answer) if answer and not answer.startswith(_PAGE) else None
        told |= _answered(content) if status < 300 else set()
        if count % LOOKS == 0:
            _all_readable(msgraph_emulator)
    _all_readable(msgraph_emulator)
    assert {meeting["id"] for meeting in msgraph_emulator.meetings()} <= told
    assert msgraph_emulator.journal()
    assert not caplog.records
    assert statuses[404] * 2 < number, statuses
    assert {200, 201, 400, 404} <= statuses.keys(), statuses
