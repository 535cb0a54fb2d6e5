"""The text that the emulator prints when it starts without a command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgraph_meetings_emulator.client.description import Description


def greeting(description: Description) -> str:
    """Return the text: address, certificate, proxy if there is one, users and environment variables."""
    facts = {
        "Address (Graph and sign-in), and page for a browser:": [description.endpoint],
        "CA certificate:": [str(description.ca)],
        "Proxy:": [description.proxy] if description.proxy else [],
        "Users (object ids):": description.user_ids,
    }
    named = ("\n  ".join([title, *values]) for title, values in facts.items() if values)
    return "\n".join(
        [
            "The emulator of Microsoft Graph's online meetings is running.",
            "",
            *named,
            "",
            "Run these lines in a shell (sh, bash, zsh), then run a program in that shell.",
            "The secret in them belongs to the emulator, not to a real tenant.",
            "",
            description.exports(os.environ),
            "",
            "For other shells and .env files, see: msgraph-meetings emulator env --help",
            "Press Ctrl-C to stop.",
        ]
    )
