"""Who may use the emulator's own paths: programs, and its own page in a browser; no page from elsewhere.

These paths need no token. A page that somebody happens to visit could send requests to them, so a browser is believed
only when it says that its request comes from here; and a name that foreign DNS points at this machine is not ours.
Programs that are no browser send neither `Origin` nor `Sec-Fetch-Site`, and nothing is asked of them.
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
"""What the page may do: load its own script and style, and ask the emulator; no markup is made from text."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def is_own(path: str) -> bool:
    """Tell whether a path is the emulator's own: no service has it, no fault befalls it, no journal names it."""
    return path in _OWN or path.startswith(f"{ROOT}/")


def objection(method: str, headers: Headers, body: bytes, hosts: frozenset[str]) -> Answer | None:
    """Return the refusal of a request to an own path; None when nothing speaks against it."""
    host = headers.get("host", "localhost")
    if not _is_ours(host, hosts):
        return _refusal(403, "The emulator's own paths are served under the address that it listens on only.")
    if _is_led_here(method, headers, f"https://{host}"):
        return _refusal(403, "The emulator's own paths are not for pages from elsewhere.")
    if body and _is_browser(headers) and not headers.get("content-type", "").startswith("application/json"):
        return _refusal(415, "A browser sends a body to the emulator's own paths as application/json only.")
    return None


def sealed(answer: Answer) -> Answer:
    """Return an answer of an own path with the headers that keep a browser from doing anything else with it."""
    answer.headers.update(_HEADERS)
    return answer


def _is_ours(host: str, hosts: frozenset[str]) -> bool:
    """Tell whether a `Host` cannot be a stranger's name for this machine: one of ours, or an address."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name in hosts or bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _is_led_here(method: str, headers: Headers, here: str) -> bool:
    """Tell whether a page of another origin sent the request; a link to the page is no harm."""
    if headers.get("sec-fetch-mode") == "navigate" and method in _READING:
        return False
    return headers.get("sec-fetch-site") not in _HERE or headers.get("origin", here) != here


def _is_browser(headers: Headers) -> bool:
    return "origin" in headers or "sec-fetch-site" in headers


def _refusal(status: int, sentence: str) -> Answer:
    return json_answer(status, {"error": sentence})
