"""Tokens from Microsoft Entra, acquired, cached and renewed by MSAL."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msal

from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.errors import AuthenticationError, ConfigurationError, cut
from msgraph_meetings.transport import RequestFailed, failure

if TYPE_CHECKING:
    from msgraph_meetings.settings import Settings
    from msgraph_meetings.transport import Http


class ClientSecret:
    """Client credentials: an app registration and its secret. One token for the process, renewed by MSAL near its end.

    Args:
        settings: tenant, client id, secret and cloud.
        http: carries MSAL's requests, with our certificates and time limits.
    """

    def __init__(self, settings: Settings, http: Http) -> None:
        self._settings = settings
        self._http = http
        self._lock = Lock()
        self._app: msal.ConfidentialClientApplication | None = None

    def token(self, refused: Token | None = None) -> Token:
        """The app's token for Graph.

        Raises:
            AuthenticationError: Entra refused; its own words are in the message.
            ConnectionFailedError: the token service did not answer.
        """
        with self._lock:  # one request for all threads that come at once
            if refused is not None and refused.value == self._acquire().value:
                self._application().remove_tokens_for_client()
            return self._acquire()

    def _acquire(self) -> Token:
        try:
            result = self._application().acquire_token_for_client([f"{self._settings.graph_endpoint}/.default"])
        except RequestFailed as error:
            raise failure(error, self._settings.authority_host) from error
        if "access_token" not in result:
            raise refused_by_entra(result, self._settings)
        return Token.of(result["access_token"], "application")

    def _application(self) -> msal.ConfidentialClientApplication:
        if self._app is None:
            self._app = self._discovered()
        return self._app

    def _discovered(self) -> msal.ConfidentialClientApplication:
        """The client, made when first needed: MSAL asks the authority for its endpoints at once."""
        try:
            return msal.ConfidentialClientApplication(
                self._settings.client_id,
                client_credential=self._settings.client_secret,
                authority=f"{self._settings.authority_host}/{self._settings.tenant_id}",
                instance_discovery=None if _well_known(self._settings) else False,
                http_client=self._http,
            )
        except RequestFailed as error:
            raise failure(error, self._settings.authority_host) from error
        except (ValueError, RuntimeError) as error:  # MSAL's words for an unknown tenant or a bad authority
            raise ConfigurationError(
                f"The token service at {self._settings.authority_host} does not know the tenant"
                f" {self._settings.tenant_id}.",
                f"MSAL said: {cut(str(error), 300)}.",
                "Check tenantId, environment and authorityHost.",
            ) from error


def _well_known(settings: Settings) -> bool:
    return urlsplit(settings.authority_host).netloc == urlsplit(settings.cloud.login).netloc


def refused_by_entra(result: dict[str, Any], settings: Settings) -> AuthenticationError:
    """What Entra answered instead of a token, with its AADSTS number and text."""
    return AuthenticationError(
        f"Microsoft Entra gave no token to the app {settings.client_id} in the tenant {settings.tenant_id}.",
        f"It said {result.get('error')}: {cut(str(result.get('error_description', '')), 300)}",
        "Check tenantId, clientId and clientSecret.",
        result.get("correlation_id"),
    )
