"""The clouds that have online meetings, and what each lacks (graph contract, section 8.2)."""

from __future__ import annotations

from dataclasses import dataclass

from msgraph_meetings.errors import ConfigurationError


@dataclass(frozen=True)
class Cloud:
    """A national cloud: its Graph and sign-in roots, and the properties of a meeting that it does not know."""

    name: str
    graph: str
    login: str
    lacks: frozenset[str] = frozenset()


_GOVERNMENT_LACKS = frozenset(
    {
        "allowBreakoutRooms",
        "allowCopyingAndSharingMeetingContent",
        "allowLiveShare",
        "allowPowerPointSharing",
        "allowRecording",
        "allowTranscription",
        "allowWhiteboard",
        "allowedLobbyAdmitters",
        "isEndToEndEncryptionEnabled",
        "meetingSpokenLanguageTag",
        "sensitivityLabelAssignment",
    }
)

CLOUDS = {
    cloud.name: cloud
    for cloud in (
        Cloud("public", "https://graph.microsoft.com", "https://login.microsoftonline.com"),
        Cloud("usgovernment", "https://graph.microsoft.us", "https://login.microsoftonline.us", _GOVERNMENT_LACKS),
        Cloud("dod", "https://dod-graph.microsoft.us", "https://login.microsoftonline.us", _GOVERNMENT_LACKS),
    )
}
_ALIASES = {"global": "public", "usgovernmentl4": "usgovernment", "usgovernmentl5": "dod"}


def cloud_named(name: str) -> Cloud:
    """The cloud of that name, as azuread spells it.

    Raises:
        ConfigurationError: for China, with the reason, and for a name that is no cloud.
    """
    wanted = name.lower()
    if wanted == "china":
        raise ConfigurationError(
            "The setting environment is 'china'.",
            "Microsoft Graph operated by 21Vianet has no online meetings: its metadata does not hold the type.",
            "Meetings can be managed in the public, usgovernment and dod clouds.",
        )
    cloud = CLOUDS.get(_ALIASES.get(wanted, wanted))
    if cloud is None:
        raise ConfigurationError(f"The setting environment is {name!r}.", fix=f"Use one of: {', '.join(CLOUDS)}.")
    return cloud
