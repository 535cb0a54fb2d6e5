"""The HTTPS connection of a test to the control paths of a running emulator."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator.client.description import Description

OWN_PROTOCOL = "msgraph-emulator-handle"
"""The ALPN protocol that a handle names in the TLS handshake, so that no fault is applied to it."""

_FIRST_FAILURE = 300
_ANSWER_SECONDS = 30.0


class Connection:
    """A client of a running emulator, with its addresses and identities."""

    _description: Description

    @property
    def endpoint(self) -> str:
        """The base URL of both services, Graph and sign-in: `https://127.0.0.1:port`."""
        return self._description.endpoint

    @property
    def proxy(self) -> str | None:
        """The URL of the proxy that serves Microsoft's own host names; None if the emulator has no proxy."""
        return self._description.proxy

    @property
    def ca(self) -> Path:
        """The path of the emulator's CA certificate."""
        return self._description.ca

    @property
    def tenant_id(self) -> str:
        """The id of the tenant."""
        return self._description.tenant_id

    @property
    def client_id(self) -> str:
        """The client id of the application that has every permission."""
        return self._description.client_id

    @property
    def client_secret(self) -> str:
        """The client secret of that application."""
        return self._description.client_secret

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request to a control path and return its JSON; raise ValueError with the message of a refusal."""
        where = urlsplit(self.endpoint)
        trust = ssl.create_default_context(cafile=self.ca)
        trust.set_alpn_protocols([OWN_PROTOCOL])
        connection = http.client.HTTPSConnection(
            where.hostname or "",
            where.port,
            timeout=_ANSWER_SECONDS,
            context=trust,
        )
        try:
            connection.request(method, f"/_emulator/{path}", None if body is None else json.dumps(body))
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status >= _FIRST_FAILURE:
            raise ValueError(sentence_of(answer.status, content))
        return json.loads(content or b"null")


def sentence_of(status: int, content: bytes) -> str:
    """Return the message of a refusal, from JSON or plain text."""
    text = content.decode("utf-8", "replace").strip()
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if isinstance(told, dict):
        return str(told.get("error_description") or told.get("error") or text)
    return f"The emulator answered {status}: {text or 'nothing'}"
