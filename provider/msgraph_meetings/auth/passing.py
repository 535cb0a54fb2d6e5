"""What passes: failures of a sign-in that another try may not meet, and those that it would meet again."""

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
"""The name server answers that there is no such name, or that it has no address (Linux, Windows)."""
_PROXY_REFUSES = re.compile(r"Tunnel connection failed: 4(?!08|29)")


def passing(error: MeetingsError, tries: int | None = None) -> Exception:
    """Return the error as a passing one if nothing but the network is in the way, else the error itself."""
    unanswered = isinstance(error, NotSentError | LostAnswerError)
    if not unanswered or any(_stays(cause) for cause in _causes(error)):
        return error
    return PassingError(error, tries=tries)


def _stays(cause: BaseException) -> bool:
    """Whether the name does not exist, or the proxy does not let anything through."""
    return (isinstance(cause, gaierror) and cause.errno in _NO_SUCH_NAME) or _PROXY_REFUSES.match(
        str(cause)
    ) is not None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what the libraries wrapped, each in its own way."""
    yield error
    for inner in (error.__cause__, getattr(error, "reason", None), *error.args):
        if isinstance(inner, BaseException):
            yield from _causes(inner)
