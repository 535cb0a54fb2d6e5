"""Plain curl, with the requests of the documentation's pages."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.documentation import ATTENDEE, MEETING
from tests.clients.programs import environment

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

pytestmark = pytest.mark.proof

_LIMIT = 60


@dataclass(frozen=True)
class Curl:
    """curl on the meetings of one user, with a token."""

    env: dict[str, str]
    meetings: str
    token: str

    def __call__(self, method: str, path: str = "", *words: str, body: Any = None) -> tuple[int, Any]:
        """The status and the JSON of an answer."""
        headers = ["--header", f"Authorization: Bearer {self.token}", "--header", "Content-Type: application/json"]
        data = [] if body is None else ["--data", json.dumps(body)]
        text = curled(self.env, "--request", method, *headers, *data, *words, f"{self.meetings}{path}")
        content, _, status = text.rpartition("\n")
        return int(status), json.loads(content or "null")


def curled(env: dict[str, str], *words: str) -> str:
    """Return curl's output: the answer's body, and the status on a line of its own."""
    command = ["curl", "--silent", "--show-error", "--write-out", "\n%{http_code}", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=_LIMIT, check=True).stdout


@pytest.fixture
def curl(msgraph_emulator: Emulator) -> Curl:
    """With a token by the client credentials grant, as the documentation asks for it."""
    env = environment(msgraph_emulator)
    form = {
        "grant_type": "client_credentials",
        "client_id": msgraph_emulator.client_id,
        "client_secret": msgraph_emulator.client_secret,
        "scope": "https://graph.microsoft.com/.default",
    }
    fields = [word for name, value in form.items() for word in ("--data-urlencode", f"{name}={value}")]
    answer = curled(env, *fields, f"{msgraph_emulator.endpoint}/{msgraph_emulator.tenant_id}/oauth2/v2.0/token")
    token = json.loads(answer.rpartition("\n")[0])["access_token"]
    return Curl(env, f"{msgraph_emulator.endpoint}/v1.0/users/{msgraph_emulator.user_id}/onlineMeetings", token)


def test_curl_makes_finds_changes_and_deletes_a_meeting(msgraph_emulator: Emulator, curl: Curl) -> None:
    status, made = curl("POST", "/createOrGet", body=MEETING)
    assert (status, made["startDateTime"]) == (201, "2020-02-06T01:49:21.3524945Z")
    assert curl("POST", "/createOrGet", body=MEETING) == (200, made)

    change = {"@odata.type": "#microsoft.graph.onlineMeeting", "allowedPresenters": "roleIsPresenter"}
    status, changed = curl("PATCH", f"/{made['id']}", body=change)
    assert (status, changed["allowedPresenters"]) == (200, "roleIsPresenter")
    assert curl("GET", f"/{made['id']}") == (200, changed)
    where = ("--get", "--data-urlencode", f"$filter=JoinWebUrl eq '{made['joinWebUrl']}'")
    status, found = curl("GET", "", *where)
    assert (status, [one["id"] for one in found["value"]]) == (200, [made["id"]])

    assert curl("DELETE", f"/{made['id']}") == (204, None)
    status, gone = curl("GET", f"/{made['id']}")
    assert (status, gone["error"]["code"]) == (404, "NotFound")
    assert msgraph_emulator.meetings() == []


def test_a_token_of_the_azure_cli_is_good_for_the_signed_in_person(msgraph_emulator: Emulator, tmp_path: Path) -> None:
    az = msgraph_emulator.az(tmp_path, msgraph_emulator.user_id)
    words = ["account", "get-access-token", "--resource", msgraph_emulator.endpoint, "--output", "json"]
    printed = subprocess.run([az, *words], capture_output=True, text=True, timeout=_LIMIT, check=True).stdout
    own = f"{msgraph_emulator.endpoint}/v1.0/me/onlineMeetings"
    curl = Curl(environment(msgraph_emulator), own, json.loads(printed)["accessToken"])
    assert [curl("POST", "/createOrGet", body=MEETING)[0] for _ in range(2)] == [201, 200]
    assert msgraph_emulator.meetings()[0]["participants"]["attendees"][0]["upn"] == ATTENDEE["upn"]


def test_curl_reaches_microsofts_own_hosts_through_the_proxy(proxied_emulator: Emulator) -> None:
    own = f"https://graph.microsoft.com/v1.0/users/{proxied_emulator.user_id}/onlineMeetings"
    curl = Curl(environment(proxied_emulator), own, proxied_emulator.application_token())
    assert [curl("POST", "/createOrGet", body=MEETING)[0] for _ in range(2)] == [201, 200]
    assert len(proxied_emulator.meetings()) == 1
