"""Hide secret identities in messages: a user id that is marked as a secret must not appear in a build's log."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgraph_meetings.errors import MeetingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.http.operation import Severity, Tell
    from msgraph_meetings.plugin.codec import Decoded

_NAMES = ("userId", "externalId")
_HIDDEN = "[secret]"


class Hiding:
    """Replaces the secret identities of some properties in messages.

    Args:
        found: the properties with their marks.
    """

    def __init__(self, found: Decoded) -> None:
        secret = {path[0] for path, mark in found.marks.items() if mark.secret}
        values = (found.values.get(name) for name in _NAMES if name in secret)
        self._texts = [value for value in values if isinstance(value, str) and value]

    def tell(self, tell: Tell) -> Tell:
        """Return a function that logs lines with the secrets replaced."""

        def hidden(severity: Severity, text: str) -> None:
            tell(severity, self._hidden(text))

        return hidden if self._texts else tell

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Replace the secrets in errors."""
        try:
            yield
        except MeetingsError as error:
            error.what, error.why, error.fix, error.said = (
                self._hidden(text) for text in (error.what, error.why, error.fix, error.said)
            )
            raise

    def _hidden(self, text: str) -> str:
        for secret in self._texts:
            text = text.replace(secret, _HIDDEN)
        return text
