"""The Azure CLI method: the token of the person or the app that is signed in there.

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
"""The longest wait for the command, in seconds; a slow machine takes about ten for the first start."""
_SHARE = 0.9
"""The command's part of the operation's time; the rest lets the error name the command as the slow one."""
_POLL = 0.1
"""Seconds between two checks that somebody still waits for the command."""


class AzureCli:
    """A source of tokens: ``az account get-access-token``.

    Args:
        settings: the tenant, if one is named, and Graph's root.
        seconds: how long the command may take.

    Raises:
        ConfigurationError: the command is not installed.
    """

    waits = True

    def __init__(self, settings: Settings, seconds: float = _SECONDS) -> None:
        self._settings = settings
        self._seconds = seconds
        self._command = az() or ""
        if not self._command:
            raise method_row("azure cli missing").tell({})

    def acquire(self, seconds: float, stopped: Event) -> Token:
        """Return a current token; the command is stopped when nobody waits for it any longer.

        Raises:
            AuthenticationError: nobody is signed in there, or the command failed.
        """
        answer = self._answer(min(seconds * _SHARE, self._seconds), stopped)
        token = Token.of(answer["accessToken"], self._settings.access_token_type)
        return (
            token.until(token.claims.get("exp")) if token.claims.get("exp") else token.until(answer.get("expires_on"))
        )

    def forget(self) -> None:
        """Do nothing: the Azure CLI has a cache of its own, which cannot be emptied from here."""

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _answer(self, seconds: float, stopped: Event) -> dict[str, Any]:
        output = self._run(seconds, stopped)
        try:
            answer = json.loads(output)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("accessToken"), str):
            raise method_row("azure cli odd").tell({})  # Leave out the command's output: it may contain a token.
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
    """Start the command in a process group: ``az`` is a script that starts other processes."""
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
    """Return the command's output, or None if the command was stopped at its time limit or by a cancellation."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and not stopped.is_set():
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=_POLL)
    _kill(process)
    return None


def _kill(process: subprocess.Popen[str]) -> None:
    with suppress(OSError):  # The command ended a moment ago.
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    with process, suppress(subprocess.TimeoutExpired):  # Leave out the command's output: it may contain a token.
        process.communicate(timeout=_POLL)


def _sign_in(settings: Settings) -> SignIn:
    """Return who asked: a person through the Azure CLI's own app, or an app that is signed in there."""
    return SignIn(
        settings.tenant_id or "<your tenant>",
        "that the Azure CLI uses",
        settings.authority_host,
        "the sign-in of the Azure CLI (`az login`)",
        consent=consent_page(settings.authority_host, settings.tenant_id or "organizations", _APP),
    )
