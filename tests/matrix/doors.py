"""The two doors: how a program declares a meeting, and which process of the engine's does the work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from msgraph_meetings_emulator import Handle


PATIENT, IMPATIENT = 60, 6
"""Seconds for an operation whose failures pass, and for one that tries in vain."""


@dataclass(frozen=True)
class Declared:
    """What a program declares of a meeting; recording makes the second request of a create necessary."""

    external_id: str
    user: str
    subject: str = "S"
    records: bool = True
    import_id: str | None = None

    def but(self, **changes: str | bool | None) -> Declared:
        """The same with some of it changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Door:
    """A way into the provider.

    Args:
        name: for tables and test ids.
        stack: the kind of stack.
        names: of the arguments, in the order of ``_values``.
        process: what the command line of its provider's process holds.
    """

    name: str
    stack: type[Stack]
    names: tuple[str, ...]
    process: str

    def new_stack(self, folder: Path, emulator: Handle) -> Stack:
        """A stack without a program, which gives each operation time enough on a slow machine too."""
        stack = self.stack(folder, emulator.environment())
        allow(stack, PATIENT)
        return stack

    def program(self, meetings: Mapping[str, Declared]) -> str:
        """A program that declares these meetings, by resource name."""
        return "\n".join(self._declaration(name, declared) for name, declared in meetings.items())

    def _declaration(self, name: str, declared: Declared) -> str:
        values = (declared.external_id, declared.user, declared.subject, declared.records)
        arguments = ", ".join(f"{key}={value!r}" for key, value in zip(self.names, values, strict=True))
        options = "" if declared.import_id is None else f", opts=ResourceOptions(import_={declared.import_id!r})"
        return f"OnlineMeeting({name!r}, {arguments}{options})"


def allow(stack: Stack, seconds: float) -> None:
    """From now on each operation has so many seconds."""
    stack.environment["MSGRAPH_OPERATION_TIMEOUT"] = str(seconds)


DYNAMIC = Door("dynamic", Stack, ("external_id", "user_id", "subject", "record_automatically"), "pulumi.dynamic")
PLUGIN = Door(
    "plugin",
    PluginStack,
    ("externalId", "userId", "subject", "recordAutomatically"),
    "pulumi-resource-msgraph-meetings",
)
DOORS = (DYNAMIC, PLUGIN)
