"""Microsoft Teams online meetings as Pulumi resources.

    from msgraph_meetings import OnlineMeeting

Names are loaded when first used: the emulator and the command line live in this package too and need no Pulumi.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msgraph_meetings.dynamic.arguments import AttendeeArgs as AttendeeArgs
    from msgraph_meetings.dynamic.arguments import AttendeeArgsDict as AttendeeArgsDict
    from msgraph_meetings.dynamic.arguments import (
        BroadcastMeetingCaptionSettingsArgs as BroadcastMeetingCaptionSettingsArgs,
    )
    from msgraph_meetings.dynamic.arguments import (
        BroadcastMeetingCaptionSettingsArgsDict as BroadcastMeetingCaptionSettingsArgsDict,
    )
    from msgraph_meetings.dynamic.arguments import BroadcastMeetingSettingsArgs as BroadcastMeetingSettingsArgs
    from msgraph_meetings.dynamic.arguments import BroadcastMeetingSettingsArgsDict as BroadcastMeetingSettingsArgsDict
    from msgraph_meetings.dynamic.arguments import LobbyBypassSettingsArgs as LobbyBypassSettingsArgs
    from msgraph_meetings.dynamic.arguments import LobbyBypassSettingsArgsDict as LobbyBypassSettingsArgsDict
    from msgraph_meetings.dynamic.arguments import MeetingParticipantsArgs as MeetingParticipantsArgs
    from msgraph_meetings.dynamic.arguments import MeetingParticipantsArgsDict as MeetingParticipantsArgsDict
    from msgraph_meetings.dynamic.arguments import SensitivityLabelAssignmentArgs as SensitivityLabelAssignmentArgs
    from msgraph_meetings.dynamic.arguments import (
        SensitivityLabelAssignmentArgsDict as SensitivityLabelAssignmentArgsDict,
    )
    from msgraph_meetings.dynamic.arguments import WatermarkProtectionArgs as WatermarkProtectionArgs
    from msgraph_meetings.dynamic.arguments import WatermarkProtectionArgsDict as WatermarkProtectionArgsDict
    from msgraph_meetings.dynamic.resource import OnlineMeeting as OnlineMeeting

_ARGUMENT_TYPES = (
    "Attendee",
    "BroadcastMeetingCaptionSettings",
    "BroadcastMeetingSettings",
    "LobbyBypassSettings",
    "MeetingParticipants",
    "SensitivityLabelAssignment",
    "WatermarkProtection",
)
_HOMES = {"OnlineMeeting": "msgraph_meetings.dynamic.resource"} | {
    name + suffix: "msgraph_meetings.dynamic.arguments" for name in _ARGUMENT_TYPES for suffix in ("Args", "ArgsDict")
}

__all__ = sorted(_HOMES)  # noqa: PLE0605  (a list; the linter cannot see through sorted)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
