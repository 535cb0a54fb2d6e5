"""The dynamic resource and the plugin: their programs, and the provider process that the engine starts."""

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
"""Seconds for an operation with temporary failures, and for one with permanent failures."""


@dataclass(frozen=True)
class Declared:
    """The declaration of a meeting; its recording setting makes a create send a PATCH too."""

    external_id: str
    user: str
    subject: str = "S"
    records: bool = True
    import_id: str | None = None
    rotation: str | None = None
    deletion: str | None = None

    @property
    def generation(self) -> str:
        """The external id on the service."""
        return f"{self.external_id}#{self.rotation}" if self.rotation else self.external_id

    def but(self, **changes: str | bool | None) -> Declared:
        """Return the same declaration with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Door:
    """The dynamic resource or the plugin.

    Args:
        name: for tables and test ids.
        stack: the class of its stacks.
        names: of the arguments, in the order of the values in ``_declaration``.
        process: a part of the command line of its provider process.
    """

    name: str
    stack: type[Stack]
    names: tuple[str, ...]
    process: str

    def new_stack(self, folder: Path, emulator: Handle) -> Stack:
        """Return a stack without a program; each operation has enough time on a slow machine too."""
        stack = self.stack(folder, emulator.environment())
        allow(stack, PATIENT)
        return stack

    def program(self, meetings: Mapping[str, Declared]) -> str:
        """Return a program that declares these meetings, by resource name."""
        return "\n".join(self._declaration(name, declared) for name, declared in meetings.items())

    def _declaration(self, name: str, declared: Declared) -> str:
        values = (
            declared.external_id,
            declared.user,
            declared.subject,
            declared.records,
            declared.rotation,
            declared.deletion,
        )
        given = {key: value for key, value in zip(self.names, values, strict=True) if value is not None}
        arguments = ", ".join(f"{key}={value!r}" for key, value in given.items())
        options = "" if declared.import_id is None else f", opts=ResourceOptions(import_={declared.import_id!r})"
        return f"OnlineMeeting({name!r}, {arguments}{options})"


def allow(stack: Stack, seconds: float) -> None:
    """Set the seconds of each operation from now on."""
    stack.environment["MSGRAPH_OPERATION_TIMEOUT"] = str(seconds)


DYNAMIC = Door(
    "dynamic",
    Stack,
    ("external_id", "user_id", "subject", "record_automatically", "rotation", "deletion_policy"),
    "pulumi.dynamic",
)
PLUGIN = Door(
    "plugin",
    PluginStack,
    ("externalId", "userId", "subject", "recordAutomatically", "rotation", "deletionPolicy"),
    "pulumi-resource-msgraph-meetings",
)
DOORS = (DYNAMIC, PLUGIN)
