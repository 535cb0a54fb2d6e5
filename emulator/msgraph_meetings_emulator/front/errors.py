"""The errors that the emulator answers with, one class for each form of error body.

RefusalError
├── GraphError    {"error": {"code", "message", "innerError"}}          Microsoft Graph
├── SignInError   {"error", "error_description", "error_codes", ...}    Microsoft Entra
├── HostError     the host's own form                                  hosts with an identity, pipelines
└── AdminError    {"error": "one sentence"}                             the control paths
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.state.choices import UNUSABLE_BODY_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Mapping


class RefusalError(Exception):
    """A request that is answered with an error."""

    status: int


class GraphError(RefusalError):
    """A Microsoft Graph error: status, code and message."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers


class SignInError(RefusalError):
    """An error of the token endpoint: status, OAuth error code, AADSTS number and text."""

    def __init__(self, status: int, error: str, number: int, text: str) -> None:
        super().__init__(text)
        self.status, self.error, self.number, self.text = status, error, number, text


class HostError(RefusalError):
    """An error of a host with a managed identity or of a pipeline; each has its own form."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status)
        self.status, self.body = status, body


class AdminError(RefusalError):
    """An error on a control path, in one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


def unusable() -> GraphError:
    """Return Graph's general error for a body of the wrong type."""
    return GraphError(400, "BadRequest", UNUSABLE_BODY_MESSAGE)


def no_such_meeting() -> GraphError:
    """Return the error for a meeting that never existed, was deleted or has expired."""
    return GraphError(404, "NotFound", "3004: Specified meeting is not found")
