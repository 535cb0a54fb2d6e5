"""The clouds that the emulator can emulate, and the properties that each lacks by its metadata."""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC = "public"
GOVERNMENT_LACKS = frozenset(
    {
        "allowBreakoutRooms",
        "allowCopyingAndSharingMeetingContent",
        "allowLiveShare",
        "allowPowerPointSharing",
        "allowRecording",
        "allowTranscription",
        "allowWhiteboard",
        "allowedLobbyAdmitters",
        "chatRestrictions",
        "cloudVideoInteropInfo",
        "expiryDateTime",
        "isEndToEndEncryptionEnabled",
        "meetingOptionsWebUrl",
        "meetingSpokenLanguageTag",
        "meetingTemplateId",
        "sensitivityLabelAssignment",
    },
)
"""The sixteen properties that the metadata of the US government's clouds does not declare."""


@dataclass(frozen=True)
class Cloud:
    """The data of one cloud."""

    graph: str
    """The URL of its Graph, with which every `@odata.context` starts."""

    login: str
    """The URL of its sign-in, which a 401 names in `WWW-Authenticate`."""

    lacks: frozenset[str] = frozenset()
    """The properties of a meeting that the cloud does not have."""

    has_meetings: bool = True
    government_threads: bool = False
    """True if chat thread ids have the form that was seen in GCC High."""

    def shown(self, document: dict[str, object]) -> dict[str, object]:
        """Return a meeting without the properties that the cloud lacks, compared without case."""
        hidden = {name.lower() for name in self.lacks}
        return {name: value for name, value in document.items() if name.lower() not in hidden}


CLOUDS = {
    PUBLIC: Cloud("https://graph.microsoft.com", "https://login.microsoftonline.com"),
    "usgovernment": Cloud(
        "https://graph.microsoft.us",
        "https://login.microsoftonline.us",
        GOVERNMENT_LACKS,
        government_threads=True,
    ),
    "dod": Cloud(
        "https://dod-graph.microsoft.us",
        "https://login.microsoftonline.us",
        GOVERNMENT_LACKS,
        government_threads=True,
    ),
    "china": Cloud(
        "https://microsoftgraph.chinacloudapi.cn",
        "https://login.chinacloudapi.cn",
        has_meetings=False,
    ),
}
