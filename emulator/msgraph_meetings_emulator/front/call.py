"""The data of the current request that the routes need."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.front.lookalikes import hint
from msgraph_meetings_emulator.front.token import Token, TokenError

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.state.state import State


@dataclass
class Call:
    """A request: its ids, its time of arrival and its token."""

    state: State
    arrived: int
    client_request_id: str | None
    token: Token | TokenError
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    exposed: str | None = None
    """A description of the real tenant's secret that the request contains; None if it contains none."""

    exposed_to_graph: str | None = None
    """The same for the URL or body of a request to Graph; such a request is refused."""

    def hinted(self, message: str) -> str:
        """Return the message of a refusal, with a hint if the request contains a real tenant's secret."""
        if self.exposed is None:
            return message
        directory = self.state.directory
        return f"{message} {hint(self.exposed, directory.tenant_id, next(iter(directory.apps)))}".lstrip()

    @property
    def echoed_id(self) -> str:
        """The `client-request-id` of the answer: the client's, or the request id if the client sent none."""
        return self.client_request_id or self.request_id


def call_of(request: Request) -> Call:
    """Return the call that the front attached to a request."""
    call: Call = request.scope["emulator"]
    return call


def token_of(state: State, authorization: str | None) -> Token | TokenError:
    """Return the bearer token, or the error if it is missing or cannot be read."""
    scheme, _, text = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        return TokenError()
    try:
        return state.tokens.read(text.strip())
    except TokenError as problem:
        return problem
