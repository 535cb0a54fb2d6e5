"""Detection of secrets of a real tenant: requests with them are refused with a hint, and never stored.

Microsoft does not document the form of a client secret. Scanners such as gitleaks (`azure-ad-client-secret`) use what
all of them have in common: 40 characters, of which the fourth is a digit and the next two are `Q~`.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import unquote_plus

from msgraph_meetings_emulator.front.bodies import each_text, parse_json
from msgraph_meetings_emulator.front.urls import parts_of

SECRET, TOKEN = "a client secret of a real tenant", "a token that a real tenant issued"
CUT = "(secret)"
_LONGEST_FORM = 64 * 1024
_CLIENT_SECRET = re.compile(r"[\w.~-]{3}\dQ(?:~|%7[Ee])[\w.~%-]{31,40}", re.ASCII)
# Only at the start of a word, or after a JSON escape of a line break or tab: this keeps the search linear.
_TOKEN = re.compile(r"(?:(?<![\w-])|(?<=\\[nrt]))ey[\w-]{6,}\.(ey[\w-]{6,})\.[\w-]+", re.ASCII)
_ISSUERS = (
    "sts.windows.net",
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "sts.chinacloudapi.cn",
    "login.chinacloudapi.cn",
    "login.partner.microsoftonline.cn",
)
_HINT = (
    "This is the emulator of msgraph-meetings, and the request contains what looks like {what}. It was not stored in "
    "journal, state or log. Only the machine that the emulator runs on has seen it. "
    "Use the emulator's own settings: ARM_TENANT_ID={tenant}, ARM_CLIENT_ID={app}, and the ARM_CLIENT_SECRET that "
    "`msgraph-meetings emulator` prints."
)


def exposed(authorization: str, body: bytes, own_tenants: frozenset[str]) -> str | None:
    """Return a description of the real tenant's secret in a sign-in request, or None."""
    form = unquote_plus(body[:_LONGEST_FORM].decode("latin-1"))
    return _exposed_in(f"{authorization} {_basic(authorization)} {form}", own_tenants)


def exposed_in_json(target: str, body: bytes, own_tenants: frozenset[str]) -> str | None:
    """Return a description of the real tenant's secret in a URL or JSON body, also if it is escaped, or None."""
    # A JSON escape can hide a secret in the raw body, so the decoded texts are searched too.
    shown = f"{unquote_plus(target)} {body.decode('utf-8', 'replace')} {' '.join(_texts_of(body))}"
    return _exposed_in(shown, own_tenants)


def _exposed_in(shown: str, own_tenants: frozenset[str]) -> str | None:
    if _CLIENT_SECRET.search(shown):
        return SECRET
    return TOKEN if any(_is_real(payload, own_tenants) for payload in _TOKEN.findall(shown)) else None


def _texts_of(body: bytes) -> list[str]:
    """Return every text in a JSON body, names included; an empty list for a body that is not JSON."""
    try:
        value = parse_json(body)
    except ValueError:
        return []
    texts: list[str] = []
    each_text(value, texts.append)
    return texts


def is_client_secret(text: str) -> bool:
    """Return True if a text has the form of an Entra client secret."""
    return bool(_CLIENT_SECRET.fullmatch(text))


def hint(what: str, tenant_id: str, client_id: str) -> str:
    """Return the message for somebody who sent a real tenant's secret."""
    return _HINT.format(what=what, tenant=tenant_id, app=client_id)


def redacted(text: str) -> str:
    """Return a text in which client secrets and signed tokens are replaced by `CUT`."""
    # Fast checks first: few texts contain these letters, and the journal checks every name and value of a response.
    cut = _CLIENT_SECRET.sub(CUT, text) if "Q~" in text or "Q%7" in text else text
    return _TOKEN.sub(CUT, cut) if "ey" in cut else cut


def redacted_data(value: Any) -> Any:
    """Return JSON data with all texts and names redacted; redacting the encoded JSON could cut an escape in two."""
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, dict):
        return {redacted(name): redacted_data(item) for name, item in value.items()}
    return [redacted_data(item) for item in value] if isinstance(value, list) else value


def _basic(authorization: str) -> str:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return unquote_plus(base64.b64decode(encoded, validate=True).decode("latin-1"))
    except ValueError:
        return ""


def _is_real(payload: str, own_tenants: frozenset[str]) -> bool:
    """Return True if the issuer in a token's payload is Microsoft's, for another tenant than the emulator's."""
    claims = _claims(payload)
    issuer = parts_of(str(claims.get("iss", "")))
    return issuer.hostname in _ISSUERS and not any(tenant in issuer.path for tenant in own_tenants)


def _claims(payload: str) -> dict[str, Any]:
    try:
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
