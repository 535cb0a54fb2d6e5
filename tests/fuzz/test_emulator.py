"""The emulator's own paths and Graph's, asked for anything: never a bug of its own, and a journal without secrets."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.profiles import chosen

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

_CANARY = "canary-that-nobody-may-see"
_METHODS = st.sampled_from(["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "ODD"])
_SEGMENTS = st.sampled_from(
    [
        *(
            "v1.0",
            "beta",
            "me",
            "users",
            "USER",
            "onlineMeetings",
            "createOrGet",
            "MEETING",
            "$batch",
            "communications",
        ),
        *(
            "TENANT",
            "oauth2",
            "v2.0",
            "token",
            "common",
            "discovery",
            "instance",
            ".well-known",
            "openid-configuration",
        ),
        *("metadata", "identity", "msi", "_issuers", "github", "azure-devops", "oidctoken", "keys"),
        *("..", ".", "", "%00", "%2F", "%", "%zz", "\u00e9", "a" * 200),
    ]
) | st.text(max_size=5).map(quote)
_GRAPH = st.sampled_from(
    [
        "/v1.0/users/USER/onlineMeetings",
        "/v1.0/users/USER/onlineMeetings/createOrGet",
        "/v1.0/users/USER/onlineMeetings/MEETING",
        "/v1.0/$batch",
        "/TENANT/oauth2/v2.0/token",
        "/TENANT/v2.0/.well-known/openid-configuration",
        "/common/discovery/instance",
        "/metadata/identity/oauth2/token",
    ]
)
_PATHS = _GRAPH | st.lists(_SEGMENTS, max_size=6).map(lambda parts: "/" + "/".join(parts))
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
            ["TOKEN", f"Bearer {_CANARY}", f"Basic {_CANARY}", "Bearer", "", "Bearer a.b.c", "Bearer \xff"]
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
        "X-IDENTITY-HEADER": st.just(_CANARY),
        "Secret": st.just(_CANARY),
    },
)


class Caller:
    """One connection after the other, whatever is sent on it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self._context = ssl.create_default_context(cafile=str(emulator.ca))
        self.token = emulator.application_token()

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
def caller(msgraph_emulator: Emulator) -> Caller:
    return Caller(msgraph_emulator)


@chosen(examples=40)
@given(_METHODS, st.tuples(_PATHS, _QUERIES), _HEADERS, _BODIES)
def test_any_request_gets_an_answer_without_a_bug_and_leaves_no_secret(
    caller: Caller, method: str, target: tuple[str, str], headers: dict[str, str], body: bytes
) -> None:
    emulator, (path, query) = caller.emulator, target
    made = emulator.meetings()
    words = {"USER": emulator.user_id, "TENANT": emulator.tenant_id}
    words["MEETING"] = quote(made[0]["id"], safe="") if made else "none"
    for word, value in words.items():
        path = path.replace(word, value)
    if headers.get("Authorization") == "TOKEN":
        headers = headers | {"Authorization": f"Bearer {caller.token}"}
    status, answer = caller.send(method, quote(path, safe="/%$.") + query, headers, body)
    assert status < 500 or status == 501, (status, answer)
    assert b"has a bug" not in answer
    journal = json.dumps([vars(entry) for entry in emulator.journal()])
    assert _CANARY not in journal
    assert caller.token not in journal
    identities = [(one["externalId"], one["participants"]["organizer"]["identity"]["user"]["id"]) for one in made]
    assert len({one["id"] for one in made}) == len(made)
    named = [one for one in identities if one[0]]
    assert len(named) == len(set(named))
    emulator.clear_journal()
