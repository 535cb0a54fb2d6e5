"""Programs as users write them: code that a type checker accepts, and code that it refuses.

An unneeded ignore is an error too, so each ignore below proves a refusal.
"""

from __future__ import annotations

from typing import Any

import pulumi
from typing_extensions import assert_type

from msgraph_meetings import (
    AttendeeArgs,
    AttendeeArgsDict,
    BroadcastMeetingCaptionSettingsArgs,
    BroadcastMeetingSettingsArgs,
    LobbyBypassSettingsArgs,
    LobbyBypassSettingsArgsDict,
    MeetingParticipantsArgs,
    MeetingParticipantsArgsDict,
    OnlineMeeting,
    SensitivityLabelAssignmentArgs,
    WatermarkProtectionArgs,
)


def smallest() -> None:
    OnlineMeeting("standup")
    OnlineMeeting("standup", pulumi.ResourceOptions(protect=True))
    OnlineMeeting(resource_name="standup", opts=None, subject="Stand-up")


def outputs(meeting: OnlineMeeting) -> None:
    assert_type(meeting.join_web_url, pulumi.Output[str])
    assert_type(meeting.external_id, pulumi.Output[str])
    assert_type(meeting.adopted, pulumi.Output[bool])
    assert_type(meeting.passcode, pulumi.Output[str | None])
    assert_type(meeting.subject, pulumi.Output[str | None])
    assert_type(meeting.allow_recording, pulumi.Output[bool | None])
    assert_type(meeting.organizer, pulumi.Output[dict[str, Any] | None])
    assert_type(meeting.expiry_date_time, pulumi.Output[str | None])
    assert_type(meeting.id, pulumi.Output[str])
    assert_type(OnlineMeeting.get("standup", "MSo1"), OnlineMeeting)


def nested_values_as_classes() -> None:
    OnlineMeeting(
        "standup",
        participants=MeetingParticipantsArgs(attendees=[AttendeeArgs(id="1", upn="ada@example.com", role="presenter")]),
        lobby_bypass_settings=LobbyBypassSettingsArgs(scope="everyone", is_dial_in_bypass_enabled=True),
        watermark_protection=WatermarkProtectionArgs(is_enabled_for_video=True),
        sensitivity_label_assignment=SensitivityLabelAssignmentArgs(sensitivity_label_id="label"),
        broadcast_settings=BroadcastMeetingSettingsArgs(
            captions=BroadcastMeetingCaptionSettingsArgs(translation_languages=["de-de"])
        ),
    )


def nested_values_as_dicts() -> None:
    ada: AttendeeArgsDict = {"upn": "ada@example.com", "role": "coorganizer"}
    people: MeetingParticipantsArgsDict = {"attendees": [ada, AttendeeArgs(id="1")]}
    lobby: LobbyBypassSettingsArgsDict = {"scope": "invited"}
    OnlineMeeting("standup", participants=people, lobby_bypass_settings=lobby)
    OnlineMeeting("standup", participants={"attendees": [{"upn": "ada@example.com"}]})
    OnlineMeeting("standup", watermark_protection={"is_enabled_for_video": True})


def outputs_of_other_resources(text: pulumi.Output[str], flag: pulumi.Output[bool]) -> None:
    OnlineMeeting("standup", subject=text, external_id=text, user_id=text, allow_recording=flag)
    OnlineMeeting("standup", participants={"attendees": [{"upn": text}]})
    OnlineMeeting("standup", lobby_bypass_settings=LobbyBypassSettingsArgs(is_dial_in_bypass_enabled=flag))
    OnlineMeeting.get("standup", text, user_id=text)


def members_of_enumerations() -> None:
    OnlineMeeting("standup", on_existing="adopt", deletion_policy="retain", allowed_presenters="roleIsPresenter")
    OnlineMeeting("standup", deletion_policy="lock", rotation="2027-01", keep_alive=True)
    OnlineMeeting("standup", deletion_policy="lockAndRetain")
    OnlineMeeting("standup", allow_meeting_chat="limited", anonymize_identity_for_roles=["attendee"])


def refused(meeting: OnlineMeeting) -> None:
    OnlineMeeting()  # type: ignore[call-arg]
    OnlineMeeting("standup", subject=5)  # type: ignore[arg-type]
    OnlineMeeting("standup", None, "Stand-up")  # type: ignore[call-arg]
    OnlineMeeting("standup", sabject="Stand-up")  # type: ignore[call-arg]
    OnlineMeeting("standup", chat_info={})  # type: ignore[call-arg]
    OnlineMeeting("standup", allow_recording="yes")  # type: ignore[arg-type]
    OnlineMeeting("standup", rotation=5)  # type: ignore[arg-type]
    OnlineMeeting("standup", keep_alive="yes")  # type: ignore[arg-type]
    OnlineMeeting("standup", on_existing="overwrite")  # type: ignore[arg-type]
    OnlineMeeting("standup", allowed_presenters="unknownFutureValue")  # type: ignore[arg-type]
    OnlineMeeting("standup", lobby_bypass_settings={"scope": "nobody"})  # type: ignore[arg-type]
    OnlineMeeting("standup", lobby_bypass_settings={"skope": "everyone"})  # type: ignore[arg-type]
    AttendeeArgs(role="boss")  # type: ignore[arg-type]
    meeting.join_url  # type: ignore[attr-defined]  # noqa: B018
