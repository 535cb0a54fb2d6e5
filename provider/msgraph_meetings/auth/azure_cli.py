"""The Azure CLI: the token of whoever is signed in there, a person or an app."""

from __future__ import annotations

import json
import os
import subprocess
import time
from typing import TYPE_CHECKING, Any

from msgraph_meetings.auth.asked import az
from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.catalogue.entra import SignIn
from msgraph_meetings.catalogue.methods import method_row
from msgraph_meetings.refusals import refused_by_azure_cli

if TYPE_CHECKING:
    from msgraph_meetings.settings import Settings

_APP = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
"""The client id of the Azure CLI itself, in every tenant."""
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
            raise method_row("azure cli missing").tell({})

    def acquire(self, seconds: float | None = None) -> Token:
        """The token of now.

        Raises:
            AuthenticationError: nobody is signed in there, or the command failed.
        """
        if self._token is None or time.time() >= self._renewed_at:
            answer = self._answer(self._seconds if seconds is None else min(seconds, self._seconds))
            self._token = Token.of(answer["accessToken"], self._settings.access_token_type)
            self._renewed_at = _expiry(self._token, answer) - _BEFORE_EXPIRY
        return self._token

    def forget(self) -> None:
        """Asks the command again next time."""
        self._token = None

    def close(self) -> None:
        """There is no connection."""

    def _answer(self, seconds: float) -> dict[str, Any]:
        output = self._run(seconds)
        try:
            answer = json.loads(output)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("accessToken"), str):
            raise method_row("azure cli odd").tell({})  # without what it wrote: a token may be in it
        return answer

    def _run(self, seconds: float) -> str:
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
                timeout=seconds,
                env=os.environ | {"AZURE_CORE_NO_COLOR": "true", "AZURE_CORE_ONLY_SHOW_ERRORS": "true"},
            )
        except subprocess.TimeoutExpired:
            raise method_row("azure cli slow").tell({"seconds": seconds}) from None  # its text may hold a token
        except OSError as error:
            raise method_row("azure cli not run").tell({"command": self._command, "cause": error.strerror}) from error
        if done.returncode != 0:
            raise refused_by_azure_cli(done.stderr, done.returncode, _sign_in(self._settings))
        return done.stdout


def _sign_in(settings: Settings) -> SignIn:
    """Who asked: a person through the Azure CLI's own app, or an app that is signed in there."""
    return SignIn(
        settings.tenant_id or "<your tenant>",
        "that the Azure CLI uses",
        settings.authority_host,
        "the sign-in of the Azure CLI (`az login`)",
        consent=f"{settings.authority_host}/{settings.tenant_id or 'organizations'}/adminconsent?client_id={_APP}",
    )


def _expiry(token: Token, answer: dict[str, Any]) -> float:
    """When the token ends, by its claims or the command's own word; at once, where neither tells."""
    for seconds in (token.claims.get("exp"), answer.get("expires_on")):
        if isinstance(seconds, int | float):
            return float(seconds)
    return 0.0
