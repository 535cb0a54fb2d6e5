"""The rooms put together: one ASGI application over one state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Router

from . import admin, graph, identity_endpoints, issuers, page, signin, users
from .answers import refuse_admin, refuse_graph, refuse_host, refuse_sign_in
from .errors import AdminError, GraphError, HostError, SignInError
from .front import Front
from .guard import ROOT
from .served import refuse_unserved

if TYPE_CHECKING:
    from .state import State


def build(state: State) -> Front:
    """Return the emulator's application."""
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
    return Front(app, state)
