"""Checks of the network: names, routes, proxies, certificates, and the clock.

The requests carry no token; an answer with an expected status and JSON is enough.
"""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from msgraph_meetings.doctor.findings import Finding, failed, passed, skipped
from msgraph_meetings.errors import ConnectionFailedError, MeetingsError, UnusableAnswerError, cut
from msgraph_meetings.http.refusals import refusal
from msgraph_meetings.http.transport import Answer, Http, RequestFailed, certificates, failure, settings_of
from msgraph_meetings.model.instants import TICKS_PER_SECOND, from_http_date

if TYPE_CHECKING:
    from msgraph_meetings.doctor.case import Case

SIGN_IN_ELSEWHERE = frozenset({"ready access token", "managed identity", "Azure CLI"})
"""The sign-in methods that do not use the token service of Microsoft Entra directly."""
_EXPECTED = frozenset({200, 400, 401, 403, 404})
"""The statuses with which a healthy service answers a request without a token."""
_SKEW_LIMIT = 300.0
"""Seconds: the tolerance of Microsoft's token libraries, unless it is set otherwise (TokenValidationParameters)."""
_ENOUGH = 64 * 1024
"""Bytes of an answer that are read; the real service sends less."""
_SAME = 2.0
_HALF_A_SECOND = 0.5
_GRAPH_PROBE = "/v1.0/me/onlineMeetings"
_EPOCH_TICKS = from_http_date("Thu, 01 Jan 1970 00:00:00 GMT") or 0


@dataclass(frozen=True)
class _Way:
    """The route of a request from this machine to a host."""

    proxy: str | None
    addresses: tuple[str, ...]
    trusted: str

    @property
    def lines(self) -> list[str]:
        route = f"through the proxy {self.proxy}" if self.proxy else f"directly to {', '.join(self.addresses)}"
        return [f"route = {route}", f"trusted certificates = {self.trusted}"]

    @property
    def facts(self) -> dict[str, Any]:
        return {"proxy": self.proxy, "addresses": list(self.addresses), "trusted": self.trusted}


def sign_in_endpoint(case: Case) -> Finding:
    """Check that the token service answers."""
    if case.method is not None and case.method.name in SIGN_IN_ELSEWHERE:
        return skipped(f"Does not apply: {case.method.name} does not use it.")
    root, tenant = case.settings.authority_host, quote(case.settings.tenant_id or "", safe="")
    return _reached(root, f"/{tenant}/v2.0/.well-known/openid-configuration")


def graph_endpoint(case: Case) -> Finding:
    """Check that Microsoft Graph answers."""
    return _reached(case.settings.graph_endpoint, _GRAPH_PROBE)


def clock(case: Case) -> Finding:
    """Check that this machine's clock agrees with Graph's."""
    with Http() as http:
        answer, seconds = _asked(http, f"{case.settings.graph_endpoint}{_GRAPH_PROBE}")
    return compared(answer.headers.get("date"), time.time() - seconds / 2)  # The service wrote the date about half-way.


def compared(date: str | None, here: float) -> Finding:
    """Return the finding for the ``Date`` of an answer, compared with this machine's clock.

    Args:
        date: the header; it counts whole seconds, cut off.
        here: seconds since 1970 by this machine's clock, at the same moment.
    """
    there = from_http_date(date)
    if there is None:
        return skipped("The answer has no Date header to compare with.")
    skew = here - (there - _EPOCH_TICKS) / TICKS_PER_SECOND - _HALF_A_SECOND
    off = f"{abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} Microsoft's"
    if abs(skew) <= _SKEW_LIMIT:
        told = "It agrees with Microsoft's" if abs(skew) < _SAME else f"It is {off}, which is small enough"
        return passed(f"{told}.", skewSeconds=round(skew))
    error = MeetingsError(
        f"This machine's clock is {off}.",
        f"With more than {_SKEW_LIMIT:.0f} s of difference, tokens and assertions count as expired or not valid yet.",
        "Set the clock from the network (NTP), for example with `timedatectl set-ntp true`.",
    )
    return failed(error, skewSeconds=round(skew))


def _reached(root: str, path: str) -> Finding:
    lines: list[str] = []
    facts: dict[str, Any] = {"url": root}
    try:
        with Http() as http:
            way = _way(http, root)
            lines, facts = way.lines, facts | way.facts
            answer, seconds = _asked(http, f"{root}{path}")
    except MeetingsError as error:
        return failed(error, *lines, **facts)
    problem = _foreign(answer, urlsplit(root).netloc, path)
    if problem is not None:
        return failed(problem, *lines, status=answer.status, **facts)
    took = max(1, round(seconds * 1000))
    return passed(f"{root} answered in {took} ms.", *lines, status=answer.status, milliseconds=took, **facts)


def _way(http: Http, root: str) -> _Way:
    """Return the route that requests take.

    Raises:
        ConnectionFailedError: the name has no address; with a proxy, the proxy resolves the name.
    """
    proxy, trusted = _proxy(http, root), certificates(os.environ)
    return _Way(
        proxy,
        () if proxy else _addresses(root),
        trusted if isinstance(trusted, str) else "the public certificate authorities (certifi)",
    )


def _proxy(http: Http, root: str) -> str | None:
    """Return the proxy for that address, without the password that it may contain."""
    chosen = http.proxies_for(root)
    scheme, host = urlsplit(root).scheme, urlsplit(root).hostname
    names = (f"{scheme}://{host}", scheme, f"all://{host}", "all")
    proxy = next((chosen[name] for name in names if chosen.get(name)), None)
    if proxy is None:
        return None
    return (proxy if "://" in proxy else f"//{proxy}").rpartition("@")[2].rpartition("//")[2].rstrip("/")


def _addresses(root: str) -> tuple[str, ...]:
    parts = urlsplit(root)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ConnectionFailedError(
            f"Cannot resolve {parts.hostname}.",
            f"The system reports: {getattr(error, 'strerror', None) or 'it is not a host name'}.",
            f"Check the network, DNS and HTTPS_PROXY{settings_of(parts.netloc)}.",
        ) from error
    return tuple(dict.fromkeys(str(item[4][0]) for item in found))


def _asked(http: Http, url: str) -> tuple[Answer, float]:
    """Return the answer to a request without a token, and the seconds that it took."""
    start = time.monotonic()
    try:
        with http.get(url, headers={"Accept": "application/json"}, stream=True) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            beginning = next(response.iter_content(_ENOUGH), b"")
            return Answer(response.status_code, headers, beginning), time.monotonic() - start
    except RequestFailed as error:
        raise failure(error, url) from error


def _foreign(answer: Answer, host: str, path: str) -> MeetingsError | None:
    """Return what is wrong with an answer, or None if the healthy service itself gives such an answer."""
    if answer.status not in _EXPECTED:
        return refusal(answer, path.removeprefix("/v1.0"), {})
    kind = answer.headers.get("content-type", "")
    if "json" in kind:
        return None
    return UnusableAnswerError(
        f"{host} answered {answer.status} without JSON ({cut(kind, 80) or 'no content type'}).",
        "A proxy, or a sign-in page of the network, may have answered instead of Microsoft.",
        f"Check HTTPS_PROXY and NO_PROXY{settings_of(host)}.",
    )
