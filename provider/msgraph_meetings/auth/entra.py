"""Tokens from Microsoft Entra for an app. MSAL acquires, caches and renews them, for every kind of proof."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msal
from msal.exceptions import MsalServiceError

from msgraph_meetings.auth.files import text_in
from msgraph_meetings.auth.sign_in_http import Forgetful
from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.errors import ConfigurationError, ServiceError, UnusableAnswerError, cut
from msgraph_meetings.errors.catalogue.entra import SignIn
from msgraph_meetings.http.refusals import refused_by_entra
from msgraph_meetings.http.retries import PassingError
from msgraph_meetings.http.transport import RequestFailed, failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from msgraph_meetings.auth.sign_in_http import SignInHttp
    from msgraph_meetings.config.reading import Settings

logging.getLogger("msal").addHandler(logging.NullHandler())  # Our own messages report MSAL's errors.

PASSING = frozenset({500, 502, 503, 504})
"""OAuth error codes after which a person's sign-in asks again."""
_NOT_READ = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""Exceptions that MSAL raises when an answer lacks an expected part."""
_TOO_BUSY = "temporarily_unavailable"
"""For any HTTP status: "the server is temporarily too busy to handle the request. Retry the request." Source:
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#error-codes-for-token-endpoint-errors"""
_HOW_TO_SET = {
    "tenantId": "msgraph-meetings:tenantId (ARM_TENANT_ID)",
    "clientId": "msgraph-meetings:clientId (ARM_CLIENT_ID)",
}
_NO_TENANTS = ("common", "organizations", "consumers")


@dataclass(frozen=True)
class Proof:
    """The proof of an app's identity, such as a secret or a certificate.

    Args:
        credential: as MSAL takes it.
        settings: the settings that it is made from, for messages.
        described: the part that messages may show when Entra refuses the proof.
    """

    credential: Any = field(repr=False)
    settings: str
    described: Callable[[], str] = lambda: ""


class EntraApp:
    """Client credentials: an app registration and its proof. The process has one token; MSAL renews it near its end.

    Args:
        settings: tenant, client id, cloud.
        proof: the proof of the app's identity.
        http: carries MSAL's requests, with our certificates and time limits.

    Raises:
        ConfigurationError: tenant or client id are missing.
    """

    waits = True

    def __init__(self, settings: Settings, proof: Proof, http: SignInHttp) -> None:
        self._settings = settings
        self._proof = proof
        self._http = http
        self._client_id = app_id(settings, proof.settings)
        self._app: msal.ConfidentialClientApplication | None = None

    def acquire(self, seconds: float, _stopped: Event) -> Token:
        """Return the app's token for Graph.

        Raises:
            AuthenticationError: Entra refused; its own words are in the message.
            ConnectionFailedError: the token service did not answer.
            PassingError: a temporary failure of the token service.
            UnusableAnswerError: another server answered.
        """
        self._http.limit(seconds)
        scope = f"{self._settings.graph_endpoint}/.default"
        result = self._asked(lambda: self._application().acquire_token_for_client([scope]))
        if not isinstance(result.get("access_token"), str):
            raise self._refused(result)
        return Token.of(result["access_token"], "application").lasting(result.get("expires_in"))

    def forget(self) -> None:
        """Remove the tokens from MSAL's memory."""
        self._asked(lambda: self._application().remove_tokens_for_client())

    def close(self) -> None:
        """Close the connections to the token service."""
        self._http.close()

    def _asked(self, call: Callable[[], Any]) -> Any:
        try:
            return ask(self._settings, call)
        except UnusableAnswerError as error:
            if self._http.was_cut(error.__cause__):
                raise PassingError(error) from error
            raise

    def _application(self) -> msal.ConfidentialClientApplication:
        if self._app is None:
            self._app = discovered(
                self._settings,
                msal.ConfidentialClientApplication,
                self._client_id,
                client_credential=self._proof.credential,
                http_client=self._http,
                http_cache=Forgetful(),
            )
        return self._app

    def _refused(self, result: dict[str, Any]) -> Exception:
        """Return the error for Entra's refusal, with its AADSTS number and text."""
        sign_in = _sign_in(self._settings, self._client_id, self._proof.settings, self._proof.described())
        error = refused_by_entra(result, sign_in)
        return PassingError(error) if result.get("error") == _TOO_BUSY else error


def _sign_in(settings: Settings, app: str, proof: str, described: str = "") -> SignIn:
    return SignIn(settings.tenant_id or "", app, settings.authority_host, proof, described)


