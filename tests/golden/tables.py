"""The tables of arguments and settings: type, default, example, and the version that brought each."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from msgraph_meetings.config.table import SETTINGS
from tools.markdown import table

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "provider/msgraph_meetings/schema.json").read_text(encoding="utf-8")
)
RESOURCE: dict[str, Any] = SCHEMA["resources"]["msgraph-meetings:index:OnlineMeeting"]

FIRST = "0.1.0"
SINCE: dict[str, str] = {}
"""The version that brought an argument or a setting, if it was not the first one."""

_LONG_DEFAULTS = {
    "externalId": "[derived](#derived-external-ids)",
    "userId": "[the setting `userId`](#organizers)",
    "startDateTime": "the first deployment",
    "endDateTime": "an hour after the start",
}
"""Defaults that the page explains below its table."""

ARGUMENTS: dict[str, Any] = {
    "externalId": "team-standup",
    "userId": "dc17674c-81d9-4adb-bfb2-8f6a442e4624",
    "onExisting": "adopt",
    "deletionPolicy": "retain",
    "rotation": "2027-01",
    "keepAlive": True,
    "subject": "Stand-up",
    "startDateTime": "2027-01-04T09:00:00Z",
    "endDateTime": "2027-01-04T10:00:00+01:00",
    "participants": {"attendees": [{"upn": "ada@contoso.example", "role": "presenter"}]},
    "allowAttendeeToEnableCamera": False,
    "allowAttendeeToEnableMic": False,
    "allowBreakoutRooms": True,
    "allowCopyingAndSharingMeetingContent": False,
    "allowedLobbyAdmitters": "organizerAndCoOrganizers",
    "allowedPresenters": "roleIsPresenter",
    "allowLiveShare": "disabled",
    "allowMeetingChat": "limited",
    "allowPowerPointSharing": False,
    "allowRecording": False,
    "allowTeamworkReactions": True,
    "allowTranscription": False,
    "allowWhiteboard": True,
    "anonymizeIdentityForRoles": ["presenter"],
    "broadcastSettings": {"isRecordingEnabled": True},
    "isEndToEndEncryptionEnabled": True,
    "isEntryExitAnnounced": False,
    "lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": True},
    "meetingSpokenLanguageTag": "en-us",
    "recordAutomatically": True,
    "sensitivityLabelAssignment": {"sensitivityLabelId": "6f1c2f9e-5f0b-4c1e-9d7e-0c4f4a3f7b51"},
    "watermarkProtection": {"isEnabledForContentSharing": True, "isEnabledForVideo": True},
}
"""An example of each argument; a test validates all of them."""

SETTING_EXAMPLES: dict[str, str] = {
    "tenantId": "contoso.onmicrosoft.com",
    "clientId": "a3d6f8e1-47b2-4b0f-8c65-91e2d7c4f5ab",
    "clientIdFilePath": "/run/secrets/client-id",
    "accessTokenFilePath": "/run/secrets/token",
    "accessTokenType": "application",
    "clientCertificatePath": "app.pem",
    "clientSecretFilePath": "/run/secrets/client-secret",
    "useOidc": "true",
    "oidcTokenFilePath": "/run/secrets/oidc-token",
    "oidcRequestUrl": "https://pipeline.example/token",
    "adoPipelineServiceConnectionId": "6f1c2f9e-5f0b-4c1e-9d7e-0c4f4a3f7b51",
    "useAksWorkloadIdentity": "true",
    "federatedTokenFilePath": "/var/run/secrets/azure/tokens/azure-identity-token",
    "useMsi": "true",
    "useCli": "false",
    "userId": "dc17674c-81d9-4adb-bfb2-8f6a442e4624",
    "externalIdPrefix": "team-a",
    "environment": "usgovernment",
    "graphEndpoint": "https://graph.microsoft.com",
    "authorityHost": "https://login.microsoftonline.com",
    "disableInstanceDiscovery": "true",
    "maxParallelRequests": "16",
    "operationTimeout": "900",
    "waitForAccessPolicy": "1800",
    "importByExternalId": "true",
}
"""An example of each setting that is not a secret."""

_DEFAULTS = (
    re.compile(r"Left out: (?:a |an )?(.+?)\.(?: |$)"),
    re.compile(r"\(default ([^)]+)\)"),
    re.compile(r"(`[^`]+`) \(the default\)"),
    re.compile(r"; the default is to (.+?)\.(?: |$)"),
)


def python_name(name: str) -> str:
    """Return a name of Graph as Python writes it."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def default_of(description: str) -> str:
    """Return the default that a description names; empty if it names none."""
    found = next((match for pattern in _DEFAULTS if (match := pattern.search(description))), None)
    return found[1].replace("|", "\\|") if found else ""


def sentence(description: str) -> str:
    """Return a description without its default, which has a column of its own."""
    for pattern in _DEFAULTS[:2]:
        description = pattern.sub("", description)
    return " ".join(description.split()).replace(" .", ".")


def type_of(property_: dict[str, Any]) -> str:
    """Return a property's type in words, enumerations with their members."""
    if reference := property_.get("$ref"):
        named = SCHEMA["types"][reference.removeprefix("#/types/")]
        if members := named.get("enum"):
            return " \\| ".join(f"`{member['value']}`" for member in members)
        return " ".join(["object:", ", ".join(f"`{python_name(name)}`" for name in named["properties"])])
    if choices := property_.get("oneOf"):
        return type_of(next(choice for choice in choices if "$ref" in choice))
    if property_["type"] == "array":
        return f"list of {type_of(property_['items'])}"
    return str(property_["type"])


def _example(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps({python_name(name): _snake(item) for name, item in value.items()})
    return json.dumps(value) if isinstance(value, (list, str)) else str(value)


def _snake(value: Any) -> Any:
    if isinstance(value, dict):
        return {python_name(name): _snake(item) for name, item in value.items()}
    return [_snake(item) for item in value] if isinstance(value, list) else value


def arguments_table() -> str:
    """Return the table of all arguments."""
    rows = []
    for name, value in ARGUMENTS.items():
        row = RESOURCE["inputProperties"][name]
        example = _example(value).replace("true", "True").replace("false", "False")
        default = _LONG_DEFAULTS.get(name) or default_of(row["description"]) or "not sent"
        rows.append([f"`{python_name(name)}`", type_of(row), default, f"`{example}`", SINCE.get(name, FIRST)])
    return table(["argument", "type", "default", "example", "since"], rows)


def settings_table() -> str:
    """Return the table of settings."""
    rows = []
    for row in SETTINGS:
        names = ", ".join(f"`{name}`" for name in row.environment)
        names += "".join(f", `{name}`*" for name in row.pipeline)
        example = f"`{SETTING_EXAMPLES[row.name]}`" if row.name in SETTING_EXAMPLES else "(secret)"
        since = SINCE.get(row.name, FIRST)
        rows.append(
            [f"`{row.name}`", names, row.type, sentence(row.description), default_of(row.description), example, since]
        )
    return table(["setting", "environment", "type", "", "default", "example", "since"], rows)
