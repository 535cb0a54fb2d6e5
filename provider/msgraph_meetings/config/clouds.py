"""The clouds that have online meetings, and the properties that each lacks (graph contract, section 8.2)."""

from __future__ import annotations

from dataclasses import dataclass

from msgraph_meetings.errors import ConfigurationError


@dataclass(frozen=True)
class Cloud:
    """A national cloud: its Graph and sign-in roots, and the meeting properties that it does not support.

    ``shows_expiry`` is True if its meetings have ``expiryDateTime``.
    """

    name: str
    graph: str
    login: str
    lacks: frozenset[str] = frozenset()
    shows_expiry: bool = True


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
        Cloud(
            "usgovernment",
            "https://graph.microsoft.us",
            "https://login.microsoftonline.us",
            _GOVERNMENT_LACKS,
            shows_expiry=False,
        ),
        Cloud(
            "dod",
            "https://dod-graph.microsoft.us",
            "https://login.microsoftonline.us",
            _GOVERNMENT_LACKS,
            shows_expiry=False,
        ),
    )
}
_NAMES = "public, usgovernment or dod"
_ALIASES = {"global": "public", "usgovernmentl4": "usgovernment", "usgovernmentl5": "dod"}


def cloud_named(name: str, source: str = "") -> Cloud:
    """Return the cloud of that name, as azuread spells it.

    Args:
        name: the value of the setting ``environment``.
        source: where the value came from, for messages: `` (from ARM_ENVIRONMENT)``.

    Raises:
        ConfigurationError: for China, with the reason, and for an unknown name.
    """
    wanted = name.lower()
    if wanted == "china":
        raise ConfigurationError(
            f"environment {name!r}{source} has no online meetings API.",
            "The metadata of Microsoft Graph operated by 21Vianet does not have the type.",
            f"Use {_NAMES}.",
        )
    cloud = CLOUDS.get(_ALIASES.get(wanted, wanted))
    if cloud is None:
        raise ConfigurationError(f"environment {name!r}{source} is not a known cloud.", fix=f"Use {_NAMES}.")
    return cloud
