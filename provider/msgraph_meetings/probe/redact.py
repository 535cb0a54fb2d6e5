"""Remove ids, addresses, links and tokens from a text, so that a record names no tenant and no person."""

from __future__ import annotations

import re
from typing import Any

_PATTERNS = (
    (re.compile(r"https?://\S+", re.IGNORECASE), "(link)"),
    (re.compile(r"[\w.+'-]+@(?:\(hidden\)|[\w-]+(?:\.[\w-]+)*)"), "(address)"),
    (re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE), "(id)"),
    (re.compile(r"(?=[A-Za-z_+/=-]*\d)[\w+/=-]{20,}", re.ASCII), "(id)"),
    (re.compile(r"\d{9,}"), "(number)"),
)
_ADDRESS = re.compile(r"[^@\s/]+@[^@\s/]+")
_MADE_UP = "example.com"
"""The domain of the attendees that the probe makes up."""
_SHORTEST = 5
"""A shorter text is part of many words, and to replace it would make them unreadable."""
_PRIVATE = frozenset(
    {
        *("id", "externalId", "joinWebUrl", "joinUrl", "joinMeetingId", "meetingCode", "passcode", "threadId"),
        *("meetingOptionsWebUrl", "content", "tenantId", "upn", "displayName", "conferenceId", "tollNumber"),
        *("tollFreeNumber", "dialinUrl", "videoTeleconferenceId", "iCalUid"),
    }
)
"""The properties of an answer that identify a meeting, a person or a tenant."""


class Redactor:
    """Replaces what the patterns find, and each text that was given or came in an answer.

    Args:
        known: texts that no record may hold, such as the tenant's id.
    """

    def __init__(self, *known: str | None) -> None:
        self._known: set[str] = set()
        for text in known:
            self._hide(text or "")

    def learn(self, answer: Any, name: str = "") -> None:
        """Remember the private values in an answer of Graph."""
        if isinstance(answer, dict):
            for key, value in answer.items():
                self.learn(value, key)
        elif isinstance(answer, list):
            for item in answer:
                self.learn(item, name)
        elif name in _PRIVATE and isinstance(answer, str):
            self._hide(answer)

    def _hide(self, text: str) -> None:
        """Remember a private text, and the domain of an address, which names the tenant."""
        domain = text.rpartition("@")[2]
        domains = [domain] if _ADDRESS.fullmatch(text) and domain.lower() != _MADE_UP else []
        self._known.update(one for one in (text, *domains) if len(one) >= _SHORTEST)

    def text(self, text: str) -> str:
        """Return the text without private parts."""
        small = text.lower()
        for known in sorted((one for one in self._known if one.lower() in small), key=len, reverse=True):
            text = re.sub(re.escape(known), "(hidden)", text, flags=re.IGNORECASE)
        for pattern, word in _PATTERNS:
            text = pattern.sub(word, text)
        return text
