"""With the real engine: what is edited on the service shows at its path and is put back with one PATCH."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgraph_meetings.model.fields import FIELDS
from msgraph_meetings_emulator import Fault
from tests.engine.requests import requests

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.plugin.plugin_stack import PluginStack

LABELS = ("0f1e2d3c-0000-4000-8000-000000000001", "0f1e2d3c-0000-4000-8000-000000000002")
CAPTIONS = {"isCaptionEnabled": True, "spokenLanguage": "en-us", "translationLanguages": ["de-de", "fr-fr"]}
ASKED: dict[str, Any] = {
    "subject": "Asked for",
    "startDateTime": "2027-01-04T10:00:00+01:00",
    "endDateTime": "2027-01-04T09:15:00.1234567Z",
    "participants": {"attendees": [{"upn": "ada@example.com", "role": "presenter"}, {"upn": "bob@example.com"}]},
    "allowAttendeeToEnableCamera": False,
    "allowAttendeeToEnableMic": False,
    "allowBreakoutRooms": False,
    "allowCopyingAndSharingMeetingContent": False,
    "allowedLobbyAdmitters": "organizerAndCoOrganizers",
    "allowedPresenters": "roleIsPresenter",
    "allowLiveShare": "disabled",
    "allowMeetingChat": "limited",
    "allowPowerPointSharing": False,
    "allowRecording": False,
    "allowTeamworkReactions": False,
    "allowTranscription": False,
    "allowWhiteboard": False,
    "anonymizeIdentityForRoles": ["presenter"],
    "broadcastSettings": {"allowedAudience": "organization", "captions": CAPTIONS},
    "isEndToEndEncryptionEnabled": True,
    "isEntryExitAnnounced": False,
    "lobbyBypassSettings": {"scope": "invited"},
    "meetingSpokenLanguageTag": "en-us",
    "recordAutomatically": True,
    "sensitivityLabelAssignment": {"sensitivityLabelId": LABELS[0]},
    "watermarkProtection": {"isEnabledForContentSharing": True, "isEnabledForVideo": False},
}
EDITED: dict[str, tuple[Any, str]] = {
    "subject": ("Edited", "subject"),
    "startDateTime": ("2027-01-04T08:00:00Z", "startDateTime"),
    "endDateTime": ("2027-01-04T11:00:00Z", "endDateTime"),
    "participants": ({"attendees": [{"upn": "eve@example.com", "role": "attendee"}]}, "participants.attendees"),
    "allowedLobbyAdmitters": ("organizerAndCoOrganizersAndPresenters", "allowedLobbyAdmitters"),
    "allowedPresenters": ("organizer", "allowedPresenters"),
    "allowLiveShare": ("enabled", "allowLiveShare"),
    "allowMeetingChat": ("enabled", "allowMeetingChat"),
    "anonymizeIdentityForRoles": (["coorganizer"], "anonymizeIdentityForRoles"),
    "broadcastSettings": (
        {"allowedAudience": "everyone", "captions": CAPTIONS},
        "broadcastSettings.allowedAudience",
    ),
    "lobbyBypassSettings": ({"scope": "everyone"}, "lobbyBypassSettings.scope"),
    "meetingSpokenLanguageTag": ("de-de", "meetingSpokenLanguageTag"),
    "sensitivityLabelAssignment": (
        {"sensitivityLabelId": LABELS[1]},
        "sensitivityLabelAssignment.sensitivityLabelId",
    ),
    "watermarkProtection": (
        {"isEnabledForContentSharing": True, "isEnabledForVideo": True},
        "watermarkProtection.isEnabledForVideo",
    ),
} | {name: (not value, name) for name, value in ASKED.items() if isinstance(value, bool)}
PROGRAM = f"""
for name, value in {ASKED!r}.items():
    needed = {{
        "endDateTime": {{"startDateTime": "2027-01-04T09:00:00Z"}},
        "participants": {{"allowedPresenters": "roleIsPresenter"}},
    }}
    OnlineMeeting(name, externalId=name, **{{name: value}}, **needed.get(name, {{}}))
"""


def changes_shown(output: str) -> dict[str, str]:
    """Return the updates in a preview with ``--diff``: the line that names the path, by resource name."""
    updates = output.split("msgraph-meetings:index:OnlineMeeting: (update)")[1:]
    return {re.search(r"OnlineMeeting::(\w+)\]", block)[1]: block for block in updates}  # type: ignore[index]


def test_edited_property_shows_as_drift_at_its_path_and_is_restored_with_one_patch(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    assert ASKED.keys() == EDITED.keys() == FIELDS.keys()
    stack.up(PROGRAM)
    asked = {meeting["externalId"]: meeting for meeting in msgraph_emulator.meetings()}
    assert "unchanged" in stack.preview("--refresh", "--expect-no-changes").output
    for name, (value, _) in EDITED.items():
        msgraph_emulator.edit(asked[name]["id"], **{name: value})
    requests(msgraph_emulator)

    shown = changes_shown(stack.preview("--refresh").output)
    assert shown.keys() == EDITED.keys()
    for name, (_, path) in EDITED.items():
        assert re.search(rf"~ {path.rpartition('.')[2]}\s*:", shown[name]), shown[name]
    assert requests(msgraph_emulator) == ["GET meeting"] * len(EDITED)

    stack.up(None, "--refresh")
    assert requests(msgraph_emulator) == ["GET meeting"] * len(EDITED) + ["PATCH meeting"] * len(EDITED)
    held = {meeting["externalId"]: meeting for meeting in msgraph_emulator.meetings()}
    for name in EDITED:
        spelled = name.replace("PowerPoint", "Powerpoint")  # as the service has answered it
        assert held[name][spelled] == asked[name][spelled], name


def test_a_policy_override_is_reported_once_and_does_not_loop(stack: PluginStack, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.policy_override(recordAutomatically=False)
    said = stack.up("OnlineMeeting('m', externalId='m', recordAutomatically=True)").output
    assert "warning: Microsoft Graph did not apply recordAutomatically" in said
    requests(msgraph_emulator)

    for again in (stack.up(None, "--refresh").output, stack.up().output):
        assert ("2 unchanged" in again, "other values" in again) == (True, False)
    assert requests(msgraph_emulator) == ["GET meeting"]


def test_only_a_404_that_says_not_found_removes_a_meeting(stack: PluginStack, msgraph_emulator: Emulator) -> None:
    stack.up("OnlineMeeting('m', externalId='m')")
    kept = stack.resources()
    for status, code in ((404, "UnknownError"), (403, "Forbidden")):
        body = {"error": {"code": code, "message": ""}}
        msgraph_emulator.arm(Fault(method="GET", path="*/onlineMeetings/*", status=status, body=body))
        stack.refresh(fails=True)
        assert stack.resources()["m"]["outputs"] == kept["m"]["outputs"]

    msgraph_emulator.delete(msgraph_emulator.meetings()[0]["id"])
    stack.refresh()
    assert stack.resources() == {}
    stack.up()
    assert len(msgraph_emulator.meetings()) == 1
