"""The discovery documents: OpenID configuration, signing keys, and the names of the sign-in host.

The members are those of Entra's document. Endpoints that the emulator does not serve are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from msgraph_meetings_emulator.entra.claims import REGION
from msgraph_meetings_emulator.entra.sign_in_request import ANY_TENANT, origin_of, tenant_in
from msgraph_meetings_emulator.front.call import call_of
from msgraph_meetings_emulator.front.urls import parts_of
from msgraph_meetings_emulator.state.clouds import CLOUDS
from msgraph_meetings_emulator.state.public_names import sign_in_aliases, sign_in_cloud

if TYPE_CHECKING:
    from starlette.requests import Request

    from msgraph_meetings_emulator.state.state import State

_INSTANCES = {
    "public": {"cloud_instance_name": "microsoftonline.com", "cloud_graph_host_name": "graph.windows.net"},
    "usgovernment": {"cloud_instance_name": "microsoftonline.us", "cloud_graph_host_name": "graph.windows.net"},
    "dod": {"cloud_instance_name": "microsoftonline.us", "cloud_graph_host_name": "graph.windows.net"},
    "china": {
        "cloud_instance_name": "partner.microsoftonline.cn",
        "cloud_graph_host_name": "graph.chinacloudapi.cn",
    },
}
_CLAIMS = (
    *("sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name", "msgraph_host", "aud"),
    *("exp", "iat", "auth_time", "acr", "nonce", "preferred_username", "name", "tid", "ver", "at_hash", "c_hash"),
    "email",
)


async def configuration(request: Request) -> Response:
    """Return the OpenID configuration of the tenant, or of any tenant (`common`, `organizations`)."""
    state, tenant = call_of(request).state, tenant_in(request, *ANY_TENANT)
    origin, is_any = origin_of(request), tenant in ANY_TENANT
    root = f"{origin}/{tenant}"
    issuer_tenant = "{tenantid}" if is_any else state.directory.tenant_id
    return JSONResponse(
        {
            "token_endpoint": f"{root}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": f"{root}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": f"{origin}/{issuer_tenant}/v2.0",
            "request_uri_parameter_supported": False,
            "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
            "device_authorization_endpoint": f"{root}/oauth2/v2.0/devicecode",
            "claims_supported": _CLAIMS,
            "tenant_region_scope": None if is_any else REGION,
            **_cloud(state, request.headers["host"]),
        },
    )


async def instance_discovery(request: Request) -> Response:
    """Return the aliases of the authority's host, which MSAL asks for if it does not know the host."""
    asked = parts_of(request.query_params.get("authorization_endpoint", ""))
    tenant = asked.path.strip("/").split("/")[0] or "common"
    names = sign_in_aliases(request.headers["host"])
    return JSONResponse(
        {
            "tenant_discovery_endpoint": f"{origin_of(request)}/{tenant}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [{"preferred_network": names[0], "preferred_cache": names[0], "aliases": names}],
        },
    )


async def keys(request: Request) -> Response:
    """Return the public key of the tokens' signatures as a key set."""
    tenant_in(request, *ANY_TENANT)
    return JSONResponse(call_of(request).state.tokens.public_keys())


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route("/common/discovery/instance", instance_discovery),
        Route("/{tenant}/v2.0/.well-known/openid-configuration", configuration),
        Route("/{tenant}/discovery/v2.0/keys", keys),
    ]


def _cloud(state: State, host: str) -> dict[str, Any]:
    """Return the host names of the cloud that owns the host, or of the emulated cloud for an unknown host."""
    playing = state.settings.cloud
    owner = sign_in_cloud(host, playing)
    graph = host if owner is None else urlsplit(CLOUDS[owner].graph).hostname
    return _INSTANCES[owner or playing] | {"msgraph_host": graph}
