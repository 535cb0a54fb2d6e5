"""The way to a running emulator: its own paths over HTTPS."""

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
"""What a handle calls itself in the TLS handshake, so that no fault befalls it."""

_FIRST_FAILURE = 300
_ANSWER_SECONDS = 30.0


class Connection:
    """Somebody who knows a running emulator."""

    _description: Description

    @property
    def endpoint(self) -> str:
        """The root of both services, Graph and sign-in: `https://127.0.0.1:port`."""
        return self._description.endpoint

    @property
    def proxy(self) -> str | None:
        """The proxy that leads here from Microsoft's own host names; None unless it was asked for."""
        return self._description.proxy

    @property
    def ca(self) -> Path:
        """The certificate of the emulator's own authority."""
        return self._description.ca

    @property
    def tenant_id(self) -> str:
        """The tenant."""
        return self._description.tenant_id

    @property
    def client_id(self) -> str:
        """The application that may do everything."""
        return self._description.client_id

    @property
    def client_secret(self) -> str:
        """That application's secret."""
        return self._description.client_secret

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request to the emulator's own paths; ValueError with its sentence when it refuses."""
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
    """Return what a refusal says, in one sentence, whether or not it is in JSON."""
    text = content.decode("utf-8", "replace").strip()
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if isinstance(told, dict):
        return str(told.get("error_description") or told.get("error") or text)
    return f"The emulator answered {status}: {text or 'nothing'}"
