"""The programs that are recorded: a meeting with every argument, and one that names nothing."""

from __future__ import annotations

import json
from typing import Any

EVERY: dict[str, Any] = {
    "externalId": "every",
    "subject": "Every argument",
    "startDateTime": "2027-01-04T10:00:00+01:00",
    "endDateTime": "2027-01-04T09:15:00.1234567Z",
    "participants": {
        "attendees": [{"upn": "ada@contoso.example", "role": "presenter"}, {"upn": "bob@contoso.example"}]
    },
    "onExisting": "adopt",
    "deletionPolicy": "delete",
    "allowAttendeeToEnableCamera": False,
    "allowAttendeeToEnableMic": False,
    "allowBreakoutRooms": False,
    "allowCopyingAndSharingMeetingContent": False,
    "allowedLobbyAdmitters": "organizerAndCoOrganizers",
    "allowedPresenters": "roleIsPresenter",
    "allowLiveShare": "disabled",
    "allowMeetingChat": "limited",
    "allowPowerPointSharing": False,
    "allowRecording": True,
    "allowTeamworkReactions": False,
    "allowTranscription": False,
    "allowWhiteboard": False,
    "anonymizeIdentityForRoles": ["presenter"],
    "broadcastSettings": {"allowedAudience": "organization", "captions": {"isCaptionEnabled": True}},
    "isEndToEndEncryptionEnabled": False,
    "isEntryExitAnnounced": False,
    "lobbyBypassSettings": {"scope": "invited", "isDialInBypassEnabled": False},
    "meetingSpokenLanguageTag": "en-us",
    "recordAutomatically": True,
    "sensitivityLabelAssignment": {"sensitivityLabelId": "0f1e2d3c-0000-4000-8000-000000000001"},
    "watermarkProtection": {"isEnabledForContentSharing": True, "isEnabledForVideo": False},
}
_PLUGIN = """
import json
import pulumi

OUTPUTS = ("adopted", "externalId", "joinWebUrl", "passcode", "policyOverrides", "subject")


class OnlineMeeting(pulumi.CustomResource):
    def __init__(self, name, **arguments):
        super().__init__("msgraph-meetings:index:OnlineMeeting", name, dict.fromkeys(OUTPUTS) | arguments)


OnlineMeeting("every", **json.loads(EVERY))
OnlineMeeting("derived", subject="SUBJECT")
OnlineMeeting("other", externalId="OTHER")
"""
_DYNAMIC = """
import json
import re
from msgraph_meetings import OnlineMeeting

def python_name(name):
    return re.sub("([A-Z])", lambda letter: "_" + letter[0].lower(), name)


OnlineMeeting("every", **{python_name(name): value for name, value in json.loads(EVERY).items()})
OnlineMeeting("derived", subject="SUBJECT")
OnlineMeeting("other", external_id="OTHER")
"""
WAYS_IN = {"plugin": _PLUGIN, "dynamic": _DYNAMIC}


def program(way_in: str, subject: str = "Derived", other: str = "other") -> str:
    """Return a program for one way in."""
    text = WAYS_IN[way_in].replace("EVERY", repr(json.dumps(EVERY)), 1)
    return text.replace("SUBJECT", subject).replace("OTHER", other)
