"""Nested arguments of ``OnlineMeeting``, each as a class and as a typed dict with the same meaning.

``participants=MeetingParticipantsArgs(attendees=[AttendeeArgs(upn="ada@example.com")])`` and
``participants={"attendees": [{"upn": "ada@example.com"}]}`` are the same. Any value may be a Pulumi output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from inspect import isawaitable
from typing import Any, Literal, TypedDict

import pulumi
from pulumi import Input

Role = Literal["attendee", "presenter", "producer", "coorganizer"]
"""The role of a person in a meeting; ``presenter`` takes effect with ``allowed_presenters="roleIsPresenter"``."""


class AttendeeArgsDict(TypedDict, total=False):
    """A person who is invited."""

    id: Input[str]
    """Object id in Entra."""
    upn: Input[str]
    """User principal name."""
    role: Input[Role]
    """The person's role; by default the service's choice."""


@dataclass
class AttendeeArgs:
    """A person who is invited, by object id, by user principal name, or both."""

    id: Input[str] | None = None
    upn: Input[str] | None = None
    role: Input[Role] | None = None


class MeetingParticipantsArgsDict(TypedDict, total=False):
    """The people who are invited."""

    attendees: Input[Sequence[Input[AttendeeArgs | AttendeeArgsDict]]]
    """The complete list; an empty list invites no one."""


@dataclass
class MeetingParticipantsArgs:
    """The people who are invited; the organizer is ``user_id`` and is not listed."""

    attendees: Input[Sequence[Input[AttendeeArgs | AttendeeArgsDict]]] | None = None


LobbyBypassScope = Literal[
    "organizer", "organization", "organizationAndFederated", "everyone", "invited", "organizationExcludingGuests"
]
"""The people who do not wait in the lobby."""


class LobbyBypassSettingsArgsDict(TypedDict, total=False):
    """The people who enter without waiting in the lobby."""

    scope: Input[LobbyBypassScope]
    """The people who do not wait in the lobby."""
    is_dial_in_bypass_enabled: Input[bool]
    """True if callers by phone skip the lobby."""


@dataclass
class LobbyBypassSettingsArgs:
    """The people who enter without waiting in the lobby."""

    scope: Input[LobbyBypassScope] | None = None
    is_dial_in_bypass_enabled: Input[bool] | None = None


class WatermarkProtectionArgsDict(TypedDict, total=False):
    """The places where a watermark is shown. Set both members: Graph does not document the default of a missing one."""

    is_enabled_for_content_sharing: Input[bool]
    """True to show it on shared content."""
    is_enabled_for_video: Input[bool]
    """True to show it on the participants' video."""


@dataclass
class WatermarkProtectionArgs:
    """The places where a watermark is shown. Set both members: Graph does not document the default of a missing one."""

    is_enabled_for_content_sharing: Input[bool] | None = None
    is_enabled_for_video: Input[bool] | None = None


class SensitivityLabelAssignmentArgsDict(TypedDict, total=False):
    """The sensitivity label of the meeting."""

    sensitivity_label_id: Input[str]
    """The label's id."""


@dataclass
class SensitivityLabelAssignmentArgs:
    """The sensitivity label of the meeting."""

    sensitivity_label_id: Input[str] | None = None


class BroadcastMeetingCaptionSettingsArgsDict(TypedDict, total=False):
    """Captions of a live event."""

    is_caption_enabled: Input[bool]
    """True if captions are shown."""
    spoken_language: Input[str]
    """The spoken language."""
    translation_languages: Input[Sequence[Input[str]]]
    """The languages into which captions are translated."""


@dataclass
class BroadcastMeetingCaptionSettingsArgs:
    """Captions of a live event."""

    is_caption_enabled: Input[bool] | None = None
    spoken_language: Input[str] | None = None
    translation_languages: Input[Sequence[Input[str]]] | None = None


BroadcastMeetingAudience = Literal["roleIsAttendee", "organization", "everyone"]
"""The people who may watch a live event."""


class BroadcastMeetingSettingsArgsDict(TypedDict, total=False):
    """Settings of a live event; deprecated by Microsoft."""

    allowed_audience: Input[BroadcastMeetingAudience]
    """The people who may watch."""
    captions: Input[BroadcastMeetingCaptionSettingsArgs | BroadcastMeetingCaptionSettingsArgsDict]
    """Captions."""
    is_attendee_report_enabled: Input[bool]
    """True if an attendee report is made."""
    is_question_and_answer_enabled: Input[bool]
    """True if questions and answers are on."""
    is_recording_enabled: Input[bool]
    """True if the event is recorded."""
    is_video_on_demand_enabled: Input[bool]
    """True if people can watch the recording afterwards."""


@dataclass
class BroadcastMeetingSettingsArgs:
    """Settings of a live event; deprecated by Microsoft."""

    allowed_audience: Input[BroadcastMeetingAudience] | None = None
    captions: Input[BroadcastMeetingCaptionSettingsArgs | BroadcastMeetingCaptionSettingsArgsDict] | None = None
    is_attendee_report_enabled: Input[bool] | None = None
    is_question_and_answer_enabled: Input[bool] | None = None
    is_recording_enabled: Input[bool] | None = None
    is_video_on_demand_enabled: Input[bool] | None = None


def wire_name(python_name: str) -> str:
    """Return Graph's name for ``is_enabled_for_video``: ``isEnabledForVideo``; a Graph name stays as it is."""
    head, *rest = python_name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def to_wire(value: Any) -> Any:
    """Return an argument with Graph's names: classes and dicts become dicts, outputs stay, ``None`` is left out."""
    if isinstance(value, pulumi.Output) or isawaitable(value):
        return pulumi.Output.from_input(value).apply(to_wire)
    if is_dataclass(value) and not isinstance(value, type):
        value = {item.name: getattr(value, item.name) for item in fields(value)}
    if isinstance(value, Mapping):
        return {wire_name(str(name)): to_wire(item) for name, item in value.items() if item is not None}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [to_wire(item) for item in value]
    return value
