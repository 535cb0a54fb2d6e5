"""All errors, one class for each action a user can take.

    MeetingsError
    ├── ConfigurationError        a setting is missing, unknown or contradictory
    ├── ArgumentError             a wrong argument that was unknown when check ran
    ├── AuthenticationError       no token, or the token was refused (401)
    ├── ForbiddenError            403
    │   └── AccessPolicyError     ... because no application access policy covers the organizer
    ├── NotFoundError             404 with code NotFound: the meeting is gone
    ├── UnknownUserError          404 with code UnknownError: the path was wrong, the meeting may exist
    ├── ThrottledError            the service asks to wait longer than the operation may take
    ├── RefusedError              any other 4xx, and redirects
    │   ├── UnreadableRequestError    400: the service cannot read the request, for example a malformed id
    │   └── NotVisibleError           404 to a call that creates, or about a meeting that was made a moment ago
    ├── ServiceError              5xx
    ├── ConnectionFailedError     no answer: network, proxy, name, time-out
    │   ├── NotSentError          ... and nothing reached the service
    │   │   ├── UnknownHostError      ... because the name cannot be resolved
    │   │   └── ProxyRefusedError     ... because the proxy wants a sign-in, or does not let the request out
    │   ├── LostAnswerError       ... and whether the request was carried out is not known
    │   └── UntrustedError        TLS certificate not trusted
    ├── UnusableAnswerError       an answer that is not what Graph sends: HTML, empty, cut off
    ├── AlreadyExistsError        onExisting: fail
    ├── DuplicateError            two resources of one program declare the same meeting
    ├── NotDeletedError           a delete that would lose a meeting that the program declares
    ├── DeletedButAnsweredError   createOrGet names a meeting that was just deleted
    ├── CancelledError            the engine was asked to stop
    ├── IncompleteError           the meeting was made, its settings were not all applied
    └── UnexpectedError           a bug in the provider

Every message has a line for each of these: what happened, why, what to do, the server's own message, the request-id.
Messages about a server's answer are in ``catalogue``.
"""

from __future__ import annotations

import re
from typing import Any

_TEXT_LIMIT = 500
_ID_LIMIT = 80
_UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that control a terminal, turn a line around, or cannot be encoded."""


class MeetingsError(Exception):
    """An error of the provider: what happened, why, and what to do, a line each; never a token, a secret or a passcode.

    Args:
        what: what happened.
        why: the cause, as far as it is known.
        fix: what to do.
        request_id: Graph's request-id, or Entra's correlation id, for Microsoft's support.
        said: the server's own message, cut; shown on a line of their own.
    """

    def __init__(self, what: str, why: str = "", fix: str = "", request_id: str | None = None, said: str = "") -> None:
        self.what = what
        self.why = why
        self.fix = fix
        self.request_id = cut(request_id, _ID_LIMIT) if request_id else None
        self.said = said
        super().__init__(what)

    def __str__(self) -> str:
        named = f"request-id: {self.request_id}" if self.request_id else ""
        return "\n".join(line for line in (self.what, self.why, self.fix, self.said, named) if line)


class ConfigurationError(MeetingsError):
    """A setting is missing, has a wrong value, or contradicts another."""


class ArgumentError(MeetingsError):
    """An argument of the resource is wrong, and was unknown when check ran."""


class AuthenticationError(MeetingsError):
    """No token could be acquired, or Graph refused the token twice."""


class ForbiddenError(MeetingsError):
    """403: the caller is known and may not do this."""


class AccessPolicyError(ForbiddenError):
    """403: no application access policy allows the app to act for this organizer."""


class NotFoundError(MeetingsError):
    """404 with code NotFound: the meeting is gone."""


class UnknownUserError(MeetingsError):
    """404 with code UnknownError and no text: the path was wrong; the meeting may exist."""


class ThrottledError(MeetingsError):
    """The service asked for a longer wait than the operation's deadline leaves."""


class RefusedError(MeetingsError):
    """The service refused the request for good (any other 4xx, or a redirect)."""


class UnreadableRequestError(RefusedError):
    """400: the service cannot read the request, for example a malformed id."""


class NotVisibleError(RefusedError):
    """404 to a call that creates, or about a meeting made a moment ago: no meeting was deleted."""


class ServiceError(MeetingsError):
    """The service failed (5xx), also after retries."""


class ConnectionFailedError(MeetingsError):
    """No answer came: name, route, proxy or time-out."""


class NotSentError(ConnectionFailedError):
    """No connection: the request cannot have been carried out."""


class UnknownHostError(NotSentError):
    """No connection: the host's name, or the proxy's, cannot be resolved."""


class ProxyRefusedError(NotSentError):
    """No connection: the proxy answered 4xx to the request for one."""


class LostAnswerError(ConnectionFailedError):
    """The connection broke or timed out; it is unknown if the request was carried out."""


class UntrustedError(ConnectionFailedError):
    """The TLS certificate of the endpoint is not trusted on this machine."""


class UnusableAnswerError(MeetingsError):
    """An answer that Graph never gives: HTML, nothing, a piece of JSON."""


class AlreadyExistsError(MeetingsError):
    """The external id has a meeting already, and ``onExisting`` is ``fail``."""


class DuplicateError(MeetingsError):
    """Two resources of one program declare the same organizer and external id."""


class NotDeletedError(MeetingsError):
    """The program declares this meeting under another resource, whose create failed in this deployment."""


class DeletedButAnsweredError(MeetingsError):
    """createOrGet answered with a meeting that this deployment has just deleted."""


class CancelledError(MeetingsError):
    """The engine was asked to stop; nothing more is sent."""


class UnexpectedError(MeetingsError):
    """A bug in the provider; the message says where, without values."""


class IncompleteError(MeetingsError):
    """The meeting exists, but a later step of the same create failed.

    Args:
        meeting_id: the Graph id of the meeting that was made.
        state: the meeting on the service, in the shape of the resource's state.
        cause: the error of the step that failed.
    """

    def __init__(self, meeting_id: str, state: dict[str, Any], cause: MeetingsError) -> None:
        self.meeting_id = meeting_id
        self.state = state
        super().__init__(
            f"The meeting was created, but not all of its settings were applied. {cause.what}",
            cause.why,
            f"{cause.fix} `pulumi up` then finishes the same meeting.".strip(),
            cause.request_id,
            cause.said,
        )


_BLANKS = 20
"""The text is read up to this many times the limit, because spaces may be removed."""


def cut(text: str, limit: int = _TEXT_LIMIT) -> str:
    """Return the beginning of a server's text on one line, at most ``limit`` characters, without control characters."""
    line = _UNSHOWN.sub("\ufffd", " ".join(text[: limit * _BLANKS].split()))
    return line if len(line) <= limit else f"{line[:limit]}…"