def app_id(settings: Settings, proof: str) -> str:
    """Return the client id of an app that signs in to one tenant, from its setting or its file.

    Raises:
        ConfigurationError: the client id or the tenant is missing.
    """
    needed = {"tenantId": settings.tenant_id, "clientId": settings.client_id or settings.client_id_file_path}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise ConfigurationError(
            f"{proof} is set, but {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing.",
            "An app needs both tenantId and clientId to sign in.",
            f"Set {' and '.join(_HOW_TO_SET[name] for name in missing)}.",
        )
    if (settings.tenant_id or "").lower() in _NO_TENANTS:
        raise ConfigurationError(
            f"tenantId is {settings.tenant_id!r}, which is not one tenant.",
            "An app must sign in to one tenant.",
            "Set tenantId (ARM_TENANT_ID) to the Directory (tenant) ID, or to a domain of the tenant.",
        )
    return client_id(settings) or ""


def client_id(settings: Settings) -> str | None:
    """Return ``clientId``, or the content of the file that ``clientIdFilePath`` names."""
    if settings.client_id_file_path:
        return text_in("clientIdFilePath", settings.client_id_file_path)
    return settings.client_id


def discovered(settings: Settings, application: Callable[..., Any], client: str, **options: Any) -> Any:
    """Return MSAL's client for the tenant; MSAL asks the authority for its endpoints at once.

    Raises:
        ConfigurationError: the authority does not know the tenant, names an endpoint on another host, or MSAL rejects
            a setting.
        ConnectionFailedError: the token service did not answer.
        ServiceError: the token service failed.
    """
    try:
        found = application(
            client,
            authority=f"{settings.authority_host}/{settings.tenant_id}",
            instance_discovery=_discovery(settings),
            **options,
        )
    except RequestFailed:
        raise
    except ValueError as error:  # MSAL raises this for all that it rejects.
        cause = error.__context__  # MSAL's own reason.
        if isinstance(cause, json.JSONDecodeError):
            raise cause from error
        said = str(cause or error)
        if "AADSTS" in said:
            raise refused_by_entra({"error_description": said}, _sign_in(settings, client, "clientId")) from error
        raise ConfigurationError(
            f"The token service at {settings.authority_host} does not know the tenant {settings.tenant_id}.",
            f"MSAL said: {cut(said, 300)}.",
            "Check tenantId, environment and authorityHost (AZURE_AUTHORITY_HOST).",
        ) from error
    _require_own_endpoints(settings, found.authority)
    return found


def _require_own_endpoints(settings: Settings, authority: Any) -> None:
    """Raise if an endpoint is on another host: secrets and tokens are sent to the configured host only."""
    own = urlsplit(settings.authority_host)
    for name in ("token_endpoint", "device_authorization_endpoint", "authorization_endpoint"):
        named = urlsplit(getattr(authority, name, None) or settings.authority_host)
        if (named.scheme, named.netloc.lower()) != (own.scheme, own.netloc.lower()):
            raise ConfigurationError(
                f"The token service at {settings.authority_host} refers to another host, {cut(named.netloc, 80)};"
                " nothing was sent there.",
                "The tenant may be in another cloud, or another server answered.",
                "Check tenantId, environment and authorityHost (AZURE_AUTHORITY_HOST); set authorityHost to that host"
                " only if you trust it.",
            )


def _discovery(settings: Settings) -> bool | None:
    """Return ``None`` if MSAL does the discovery; Microsoft knows its own authorities only."""
    if settings.disable_instance_discovery is not None:
        return False if settings.disable_instance_discovery else None
    own = urlsplit(settings.authority_host).netloc == urlsplit(settings.cloud.login).netloc
    return None if own else False


def ask(settings: Settings, call: Callable[[], Any]) -> Any:
    """Return the token service's answer through MSAL; MSAL's exceptions become ours.

    Raises:
        ConnectionFailedError: nothing answered.
        ServiceError: the service failed.
        UnusableAnswerError: the answer is not from a token service.
    """
    try:
        return call()
    except RequestFailed as error:
        raise failure(error, settings.authority_host) from error
    except MsalServiceError as error:
        raise ServiceError(
            f"The token service at {settings.authority_host} failed.",
            f"MSAL said: {cut(str(error), 300)}.",
            "Run `pulumi up` again (it uses the same meeting).",
        ) from error
    except _NOT_READ as error:
        raise UnusableAnswerError(
            f"{settings.authority_host} did not answer like a token service: MSAL cannot read the answer.",
            "A proxy, or a sign-in page of the network, may have answered instead of Microsoft Entra.",
            "Check authorityHost (AZURE_AUTHORITY_HOST), HTTPS_PROXY and NO_PROXY, then run `pulumi up` again.",
        ) from error
