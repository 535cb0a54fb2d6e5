"""A model of an impatient client, similar to Terraform's generic provider for Graph; it is not that provider.

It sends ten requests at once, as Terraform does by default. A failed request, also a create, is sent again at
once, even if `Retry-After` asks to wait or the service has done the work.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import requests

from tests.clients.documentation import MEETING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msgraph_meetings_emulator import Emulator

_AT_ONCE = 10
_LIMIT = 30


class GaveUpError(Exception):
    """Every try failed."""


class Impatient:
    """Applies declarations: each name is a meeting that must exist.

    Args:
        emulator: the service.
        create: the path of creates: `/createOrGet`, or the collection itself.
        tries: the number of times that a request is sent before it gives up.
    """

    def __init__(self, emulator: Emulator, create: str, *, tries: int = 50) -> None:
        self._root = f"{emulator.endpoint}/v1.0/users/{emulator.user_id}/onlineMeetings"
        self._headers = {"Authorization": f"Bearer {emulator.application_token()}"}
        self._ca, self._create, self._tries = str(emulator.ca), create, tries

    def apply(self, names: Sequence[str]) -> list[str | None]:
        """Create a meeting for each name and read it back; return its id, or None if every try failed."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(self._applied, names))

    def _applied(self, name: str) -> str | None:
        try:
            made = self._tried("POST", self._create, self._body(name))
            read = self._tried("GET", f"/{quote(made['id'], safe='')}")
        except GaveUpError:
            return None
        return str(read["id"])

    def _body(self, name: str) -> dict[str, Any]:
        meeting = MEETING | {"subject": name, "externalId": name}
        return {key: value for key, value in meeting.items() if self._create or key != "externalId"}

    def _tried(self, method: str, path: str, body: Any = None) -> Any:
        for _ in range(self._tries):
            answer = _or_none(lambda: self._sent(method, path, body))
            if answer is not None and answer.ok:
                return answer.json()
        raise GaveUpError

    def _sent(self, method: str, path: str, body: Any) -> requests.Response:
        with requests.Session() as session:  # one connection for each request, because a kept one may be broken
            session.trust_env, session.verify = False, self._ca
            return session.request(method, self._root + path, json=body, headers=self._headers, timeout=_LIMIT)


def _or_none(send: Callable[[], requests.Response]) -> requests.Response | None:
    try:
        return send()
    except requests.ConnectionError:
        return None
