"""The Azure CLI: the token of whoever is signed in there, a person or an app.

docs/decisions.md says why azure-identity does not serve.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgraph_meetings.auth.asked import az
from msgraph_meetings.auth.tokens import Token
from msgraph_meetings.errors.catalogue.entra import SignIn
from msgraph_meetings.errors.catalogue.methods import method_row
from msgraph_meetings.errors.catalogue.rows import consent_page
from msgraph_meetings.http.refusals import refused_by_azure_cli

if TYPE_CHECKING:
    from threading import Event

    from msgraph_meetings.config.reading import Settings

_APP = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
"""The client id of the Azure CLI itself, in every tenant."""
_SECONDS = 60.0
"""The longest wait for the command; a slow machine takes about ten for its first start."""
_SHARE = 0.9
"""Of the operation's time: what is left tells that it was this command that took the rest."""
_POLL = 0.1
"""Seconds after which it is looked whether anybody still waits for the command."""


class AzureCli:
    """Tokens of ``az account get-access-token``.

    Args:
        settings: the tenant, if one is named, and Graph's root.
        seconds: how long the command may take.

    Raises:
        ConfigurationError: the command is not there.
    """

    waits = True

    def __init__(self, settings: Settings, seconds: float = _SECONDS) -> None:
        self._settings = settings
        self._seconds = seconds
        self._command = az() or ""
        if not self._command:
            raise method_row("azure cli missing").tell({})

    def acquire(self, seconds: float, stopped: Event) -> Token:
        """The token of now; the command ends with the wait for it.

        Raises:
            AuthenticationError: nobody is signed in there, or the command failed.
        """
        answer = self._answer(min(seconds * _SHARE, self._seconds), stopped)
        token = Token.of(answer["accessToken"], self._settings.access_token_type)
        return (
            token.until(token.claims.get("exp")) if token.claims.get("exp") else token.until(answer.get("expires_on"))
        )

    def forget(self) -> None:
        """The command has a memory of its own, about which nothing can be done."""

    def close(self) -> None:
        """There is no connection."""

    def _answer(self, seconds: float, stopped: Event) -> dict[str, Any]:
        output = self._run(seconds, stopped)
        try:
            answer = json.loads(output)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("accessToken"), str):
            raise method_row("azure cli odd").tell({})  # without what it wrote: a token may be in it
        return answer

    def _run(self, seconds: float, stopped: Event) -> str:
        arguments = ["account", "get-access-token", "--output", "json", "--resource", self._settings.graph_endpoint]
        if self._settings.tenant_id:
            arguments += ["--tenant", self._settings.tenant_id]
        try:
            process = _started([self._command, *arguments])
        except OSError as error:
            raise method_row("azure cli not run").tell({"command": self._command, "cause": error.strerror}) from error
        written = _written(process, seconds, stopped)
        if written is None:
            raise method_row("azure cli slow").tell({"seconds": seconds})
        output, complaint = written
        if process.returncode != 0:
            raise refused_by_azure_cli(complaint, process.returncode, _sign_in(self._settings))
        return output


def _started(command: list[str]) -> subprocess.Popen[str]:
    """The command, in a group of its own: ``az`` is a script that starts others."""
    return subprocess.Popen(  # noqa: S603  (found on PATH; tenant and root were checked when they were read)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=os.environ | {"AZURE_CORE_NO_COLOR": "true", "AZURE_CORE_ONLY_SHOW_ERRORS": "true"},
        start_new_session=True,
    )


def _written(process: subprocess.Popen[str], seconds: float, stopped: Event) -> tuple[str, str] | None:
    """Return what the command wrote, or None if it was ended: its time was over, or its operation was cancelled."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and not stopped.is_set():
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=_POLL)
    _kill(process)
    return None


def _kill(process: subprocess.Popen[str]) -> None:
    with suppress(OSError):  # it ended just now
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    with process, suppress(subprocess.TimeoutExpired):  # what it wrote is not looked at: a token may be in it
        process.communicate(timeout=_POLL)


def _sign_in(settings: Settings) -> SignIn:
    """Who asked: a person through the Azure CLI's own app, or an app that is signed in there."""
    return SignIn(
        settings.tenant_id or "<your tenant>",
        "that the Azure CLI uses",
        settings.authority_host,
        "the sign-in of the Azure CLI (`az login`)",
        consent=consent_page(settings.authority_host, settings.tenant_id or "organizations", _APP),
    )
