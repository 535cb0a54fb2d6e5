"""What every room needs to know of the request at hand."""

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
    """A request: its ids, when it came, and what its token says."""

    state: State
    arrived: int
    client_request_id: str | None
    token: Token | TokenError
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    exposed: str | None = None
    """What the request shows that belongs to a real tenant."""

    exposed_to_graph: str | None = None
    """The same, when it stands in the address or the body of a request to Graph, which is refused for it."""

    def hinted(self, message: str) -> str:
        """Return the message of a refusal, with a word on what should not have been sent here."""
        if self.exposed is None:
            return message
        directory = self.state.directory
        return f"{message} {hint(self.exposed, directory.tenant_id, next(iter(directory.apps)))}".lstrip()

    @property
    def echoed_id(self) -> str:
        """The `client-request-id` of the answer: the client's own, else the service's."""
        return self.client_request_id or self.request_id


def call_of(request: Request) -> Call:
    """Return what the front wrote down of a request."""
    call: Call = request.scope["emulator"]
    return call


def token_of(state: State, authorization: str | None) -> Token | TokenError:
    """Return what the bearer token says, or why it is none."""
    scheme, _, text = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        return TokenError()
    try:
        return state.tokens.read(text.strip())
    except TokenError as problem:
        return problem
