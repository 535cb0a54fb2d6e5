"""The emulator's own paths and Graph's, asked for anything: never a bug of its own, and a journal without secrets."""

from __future__ import annotations

import http.client
import json
import ssl
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings_emulator.outside.host_names import IDENTITY_HEADER
from tests.fuzz import served
from tests.properties.profiles import chosen

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

_CANARY = "canary-that-nobody-may-see"
_METHODS = st.sampled_from(["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "ODD"])
_SERVED = served.routes()
_ROUTES = st.sampled_from(_SERVED) | st.tuples(_METHODS, st.sampled_from([path for _, path in _SERVED]))
"""Mostly as a route wants it: a method that no route has is soon refused."""

_SEGMENTS = st.sampled_from(
    [
        *sorted({part for _, path in _SERVED for part in path.split("/") if part}),
        *("..", ".", "", "%00", "%2F", "%", "%zz", "\u00e9", "a" * 200),
    ]
) | st.text(max_size=5).map(quote)
_PATHS = st.lists(_SEGMENTS, max_size=6).map(lambda parts: "/" + "/".join(parts))
_QUERIES = st.sampled_from(
    [
        "",
        "?",
        "?$filter=JoinWebUrl eq 'x'",
        "?$filter=",
        "?$select=id,",
        "?$top=-1",
        "?%00",
        "?a=%ff",
        f"?code={_CANARY}",
        served.RESOURCE,
    ]
).map(lambda text: text.replace(" ", "%20"))
_NAMES = st.sampled_from(
    [
        *(
            "externalId",
            "subject",
            "startDateTime",
            "endDateTime",
            "participants",
            "attendees",
            "identity",
            "user",
            "id",
        ),
        *("lobbyBypassSettings", "scope", "allowMeetingChat", "recordAutomatically", "isBroadcast", "organizer", "upn"),
        *(
            "requests",
            "method",
            "url",
            "dependsOn",
            "body",
            "headers",
            "@odata.type",
            "watermarkProtection",
            "chatInfo",
        ),
    ]
)
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2027-01-04T09:00:00Z", "everyone", "x", "GET", "/me", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=5),
    max_leaves=10,
)
_BODIES = (
    _JSON.map(lambda value: json.dumps(value).encode())
    | st.binary(max_size=20)
    | st.sampled_from(
        [
            b"",
            b"[" * 5000,
            b'{"a":' * 2000,
            b"\xff\xfe",
            b"NaN",
            b'{"externalId": "x", "externalId": "y"}',
            f"grant_type=client_credentials&client_id=x&client_secret={_CANARY}&scope=%ff".encode(),
            f"client_secret={_CANARY}&client_secret=2&client_assertion={_CANARY}.x.y".encode(),
        ]
    )
)
_HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Authorization": st.sampled_from(
            [
                "TOKEN",
                "PERSON",
                served.PIPELINE,
                f"Bearer {_CANARY}",
                f"Basic {_CANARY}",
                "Bearer",
                "",
                "Bearer a.b.c",
                "Bearer \xff",
            ]
        ),
        "Content-Type": st.sampled_from(
            [
                "application/json",
                "application/x-www-form-urlencoded",
                "text/plain",
                "",
                "x; charset=zz",
                "multipart/form-data",
            ]
        ),
        "Prefer": st.sampled_from(["include-unknown-enum-members", "", ",,", "\xff"]),
        "client-request-id": st.sampled_from(["", "x" * 300, "\xff"]),
        "Accept-Language": st.sampled_from(["de", "", "*;q=x", "\xff"]),
        "Metadata": st.just("true"),
        "X-IDENTITY-HEADER": st.sampled_from([_CANARY, IDENTITY_HEADER]),
        "Secret": st.sampled_from([_CANARY, IDENTITY_HEADER]),
    },
)

_NOT_SERVED = (b" is not served. ", b"The emulator does not serve ")
"""Parts of the answers to a path without a route."""


