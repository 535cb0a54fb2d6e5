"""The OIDC method: exchange a token of the pipeline's own issuer for a token of the app, without a secret.

The issuer's token is a value (GitLab and others), a file, or requested from GitHub Actions or Azure DevOps.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgraph_meetings.auth.assertion import Assertion
from msgraph_meetings.auth.entra import EntraApp
from msgraph_meetings.auth.files import text_in
from msgraph_meetings.auth.sign_in_http import SignInHttp
from msgraph_meetings.errors import ConfigurationError, cut
from msgraph_meetings.errors.catalogue.methods import method_row
from msgraph_meetings.errors.catalogue.rows import without_tokens
from msgraph_meetings.http.transport import Answer, exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from msgraph_meetings.config.reading import Settings

_SECONDS = 30.0
_AUDIENCES = {"login.microsoftonline.us": "api://AzureADTokenExchangeUSGov"}
_AUDIENCE = "api://AzureADTokenExchange"
"""The audience that Entra expects, by cloud. Source:
https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity"""


def oidc(settings: Settings) -> EntraApp:
    """Return the app with a token of another issuer.

    Raises:
        ConfigurationError: tenant or client id are missing, or no source of the token is set.
    """
    http = SignInHttp()
    get, names = _issuer(settings, http)
    return EntraApp(settings, Assertion(get).proof(names), http)


def _issuer(settings: Settings, http: SignInHttp) -> tuple[Callable[[], str], str]:
    """Return a function that gets the issuer's token, and the names of the settings that it uses."""
    token, path = settings.oidc_token, settings.oidc_token_file_path
    if token:
        return lambda: token, "oidcToken"
    if path:
        return lambda: text_in("oidcTokenFilePath", path), "oidcTokenFilePath"
    url = settings.oidc_request_url
    if not url:
        raise ConfigurationError(
            "useOidc is true, but there is no OIDC token.",
            "oidcToken, oidcTokenFilePath and oidcRequestUrl are not set.",
            "In GitHub Actions, give the job `permissions: id-token: write`. In Azure DevOps, set SYSTEM_ACCESSTOKEN to"
            " $(System.AccessToken) for the step. Elsewhere, set oidcToken (ARM_OIDC_TOKEN) or oidcTokenFilePath"
            " (ARM_OIDC_TOKEN_FILE_PATH).",
        )
    bearer = settings.oidc_request_token
    if not bearer:
        raise ConfigurationError(
            "oidcRequestUrl is set, but oidcRequestToken is not.",
            "The request for an OIDC token needs oidcRequestToken as its bearer token.",
            "Set ARM_OIDC_REQUEST_TOKEN; in Azure DevOps, set SYSTEM_ACCESSTOKEN to $(System.AccessToken) for the"
            " step.",
        )
    return _requested(settings, http, url, bearer)


def _requested(settings: Settings, http: SignInHttp, url: str, bearer: str) -> tuple[Callable[[], str], str]:
    connection = settings.ado_pipeline_service_connection_id
    if connection:
        asked = _with_query(url, {"api-version": "7.1", "serviceConnectionId": connection})
        return (
            lambda: _token_in(_ask(http, "POST", asked, bearer), url, bearer, connection),
            "adoPipelineServiceConnectionId",
        )
    if urlsplit(url).path.rstrip("/").endswith("/oidctoken"):
        raise ConfigurationError(
            "The OIDC request goes to Azure DevOps, but adoPipelineServiceConnectionId is not set.",
            "Azure DevOps issues OIDC tokens for service connections only.",
            "Set adoPipelineServiceConnectionId (or ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID) to the connection's id.",
        )
    audience = _AUDIENCES.get(urlsplit(settings.cloud.login).netloc, _AUDIENCE)
    asked = _with_query(url, {"audience": audience})
    return lambda: _token_in(_ask(http, "GET", asked, bearer), url, bearer), "oidcRequestUrl"


def _with_query(url: str, more: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    return parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **more})).geturl()


def _ask(http: SignInHttp, method: str, url: str, bearer: str) -> Answer:
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "X-TFS-FedAuthRedirect": "Suppress",  # With this header Azure DevOps answers 401 instead of its sign-in page.
    }
    return exchange(http, method, url, token=bearer, headers=headers, body=None, seconds=min(_SECONDS, http.seconds))


def _token_in(answer: Answer, url: str, bearer: str, connection: str = "") -> str:
    """Return the token in the answer of GitHub Actions or, for a service connection, of Azure DevOps."""
    content = _object(answer.body)
    token = content.get("oidcToken" if connection else "value")
    if answer.status == 200 and isinstance(token, str) and token:
        return token
    words = {"host": urlsplit(url).netloc, "status": answer.status, "connection": connection}
    if answer.status < 400:  # An unexpected successful answer may contain a token anywhere.
        raise method_row("pipeline odd").tell(words)
    said = str(content.get("message") or answer.body.decode(errors="replace")).replace(bearer, "[token]")
    row = method_row("pipeline devops" if connection else "pipeline", said)
    raise row.tell(words, f"It said: {cut(without_tokens(said), 300) or '(nothing)'}")


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
