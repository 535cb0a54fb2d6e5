"""Get access tokens: the first configured method is used, and its failure is an error.

A method that a program or a stack configures comes before one that only the environment configures.

Each method has a file; ``METHODS`` is their order. Common code is in ``shared`` (threads share a sign-in and its waits;
``passing`` and ``sign_in_http`` tell temporary failures), ``entra`` (sign-ins of an app) and ``files``. Only this
room imports MSAL, and only when a method needs it. ``person``, which signs a person in, is for the command
line: a deployment never does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from msgraph_meetings.auth import asked
from msgraph_meetings.auth.tokens import Token as Token
from msgraph_meetings.auth.tokens import TokenSource as TokenSource
from msgraph_meetings.errors import ConfigurationError
from msgraph_meetings.errors.links import SIGN_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.auth.tokens import Source
    from msgraph_meetings.config.reading import Settings

READY = "ready access token"


@dataclass(frozen=True)
class Method:
    """A way to get tokens.

    Args:
        name: for people.
        asked_by: returns the setting that asks for it, or None if it is not configured.
        source: makes the source of its tokens.
        token_type: the type of its tokens, if it is certain before the first token.
    """

    name: str
    asked_by: Callable[[Settings], tuple[str, ...]]
    source: Callable[[Settings], Source]
    token_type: Literal["application"] | None = "application"  # noqa: S105  (no password)

    def asked_explicitly(self, settings: Settings) -> bool:
        """Return True if the program or the stack configures this method, and not the environment alone."""
        return bool(settings.explicit) and not settings.explicit.isdisjoint(self.asked_by(settings))


def method_for(settings: Settings) -> Method | None:
    """Return the method that the settings select, or None: explicit ones first, then in the order of ``METHODS``."""
    explicit = next((method for method in METHODS if method.asked_explicitly(settings)), None)
    return explicit or next((method for method in METHODS if method.asked_by(settings)), None)


def token_source(settings: Settings) -> TokenSource:
    """Return the source of tokens that the settings select; no request is sent yet.

    Raises:
        ConfigurationError: no method is configured, one is incomplete, or a file cannot be used.
    """
    from msgraph_meetings.auth.shared import Shared  # noqa: PLC0415  (a check needs no tenacity)

    method = method_for(settings)
    if method is None:
        raise ConfigurationError(
            "No credentials found.",
            f"Neither the stack's configuration nor the environment has any, and {_without_azure_cli(settings)}.",
            f"Quickest: set ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET and MSGRAPH_USER_ID. Other ways: {SIGN_IN}",
        )
    return Shared(method.source(_without_another_token(settings, method)))


def _without_azure_cli(settings: Settings) -> str:
    if settings.use_cli is False:
        return "useCli (ARM_USE_CLI) turns the Azure CLI off"
    return "the Azure CLI (az) is not on PATH"


def expected_token_type(settings: Settings) -> str | None:
    """Return ``application`` or ``delegated`` if the type is certain before any sign-in, else ``None``."""
    method = method_for(settings)
    if method is None or method.token_type:
        return method.token_type if method else None
    own = _without_another_token(settings, method)
    if own.access_token or own.access_token_type:
        return Token.of(own.access_token or "", own.access_token_type).type
    return None


def _without_another_token(settings: Settings, method: Method) -> Settings:
    """Return the settings without an unused ready token and its type."""
    if method.name == READY or not (settings.access_token or settings.access_token_file_path):
        return settings
    kept = settings.access_token_type if "accessTokenType" in settings.explicit else None
    return replace(settings, access_token=None, access_token_file_path=None, access_token_type=kept)


# A method is loaded when it is used: MSAL takes 70 ms, and a preview needs none of it.


def _ready(settings: Settings) -> Source:
    from msgraph_meetings.auth.ready import ReadyToken  # noqa: PLC0415

    return ReadyToken(settings)


def _client_certificate(settings: Settings) -> Source:
    from msgraph_meetings.auth.client_certificate import client_certificate  # noqa: PLC0415

    return client_certificate(settings)


def _client_secret(settings: Settings) -> Source:
    from msgraph_meetings.auth.client_secret import client_secret  # noqa: PLC0415

    return client_secret(settings)


def _oidc(settings: Settings) -> Source:
    from msgraph_meetings.auth.oidc import oidc  # noqa: PLC0415

    return oidc(settings)


def _workload_identity(settings: Settings) -> Source:
    from msgraph_meetings.auth.workload_identity import workload_identity  # noqa: PLC0415

    return workload_identity(settings)


def _managed_identity(settings: Settings) -> Source:
    from msgraph_meetings.auth.managed_identity import ManagedIdentity  # noqa: PLC0415

    return ManagedIdentity(settings)


def _azure_cli(settings: Settings) -> Source:
    from msgraph_meetings.auth.azure_cli import AzureCli  # noqa: PLC0415

    return AzureCli(settings)


METHODS = (
    Method(READY, asked.ready_token, _ready, token_type=None),
    Method("client certificate", asked.client_certificate, _client_certificate),
    Method("client secret", asked.client_secret, _client_secret),
    Method("OIDC", asked.oidc, _oidc),
    Method("AKS workload identity", asked.workload_identity, _workload_identity),
    Method("managed identity", asked.managed_identity, _managed_identity),
    Method("Azure CLI", asked.azure_cli, _azure_cli, token_type=None),
)
