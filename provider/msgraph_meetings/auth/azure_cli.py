"""The Azure CLI: the token of whoever is signed in there, a person or an app."""

from __future__ import annotations

import json
import os
import subprocess
import time
from typing import TYPE_CHECKING, Any

from msgraph_meetings.auth.asked import az
from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.errors import AuthenticationError, ConfigurationError, cut

if TYPE_CHECKING:
    from msgraph_meetings.settings import Settings

_SECONDS = 60.0
"""The longest wait for the command; a slow machine takes about ten for its first start."""
_BEFORE_EXPIRY = 300.0
"""Seconds before a token's end at which the command is asked again."""


class AzureCli:
    """Tokens of ``az account get-access-token``, kept until they are nearly over.

    Args:
        settings: the tenant, if one is named, and Graph's root.
        seconds: how long the command may take.

    Raises:
        ConfigurationError: the command is not there.
    """

    def __init__(self, settings: Settings, seconds: float = _SECONDS) -> None:
        self._settings = settings
        self._seconds = seconds
        self._token: Token | None = None
        self._renewed_at = 0.0
        self._command = az() or ""
        if not self._command:
            raise ConfigurationError(
                "useCli is true, but the Azure CLI is not there.",
                "No command az is in any folder of PATH.",
                "Install the Azure CLI and run `az login`, or take useCli (ARM_USE_CLI) out.",
            )

    def acquire(self) -> Token:
        """The token of now.

        Raises:
            AuthenticationError: nobody is signed in there, or the command failed.
        """
        if self._token is None or time.time() >= self._renewed_at:
            answer = self._answer()
            self._token = Token.of(answer["accessToken"], self._settings.access_token_type)
            self._renewed_at = _expiry(self._token, answer) - _BEFORE_EXPIRY
        return self._token

    def forget(self) -> None:
        """Asks the command again next time."""
        self._token = None

    def close(self) -> None:
        """There is no connection."""

    def _answer(self) -> dict[str, Any]:
        output = self._run()
        try:
            answer = json.loads(output)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("accessToken"), str):
            raise AuthenticationError(  # without what it wrote: a token may be in it
                "The Azure CLI answered with something else than a token.",
                "`az account get-access-token --output json` did not write what it is documented to.",
                "Run it yourself, and update the Azure CLI if it is old.",
            )
        return answer

    def _run(self) -> str:
        arguments = ["account", "get-access-token", "--output", "json", "--resource", self._settings.graph_endpoint]
        if self._settings.tenant_id:
            arguments += ["--tenant", self._settings.tenant_id]
        try:
            done = subprocess.run(  # noqa: S603  (found on PATH; tenant and root were checked when they were read)
                [self._command, *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                encoding="utf-8",
                errors="replace",
                timeout=self._seconds,
                env=os.environ | {"AZURE_CORE_NO_COLOR": "true", "AZURE_CORE_ONLY_SHOW_ERRORS": "true"},
            )
        except subprocess.TimeoutExpired:
            raise _failed(f"It did not answer within {self._seconds:.0f} s.") from None  # its text may hold a token
        except OSError as error:
            raise _failed(f"{self._command} cannot be run: {error.strerror}.") from error
        if done.returncode != 0:
            raise _failed(f"It said: {cut(done.stderr, 300) or f'(nothing; it ended with {done.returncode})'}")
        return done.stdout


def _failed(why: str) -> AuthenticationError:
    return AuthenticationError(
        "The Azure CLI gave no token for Microsoft Graph.",
        why,
        "Run `az login` (with --tenant where you have several), or configure another way to sign in; useCli false"
        " (ARM_USE_CLI) leaves the Azure CLI out.",
    )


def _expiry(token: Token, answer: dict[str, Any]) -> float:
    """When the token ends, by its claims or the command's own word; at once, where neither tells."""
    for seconds in (token.claims.get("exp"), answer.get("expires_on")):
        if isinstance(seconds, int | float):
            return float(seconds)
    return 0.0
