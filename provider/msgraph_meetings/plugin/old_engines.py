"""Engines older than 3.252.0: they ask to delete a meeting that was imported by another id than Graph's.

They do not keep the id that the program's option `import` names, take the meeting for another one in a later update,
and replace it (pulumi/pulumi#14836). PulumiPlugin.yaml demands a newer engine, but the engine does not read that file
for a plugin on PATH. So the plugin asks for the version, and only when a meeting is imported by such an id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable

FIXED = ">=3.252.0"
"""The engines without that fault, in the form of ``requiredPulumiVersion``."""


def require_safe_import(import_id: str, meeting_id: str, engine_is: Callable[[str], bool], *, shown: bool) -> None:
    """Raise if the engine is too old for this import.

    Args:
        import_id: the id, as the user wrote it.
        meeting_id: Graph's id of the meeting that was found.
        engine_is: tells if the engine's version is in a range.
        shown: False if the meeting's id is a secret, because it holds the organizer's.

    Raises:
        ArgumentError: the engine is older, and the ids differ.
    """
    if import_id == meeting_id or engine_is(FIXED):
        return
    named = f": {meeting_id}" if shown else ""
    raise ArgumentError(
        "The import id is not Graph's id of the meeting, and Pulumi is older than 3.252.0.",
        "Older engines ask to delete such a meeting in a later update (pulumi/pulumi#14836).",
        f"Update Pulumi. Or configure userId, and import by Graph's id alone{named}",
    )
