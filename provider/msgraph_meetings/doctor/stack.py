"""Read a stack's configuration through the Pulumi CLI. Secrets are in clear here and must never be shown."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgraph_meetings.doctor.pulumi_cli import PulumiStack
from msgraph_meetings.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

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


def configuration_of(stack: str | None, folder: Path | None) -> Configured:
    """Return this provider's settings in the stack's configuration.

    Args:
        stack: its name; None for the selected stack.
        folder: of the Pulumi project; by default the current one.

    Raises:
        ConfigurationError: the CLI is missing or cannot read the stack; its own words are in the message.
    """
    output = PulumiStack(stack, folder).output(
        ["config", "--json", "--show-secrets"], "the configuration", "omit --stack to check the environment only"
    )
    given = _given(output)
    ours = {name.removeprefix(_NAMESPACE): item for name, item in given.items() if name.startswith(_NAMESPACE)}
    return Configured(
        {name: str(item.get("value", "")) for name, item in ours.items()},
        frozenset(name for name, item in ours.items() if item.get("secret")),
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
