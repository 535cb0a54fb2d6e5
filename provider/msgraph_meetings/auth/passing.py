"""Tell temporary failures of a sign-in, which are retried, from permanent ones."""

from __future__ import annotations

import re
from socket import EAI_NONAME, gaierror
from typing import TYPE_CHECKING

from msgraph_meetings.errors import LostAnswerError, NotSentError
from msgraph_meetings.http.retries import PassingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.errors import MeetingsError

_NO_SUCH_NAME = {EAI_NONAME, -5, 11004}
"""Errors of a name server: the name does not exist, or it has no address (Linux, Windows)."""
_PROXY_REFUSES = re.compile(r"Tunnel connection failed: 4(?!08|29)")


def passing(error: MeetingsError, tries: int | None = None) -> Exception:
    """Return the error as a temporary one if only the network failed, else the error itself."""
    unanswered = isinstance(error, NotSentError | LostAnswerError)
    if not unanswered or any(_stays(cause) for cause in _causes(error)):
        return error
    return PassingError(error, tries=tries)


def _stays(cause: BaseException) -> bool:
    """Return True if the name does not exist, or the proxy refuses the connection."""
    return (isinstance(cause, gaierror) and cause.errno in _NO_SUCH_NAME) or _PROXY_REFUSES.match(
        str(cause)
    ) is not None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Return the error and the errors that it wraps; each library wraps in its own way."""
    yield error
    for inner in (error.__cause__, getattr(error, "reason", None), *error.args):
        if isinstance(inner, BaseException):
            yield from _causes(inner)
