"""The HTTP client that MSAL uses for signing in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgraph_meetings.errors.catalogue.methods import method_row
from msgraph_meetings.http.retries import PassingError
from msgraph_meetings.http.retry_after import retry_after
from msgraph_meetings.http.transport import Http

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOO_MANY = 429
_SERVER_FAILED = 500


class SignInHttp(Http):
    """Checks each answer before MSAL does: MSAL would remember a failure and answer from memory for a while.

    The check is a hook, because MSAL copies hooks to the session that it makes itself for Service Fabric.

    Args:
        passing: temporary statuses besides 429 and 5xx, and the maximum number of tries for each.
        direct: as ``Http`` takes it.

    Raises:
        PassingError: the answer of a request has such a status.
    """

    def __init__(self, passing: Mapping[int, int | None] | None = None, *, direct: bool = False) -> None:
        super().__init__(direct=direct)
        self._passing = passing or {}
        self._said_json = False
        self.hooks["response"].append(self._look)

    def was_cut(self, error: BaseException | None) -> bool:
        """Return True if the last answer was declared as JSON, and MSAL could not parse it."""
        return self._said_json and isinstance(error, json.JSONDecodeError)

    def _look(self, response: Any, **_options: Any) -> None:
        self._said_json = "json" in response.headers.get("content-type", "json")
        status = response.status_code
        if status == _TOO_MANY or status >= _SERVER_FAILED or status in self._passing:
            response.close()
            raise self._failed(status, response.url, {name.lower(): text for name, text in response.headers.items()})

    def _failed(self, status: int, url: str, headers: Mapping[str, str]) -> PassingError:
        throttled, wait = status == _TOO_MANY, retry_after(headers)
        asked = "" if wait is None else f"; it asks to wait {wait:.0f} s"
        row = method_row("sign-in throttled" if throttled else "sign-in failed")
        words = {"host": urlsplit(url).netloc, "status": status, "asked": asked}
        error = row.tell(words, request_id=headers.get("x-ms-request-id"))
        return PassingError(error, wait, throttled=throttled, tries=self._passing.get(status))


class Forgetful(dict[str, Any]):
    """A cache for MSAL's HTTP client that stores nothing: a request that failed is sent again."""

    def __setitem__(self, key: str, value: Any) -> None:
        """Store nothing."""
