"""A parsed request to a sign-in endpoint: its tenant and its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_plus

from msgraph_meetings_emulator.entra.names import check_tenant
from msgraph_meetings_emulator.front.call import Call, call_of
from msgraph_meetings_emulator.front.errors import SignInError
from msgraph_meetings_emulator.state import instants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from msgraph_meetings_emulator.state.state import State

ANY_TENANT = ("common", "organizations")
"""The names that a client uses in place of a tenant that it does not know."""


@dataclass(frozen=True)
class SignInRequest:
    """The parts of a token request that the grants need."""

    call: Call
    origin: str
    tenant: str
    authorization: str
    form: dict[str, str]

    @classmethod
    async def read(cls, request: Request) -> SignInRequest:
        """Return the parsed request; raise SignInError if its tenant is unknown."""
        form = dict(parse_qsl((await request.body()).decode(errors="replace")))
        authorization = request.headers.get("authorization", "")
        return cls(call_of(request), origin_of(request), tenant_in(request, *ANY_TENANT), authorization, form)

    @property
    def state(self) -> State:
        """The emulator's state."""
        return self.call.state

    @property
    def now(self) -> int:
        """The emulator's time, in seconds since 1970."""
        return instants.seconds_since_1970(self.state.clock.now())

    def required(self, name: str) -> str:
        """Return a parameter of the form; raise SignInError if it is missing or empty."""
        return required(self.form, name)


def required(form: Mapping[str, str], name: str) -> str:
    """Return a parameter of a form; raise SignInError if it is missing or empty."""
    if not form.get(name):
        text = f"The request body must contain the following parameter: '{name}'."
        raise SignInError(400, "invalid_request", 900144, text)
    return form[name]


def origin_of(request: Request) -> str:
    """Return the base URL with which the client reached the sign-in."""
    return f"https://{request.headers['host']}"


def tenant_in(request: Request, *others: str) -> str:
    """Return the tenant in a path; raise SignInError if it is neither the emulator's nor one of `others`."""
    name: str = unquote_plus(request.path_params["tenant"])
    if name.lower() in others:
        return name.lower()
    check_tenant(call_of(request).state, name)
    return name
