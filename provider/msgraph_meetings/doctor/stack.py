"""Read a stack's configuration through the Pulumi CLI. Secrets are in clear here and must never be shown."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgraph_meetings.errors import ConfigurationError, cut

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 120.0
"""Seconds for the command; it may ask a backend in the cloud and a secrets provider."""
_NAMESPACE = "msgraph-meetings:"


@dataclass(frozen=True)
class Configured:
    """The settings of a stack.

    Args:
        values: by the setting's name.
        secrets: the names of those that the stack keeps as secrets.
    """

    values: dict[str, str] = field(default_factory=dict, repr=False)
    secrets: frozenset[str] = frozenset()


def configuration_of(stack: str, folder: Path | None) -> Configured:
    """Return this provider's settings in the stack's configuration.

    Args:
        stack: its name.
        folder: of the Pulumi project; by default the current one.

    Raises:
        ConfigurationError: the CLI is missing or cannot read the stack; its own words are in the message.
    """
    given = _given(_output(stack, folder))
    ours = {name.removeprefix(_NAMESPACE): item for name, item in given.items() if name.startswith(_NAMESPACE)}
    return Configured(
        {name: str(item.get("value", "")) for name, item in ours.items()},
        frozenset(name for name, item in ours.items() if item.get("secret")),
    )


def _output(stack: str, folder: Path | None) -> str:
    command = shutil.which("pulumi")
    if command is None:
        raise ConfigurationError(
            f"Cannot read the configuration of the stack {stack}.",
            "The command pulumi is not in a folder of PATH.",
            "Install the Pulumi CLI, or omit --stack to check the environment only.",
        )
    arguments = ["config", "--json", "--show-secrets", "--stack", stack, "--non-interactive", "--color", "never"]
    try:
        done = subprocess.run(  # noqa: S603  (found on PATH)
            [command, *arguments, *(["--cwd", str(folder)] if folder else [])],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise _unreadable(
            stack, f"Pulumi did not answer within {_SECONDS:.0f} s."
        ) from None  # The output contains secrets.
    except OSError as error:
        raise _unreadable(stack, f"{command} does not start: {error.strerror}.") from error
    if done.returncode != 0:
        said = cut(done.stderr, 300).removeprefix("error: ").rstrip(".")
        raise _unreadable(stack, f"Pulumi said: {said or f'(nothing; it ended with {done.returncode})'}.")
    return done.stdout


def _unreadable(stack: str, why: str) -> ConfigurationError:
    return ConfigurationError(
        f"Cannot read the configuration of the stack {stack}.",
        why,
        "Run `pulumi stack ls` to see the stacks of this project, or set --cwd to another folder. The backend's sign-in"
        " and the stack's passphrase come from the environment, as for `pulumi up`.",
    )


def _given(output: str) -> dict[str, dict[str, Any]]:
    try:
        given = json.loads(output)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise ConfigurationError(
            "Cannot read what `pulumi config --json` wrote.",
            "It is not a JSON object.",
            "Run that command yourself, and update the Pulumi CLI if it is old.",
        )
    return {name: item for name, item in given.items() if isinstance(item, dict)}
