"""A meeting's invitation in the requested language: HTML in a data URL, with blanks as plus signs.

The texts are the emulator's own; Microsoft's are longer.
"""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote_plus

_ENGLISH = "en"
_WORDS = {
    _ENGLISH: ("Microsoft Teams meeting", "Join the meeting now", "Meeting ID", "Passcode"),
    "de": ("Microsoft Teams-Besprechung", "Jetzt an der Besprechung teilnehmen", "Besprechungs-ID", "Kennung"),
    "es": ("Reunión de Microsoft Teams", "Unirse a la reunión ahora", "Id. de reunión", "Código de acceso"),
    "fr": ("Réunion Microsoft Teams", "Rejoindre la réunion maintenant", "ID de réunion", "Code secret"),
    "ja": ("Microsoft Teams 会議", "今すぐ会議に参加する", "会議 ID", "パスコード"),
    "pt": ("Reunião do Microsoft Teams", "Entrar na reunião agora", "ID da reunião", "Senha"),
}
_RANGE = re.compile(
    r"\s*(?P<tag>[a-z]{1,8}|\*)(?:-[a-z0-9-]+)?\s*(?:;\s*q\s*=\s*(?P<weight>[01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE
)


def language_of(accept_language: str) -> str:
    """Return the preferred known language of an `Accept-Language` header, or English."""
    found = [_RANGE.fullmatch(part) for part in accept_language.split(",")]
    wishes = [(float(wish["weight"] or 1), wish["tag"].lower()) for wish in found if wish]
    known = [(weight, tag) for weight, tag in wishes if weight > 0 and tag in _WORDS]
    return max(known, key=lambda wish: wish[0])[1] if known else _ENGLISH


def invitation(meeting: dict[str, Any], language: str) -> dict[str, str]:
    """Return the `joinInformation` of a meeting in a language."""
    title, join, number, passcode = _WORDS[language]
    settings = meeting.get("joinMeetingIdSettings") or {}
    lines = [
        f'<div style="width:100%" lang="{language}">',
        f"<h1>{title}</h1>",
        f'<p><a href="{html.escape(meeting["joinWebUrl"])}">{join}</a></p>',
        f"<p>{number}: {html.escape(str(settings.get('joinMeetingId')))}</p>",
        f"<p>{passcode}: {html.escape(settings['passcode'])}</p>" if settings.get("passcode") else "",
        "</div>",
    ]
    content = "data:text/html," + lower_hex(quote_plus("".join(lines)))
    return {"content": content, "contentType": "html"}


def lower_hex(quoted: str) -> str:
    """Return percent-encoded text with lower-case hex digits, as in recorded links and invitations."""
    return re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), quoted)
