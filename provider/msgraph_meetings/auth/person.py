"""Sign a person in, for the command line only: with a browser, or with a code for another device.

MSAL stores the sign-in: in the Keychain on macOS, encrypted for the account on Windows, and
elsewhere in a file that only its owner can read.
"""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msal
from msal_extensions import (
    CrossPlatLock,
    FilePersistence,
    LockError,
    PersistedTokenCache,
    build_encrypted_persistence,
)
from msal_extensions.persistence import PersistenceDecryptionError, PersistenceNotFound

from msgraph_meetings.auth.entra import PASSING, ask, client_id, discovered
from msgraph_meetings.errors import AuthenticationError, ConfigurationError, cut
from msgraph_meetings.http.transport import Http

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from msgraph_meetings.config.reading import Settings

_ANY_TENANT = "organizations"
_PERMISSION = "OnlineMeetings.ReadWrite"
_SECONDS = 300
"""Seconds that a browser sign-in may take; a device code carries its own limit."""


class Person:
    """A person, and the app (a public client) through which the person signs in.

    Args:
        settings: the client id, the tenant where there is one, and the cloud.
        kept: the file in which, or beside which, the sign-in is kept.

    Raises:
        ConfigurationError: the client id is missing.
    """

    def __init__(self, settings: Settings, kept: Path) -> None:
        self._settings = replace(settings, tenant_id=settings.tenant_id or _ANY_TENANT)
        self._client_id = client_id(settings)
        if not self._client_id:
            raise ConfigurationError(
                "ARM_CLIENT_ID is not set.",
                "A person signs in through an app registration with the delegated permission"
                f" {_PERMISSION}, and with public client flows or the redirect URI http://localhost.",
                "Set ARM_CLIENT_ID to the client id of such an app, and ARM_TENANT_ID to the tenant.",
            )
        self._kept = kept
        self._client: msal.PublicClientApplication | None = None

    def sign_in_with_browser(self, tell: Callable[[str], None]) -> str:
        """Open the browser, and wait until the person has signed in.

        Args:
            tell: shows the address if no browser can be opened.

        Returns:
            The person's user name.
        """
        return self._signed_in(
            lambda app: app.acquire_token_interactive(
                self._scopes,
                timeout=_SECONDS,
                auth_uri_callback=lambda uri: tell(f"Open this address in a browser on this machine: {uri}"),
            )
        )

    def sign_in_with_code(self, tell: Callable[[str], None]) -> str:
        """Show a code, and wait until the person has entered it on any device.

        Args:
            tell: shows the code and where to enter it, in Entra's words.

        Returns:
            The person's user name.
        """

        def by_code(app: msal.PublicClientApplication) -> dict[str, Any]:
            flow = app.initiate_device_flow(self._scopes)
            if "user_code" not in flow:
                return dict(flow)
            tell(flow["message"])
            return dict(app.acquire_token_by_device_flow(flow))

        return self._signed_in(by_code)

    def token(self) -> str:
        """Return an access token for Graph, renewed if needed.

        Raises:
            AuthenticationError: the person is not signed in, or must sign in again.
        """
        app = self._app() if self._kept.exists() else None
        accounts = app.get_accounts() if app else []
        if not app or not accounts:
            raise AuthenticationError("You are not signed in.", fix="Run `msgraph-meetings login`.")
        result = ask(self._settings, lambda: app.acquire_token_silent_with_error(self._scopes, accounts[0]))
        return str(
            self._good(result or {"error": "no token", "error_description": "no token is stored"})["access_token"]
        )

    @property
    def _scopes(self) -> list[str]:
        return [f"{self._settings.graph_endpoint}/{_PERMISSION}"]

    def _signed_in(self, sign_in: Callable[[msal.PublicClientApplication], dict[str, Any]]) -> str:
        app = self._app()
        for account in app.get_accounts():  # The file keeps one person at a time: the token has no name.
            app.remove_account(account)
        result = self._good(ask(self._settings, lambda: _in_time(sign_in, app)))
        return str(result.get("id_token_claims", {}).get("preferred_username", "somebody"))

    def _good(self, result: dict[str, Any]) -> dict[str, Any]:
        if "access_token" in result:
            return result
        raise AuthenticationError(
            f"Microsoft Entra refused a token for you through the app {self._client_id}.",
            f"It answered {result.get('error')}: {cut(str(result.get('error_description', '')), 300)}",
            "Run `msgraph-meetings login` again; the app needs the delegated permission"
            f" {_PERMISSION}, and for --device-code public client flows.",
            result.get("correlation_id"),
        )

    def _app(self) -> msal.PublicClientApplication:
        if self._client is None:
            self._client = ask(
                self._settings,
                lambda: discovered(
                    self._settings,
                    msal.PublicClientApplication,
                    self._client_id or "",
                    token_cache=PersistedTokenCache(_persistence(self._kept)),
                    http_client=Http(repeat_on=PASSING),
                ),
            )
        return self._client


def set_damaged_aside(kept: Path) -> Path | None:
    """Move a stored sign-in that cannot be read to a file beside it and return that path; else return ``None``.

    Args:
        kept: the file of the sign-in.

    Raises:
        ConfigurationError: this user may not read or move the file.
    """
    try:
        with _alone(kept):
            return None if _is_whole(kept) else kept.replace(f"{kept}.damaged")
    except (OSError, LockError) as error:
        raise _unusable(kept, error) from error


def sign_out(kept: Path) -> None:
    """Delete the stored sign-in; nothing is sent.

    Args:
        kept: the file of the sign-in.

    Raises:
        ConfigurationError: this user may not write the file.
    """
    try:
        with _alone(kept):
            if kept.exists():
                _persistence(kept).save("{}")
    except (OSError, LockError) as error:
        raise _unusable(kept, error) from error


def _alone(kept: Path) -> AbstractContextManager[object]:
    """Hold MSAL's lock for writing, so that this process does not judge a file that another one is writing."""
    return CrossPlatLock(f"{kept}.lockfile") if kept.exists() else nullcontext()


def _is_whole(kept: Path) -> bool:
    """Return True if MSAL can read the stored sign-in, or if there is none."""
    if not kept.exists():
        return True
    try:
        content = json.loads(_persistence(kept).load())
    except PersistenceNotFound:  # The file exists, and the Keychain has no entry for it.
        return True
    except (ValueError, RecursionError, PersistenceDecryptionError):
        return False
    kinds = content.values() if isinstance(content, dict) else [None]
    return all(isinstance(kind, dict) and all(isinstance(entry, dict) for entry in kind.values()) for kind in kinds)


def _unusable(kept: Path, error: Exception) -> ConfigurationError:
    return ConfigurationError(
        f"Cannot use the stored sign-in {kept}.",
        f"The system reports: {getattr(error, 'strerror', None) or error}.",
        "Give this user the right to read and write the file and its folder, or delete the file.",
    )


def _in_time(
    sign_in: Callable[[msal.PublicClientApplication], dict[str, Any]], app: msal.PublicClientApplication
) -> dict[str, Any]:
    try:
        return sign_in(app)
    except msal.BrowserInteractionTimeoutError as error:
        raise AuthenticationError(
            f"The sign-in in the browser did not finish within {_SECONDS} s.",
            fix="Run `msgraph-meetings login` again, or with --device-code.",
        ) from error


def _persistence(kept: Path) -> Any:
    """Return the store of this system; Linux has no keyring that works in every session, for example over SSH."""
    if sys.platform in ("win32", "darwin"):
        return build_encrypted_persistence(str(kept))
    return FilePersistence(str(kept))
