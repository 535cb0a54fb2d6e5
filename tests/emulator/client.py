"""A minimal client of Microsoft Graph: it sends each request once and unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import requests

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from msgraph_meetings_emulator import Handle

ALL_MEMBERS = {"Prefer": "include-unknown-enum-members"}
_LIMIT = 30


class Client:
    """A caller with a token, on one user's meetings; `owner` is the part of the path that names the user."""

    def __init__(self, emulator: Handle, token: str | None, owner: str) -> None:
        self.emulator, self.owner = emulator, owner
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(emulator.ca)
        if token is not None:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()

    def send(self, method: str, path: str = "", **options: Any) -> requests.Response:
        url = f"{self.emulator.endpoint}/v1.0/{self.owner}/onlineMeetings{path}"
        return self.session.request(method, url, timeout=_LIMIT, **options)

    def create_or_get(self, external_id: str = "team", **parameters: Any) -> requests.Response:
        headers = parameters.pop("headers", {})
        return self.send("POST", "/createOrGet", json={"externalId": external_id, **parameters}, headers=headers)

    def get(self, meeting_id: str, **headers: str) -> requests.Response:
        return self.send("GET", f"/{quote(meeting_id, safe='')}", headers=headers)

    def patch(self, meeting_id: str, **properties: Any) -> requests.Response:
        return self.send("PATCH", f"/{quote(meeting_id, safe='')}", json=properties)

    def delete(self, meeting_id: str) -> requests.Response:
        return self.send("DELETE", f"/{quote(meeting_id, safe='')}")

    def find(self, name: str, value: str) -> requests.Response:
        return self.send("GET", params={"$filter": f"{name} eq '{value}'"})

    def made(self, external_id: str = "team", **parameters: Any) -> dict[str, Any]:
        """Create a meeting and return it."""
        answer = self.create_or_get(external_id, **parameters)
        assert answer.status_code == 201, answer.text
        meeting: dict[str, Any] = answer.json()
        return meeting


def application(emulator: Handle, user_id: str | None = None) -> Client:
    """A client with an application token, on a user's meetings."""
    return Client(emulator, emulator.application_token(), f"users/{user_id or emulator.user_id}")


def delegated(emulator: Handle, user_id: str | None = None) -> Client:
    """A client with a delegated token, on the signed-in user's meetings."""
    return Client(emulator, emulator.delegated_token(user_id or emulator.user_id), "me")


def error(answer: requests.Response) -> tuple[int, str, str]:
    """Status, code and message of a refusal."""
    problem = answer.json()["error"]
    return answer.status_code, problem["code"], problem["message"]


GONE = (404, "NotFound", "3004: Specified meeting is not found")
