"""Access to the control paths: programs and the control page may use them, pages of other origins may not.

These paths need no token, so any website that a user visits could send requests to them (CSRF). A browser's request is
accepted only if `Origin` and `Sec-Fetch-Site` name this origin. An unknown name in `Host` is refused, because an
attacker's DNS can point it at this machine (DNS rebinding). Programs that are not browsers send neither header, and
are not checked for them.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgraph_meetings_emulator.front.reply import Answer, json_answer

if TYPE_CHECKING:
    from starlette.datastructures import Headers

ROOT = "/_emulator"
_OWN = frozenset({"/", "/favicon.ico", ROOT})
_READING = ("GET", "HEAD")
_HERE = (None, "same-origin", "none")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""The page's content security policy: only its own script, style and requests, and no markup made from text."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def is_own(path: str) -> bool:
    """Return True for a control path: one that faults and the journal ignore."""
    return path in _OWN or path.startswith(f"{ROOT}/")


def objection(method: str, headers: Headers, body: bytes, hosts: frozenset[str]) -> Answer | None:
    """Return the refusal of a request to a control path, or None if the request is allowed."""
    host = headers.get("host", "localhost")
    if not _is_ours(host, hosts):
        return _refusal(403, "The request's Host is not a name of this emulator. Use localhost or an IP address.")
    if _is_led_here(method, headers, f"https://{host}"):
        return _refusal(403, "A page of another origin cannot use the emulator's paths under /_emulator.")
    if body and _is_browser(headers) and not headers.get("content-type", "").startswith("application/json"):
        return _refusal(415, "A browser's request to a path under /_emulator needs Content-Type: application/json.")
    return None


def sealed(answer: Answer) -> Answer:
    """Return an answer of a control path with the headers that restrict its use in a browser."""
    answer.headers.update(_HEADERS)
    return answer


def _is_ours(host: str, hosts: frozenset[str]) -> bool:
    """Return True if a `Host` header is one of the emulator's names or an IP address."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name in hosts or bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _is_led_here(method: str, headers: Headers, here: str) -> bool:
    """Return True if a page of another origin sent the request; following a link to the page is allowed."""
    if headers.get("sec-fetch-mode") == "navigate" and method in _READING:
        return False
    return headers.get("sec-fetch-site") not in _HERE or headers.get("origin", here) != here


def _is_browser(headers: Headers) -> bool:
    return "origin" in headers or "sec-fetch-site" in headers


def _refusal(status: int, sentence: str) -> Answer:
    return json_answer(status, {"error": sentence})
