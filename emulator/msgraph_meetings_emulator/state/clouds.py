"""The clouds that the emulator can play: what each lacks of the public one, as their metadata says."""

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
    """One cloud."""

    graph: str
    """Where its Graph is in the world: the root of every `@odata.context`."""

    login: str
    """Where its sign-in is: the challenge of a 401 names it."""

    lacks: frozenset[str] = frozenset()
    """Properties of a meeting that it does not know."""

    has_meetings: bool = True
    government_threads: bool = False
    """Whether ids of chats have the form that was seen in GCC High."""

    def shown(self, document: dict[str, object]) -> dict[str, object]:
        """Return a meeting without what the cloud does not know, however it is spelled."""
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
