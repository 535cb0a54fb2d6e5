"""The commands of this room, each loaded when it is used: their libraries take a quarter of a second."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from typing import Any

COMMANDS = {
    "adopt": "adopting.command:adopt",
    "completion": "completion:completion",
    "expiring": "listing.command:expiring",
    "list": "listing.command:list_",
    "policy": "policy.command:policy",
    "share": "sharing.command:share",
    "show": "listing.command:show",
}
"""The module below this package and the function, by the command's name."""


class Commands(click.Group):
    """A group that has the commands of this room, beside those that are added to it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None if there is none with that name."""
        where = COMMANDS.get(cmd_name)
        if where is None:
            return super().get_command(ctx, cmd_name)
        module, _, function = where.partition(":")
        found: Any = getattr(import_module(f"{__package__}.{module}"), function)
        assert isinstance(found, click.Command)  # noqa: S101  (the table names commands)
        return found