class Caller:
    """One connection after the other, whatever is sent on it."""

    def __init__(self, emulator: Emulator, key_folder: Path) -> None:
        self.emulator, self._key_folder = emulator, key_folder
        self._context = ssl.create_default_context(cafile=str(emulator.ca))
        self.token = emulator.application_token()
        self._person = emulator.delegated_token(emulator.user_id)
        self.prepare()

    def prepare(self) -> None:
        """Makes the emulator as new, with one meeting; an answer as Azure Arc writes into no folder of the machine."""
        self.emulator.reset()
        self.emulator.managed_identity_environment("arc", key_folder=self._key_folder)
        path = f"/v1.0/users/{self.emulator.user_id}/onlineMeetings/createOrGet"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        assert self.send("POST", path, headers, b'{"externalId": "there"}')[0] == 201

    def ask(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Sends a request whose words stand for something, and checks what holds for every answer."""
        before = self.emulator.meetings()
        meeting = quote(before[0]["id"], safe="") if before else "none"
        path = quote(served.placed(target, served.words(self.emulator, meeting)), safe="/%$.?=&:'")
        tokens = {"TOKEN": f"Bearer {self.token}", "PERSON": f"Bearer {self._person}"}
        given = headers.get("Authorization")
        sent = headers if given is None else headers | {"Authorization": tokens.get(given, given)}
        status, answer = self.send(method, path, sent, body)
        assert status < 500 or status == 501, (status, answer)
        assert b"has a bug" not in answer
        self._check()
        if path.startswith("/_emulator"):
            self.prepare()
        return status, answer

    def _check(self) -> None:
        journal = json.dumps([vars(entry) for entry in self.emulator.journal()])
        assert not [secret for secret in (_CANARY, self.token, self._person) if secret in journal]
        made = self.emulator.meetings()
        identities = [(one["externalId"], one["participants"]["organizer"]["identity"]["user"]["id"]) for one in made]
        assert len({one["id"] for one in made}) == len(made)
        named = [one for one in identities if one[0]]
        assert len(named) == len(set(named))
        self.emulator.clear_journal()

    def send(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        parts = urlsplit(self.emulator.endpoint)
        connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, context=self._context, timeout=30)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value.encode("latin-1"))
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@pytest.fixture
def caller(msgraph_emulator: Emulator, tmp_path: Path) -> Caller:
    return Caller(msgraph_emulator, tmp_path)


@chosen(examples=20)
@given(_METHODS, st.tuples(_PATHS, _QUERIES), _HEADERS, _BODIES)
def test_any_request_gets_an_answer_without_a_bug_and_leaves_no_secret(
    caller: Caller, method: str, target: tuple[str, str], headers: dict[str, str], body: bytes
) -> None:
    caller.ask(method, "".join(target), headers, body)


def test_emulator_answers_any_request_to_a_path_it_serves_without_a_bug_or_a_secret(caller: Caller) -> None:
    statuses = Counter[int]()

    @chosen(examples=40)
    @given(_ROUTES, _QUERIES, _HEADERS, _BODIES)
    def ask(route: tuple[str, str], query: str, headers: dict[str, str], body: bytes) -> None:
        method, path = route
        statuses[caller.ask(method, path + query, headers, body)[0]] += 1

    ask()
    assert statuses[404] * 2 < statuses.total(), statuses
    assert sum(count for status, count in statuses.items() if status < 300), statuses


def test_emulator_serves_each_path_that_the_fuzz_asks(caller: Caller) -> None:
    answers = {route: caller.ask(*_as_wanted(*route)) for route in _SERVED}
    lost = [route for route, (_, answer) in answers.items() if any(words in answer for words in _NOT_SERVED)]
    assert not lost, lost
    statuses = Counter(status for status, _ in answers.values())
    assert statuses[404] * 10 < statuses.total(), statuses


def _as_wanted(method: str, path: str) -> tuple[str, str, dict[str, str], bytes]:
    outside = path.startswith(("/_host", "/_issuer"))
    authorization = served.PIPELINE if path.startswith("/_issuer") else "TOKEN"
    headers = {**served.CREDENTIALS, "Authorization": authorization, "Content-Type": "application/json"}
    return method, path + (served.RESOURCE if outside else ""), headers, b"{}"
