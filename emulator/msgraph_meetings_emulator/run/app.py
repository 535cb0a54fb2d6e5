"""The emulator's ASGI application, built from the routes of all folders over one state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Router

from msgraph_meetings_emulator import control as admin
from msgraph_meetings_emulator.control import page
from msgraph_meetings_emulator.entra import token_endpoint as signin
from msgraph_meetings_emulator.front.answers import refuse_admin, refuse_graph, refuse_host, refuse_sign_in
from msgraph_meetings_emulator.front.errors import AdminError, GraphError, HostError, SignInError
from msgraph_meetings_emulator.front.front import Front
from msgraph_meetings_emulator.front.guard import ROOT
from msgraph_meetings_emulator.front.served import refuse_unserved
from msgraph_meetings_emulator.graph import routes as graph
from msgraph_meetings_emulator.graph import users
from msgraph_meetings_emulator.outside import identity_endpoints, issuers

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator.state.state import State


def build(state: State, exports: Callable[[], str]) -> Front:
    """Return the emulator's application; `exports` returns the shell lines that point programs at it."""
    refusals: dict[Any, Any] = {
        GraphError: refuse_graph,
        SignInError: refuse_sign_in,
        HostError: refuse_host,
        AdminError: refuse_admin,
        HTTPException: refuse_unserved,
    }
    own = [
        *page.routes(),
        Mount(ROOT, Router(admin.routes(), redirect_slashes=False)),
        *issuers.routes(),
        *identity_endpoints.routes(),
    ]
    routes = [*own, *users.routes(), *graph.routes(), *signin.routes()]
    app = Starlette(routes=routes, exception_handlers=refusals)
    app.router.redirect_slashes = False
    app.state.exports = exports
    return Front(app, state)
