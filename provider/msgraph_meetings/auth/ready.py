"""A token that somebody else acquired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.auth.tokens import Token

if TYPE_CHECKING:
    from msgraph_meetings.settings import Settings


class ReadyToken:
    """The ``accessToken`` setting, as it is; it cannot be renewed here."""

    def __init__(self, settings: Settings) -> None:
        self._token = Token.of(settings.access_token or "", settings.access_token_type)

    def token(self, refused: Token | None = None) -> Token:  # noqa: ARG002  (there is no other)
        """The token."""
        return self._token
