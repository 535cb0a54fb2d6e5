"""HTTP as this machine is set up for it: trusted certificates, proxies, time limits, and failures in our own words.

The one room that imports requests. What is switched off, and why (msal-and-requests fact sheet): redirects, because a
token must not follow them; ``.netrc``, because it would replace the token; cookies, because threads would share them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

from msgraph_meetings.errors import ConnectionFailedError, UntrustedError, UnusableAnswerError, cut

if TYPE_CHECKING:
    from collections.abc import Mapping

RequestFailed = requests.RequestException
"""Whatever goes wrong in a request that MSAL sends through ``Http``; ``failure`` says what it means."""

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
"""The longest wait for the next bytes of an answer."""
ANSWER_LIMIT = 4 * 1024 * 1024
"""Bytes of an answer that are read; a meeting with its invitation is about 20 KB."""
_CHUNK = 16 * 1024
_POOL = 64
_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers by lower-case name, and the body's bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Http(requests.Session):
    """A session of requests that every part of the provider can share, MSAL included.

    Its pool holds a connection for each thread of the plugin; a limit on time is put on every request.
    """

    def __init__(self) -> None:
        super().__init__()
        self.verify = certificates(os.environ)
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.mount("https://", HTTPAdapter(pool_maxsize=_POOL))
        self.mount("http://", HTTPAdapter(pool_maxsize=_POOL))

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        """A request with our limits where the caller (MSAL) sets none."""
        options.setdefault("timeout", (CONNECT_SECONDS, READ_SECONDS))
        options.setdefault("verify", self.verify)  # on the request, or the environment's bundle would win
        options.setdefault("allow_redirects", False)
        return super().request(method, url, *args, **options)


def certificates(environment: Mapping[str, str]) -> str | bool:
    """The file of trusted certificates that the environment names, or ``True`` for certifi's."""
    return next((environment[name] for name in _CA_VARIABLES if environment.get(name)), True)


class _Bearer(requests.auth.AuthBase):
    """The token as an ``auth`` callable, which ``.netrc`` cannot replace."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def exchange(  # noqa: PLR0913  (the parts of one request)
    http: Http, method: str, url: str, *, token: str, headers: Mapping[str, str], body: bytes | None, seconds: float
) -> Answer:
    """One request and its whole answer.

    Args:
        http: the session.
        method: GET, POST, PATCH or DELETE.
        url: absolute, percent-encoded.
        token: the bearer token.
        headers: further headers.
        body: JSON, or none.
        seconds: what is left of the operation's time; bounds connecting and each wait for bytes.

    Raises:
        NotSentError: nothing reached the service.
        LostAnswerError: the request may have been carried out, the answer did not come.
        UntrustedError: the certificate is not trusted.
        UnusableAnswerError: the answer is larger than any meeting.
    """
    limit = max(0.1, seconds)
    try:
        with http.request(
            method,
            url,
            auth=_Bearer(token),
            headers=dict(headers),
            data=body,
            timeout=(min(CONNECT_SECONDS, limit), min(READ_SECONDS, limit)),
            stream=True,
        ) as response:
            return Answer(response.status_code, _lower(response.headers), _read(response, url))
    except requests.RequestException as error:
        raise failure(error, url) from error


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _read(response: requests.Response, url: str) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > ANSWER_LIMIT:
            raise UnusableAnswerError(
                f"The answer of {_host(url)} is larger than {ANSWER_LIMIT // 1024} KB.",
                "No meeting is; something else than Microsoft Graph seems to answer.",
                "Check graphEndpoint and any proxy.",
            )
    return bytes(body)


class NotSentError(ConnectionFailedError):
    """No connection: the request cannot have been carried out."""


class LostAnswerError(ConnectionFailedError):
    """The connection broke or timed out: whether the request was carried out is not known."""


def failure(error: requests.RequestException, url: str) -> ConnectionFailedError:
    """What an exception of requests means, in our tree and our words."""
    host = _host(url)
    if isinstance(error, requests.exceptions.SSLError):
        return _untrusted(error, host)
    if isinstance(error, requests.exceptions.ProxyError):
        return NotSentError(
            f"The proxy on the way to {host} could not be used.",
            _cause(error),
            "Check HTTPS_PROXY, and add the host to NO_PROXY if it needs no proxy.",
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return NotSentError(
            f"{host} could not be reached within {CONNECT_SECONDS:.0f} s.",
            "Nothing answered at its address: a firewall, or a route (IPv6 too) that leads nowhere.",
            "Check the network, and HTTPS_PROXY if one is needed to get out.",
        )
    if isinstance(error, requests.exceptions.ConnectionError) and _never_connected(error):
        return NotSentError(
            f"{host} could not be reached.",
            _cause(error),
            "Check the network and the name of the endpoint, and HTTPS_PROXY if one is needed to get out.",
        )
    return LostAnswerError(f"The answer of {host} was lost.", _cause(error), "Running `pulumi up` again is safe.")


def _untrusted(error: requests.exceptions.SSLError, host: str) -> ConnectionFailedError:
    if "CERTIFICATE_VERIFY_FAILED" not in str(error):
        return LostAnswerError(
            f"The TLS connection to {host} broke.", _cause(error), "Running `pulumi up` again is safe."
        )
    return UntrustedError(
        f"The TLS certificate of {host} is not trusted here.",
        "Its issuer is in none of the certificate files in use; a company proxy that opens TLS has this effect.",
        "Set REQUESTS_CA_BUNDLE (or SSL_CERT_FILE) to a PEM file that holds the issuer.",
    )


def _never_connected(error: BaseException) -> bool:
    """Whether urllib3 says that the connection itself failed, which requests hides two levels down."""
    reason = error.args[0] if error.args else None
    reason = getattr(reason, "reason", reason)
    return isinstance(reason, NewConnectionError)


def _cause(error: BaseException) -> str:
    """The last, most particular words of a nested network error, without addresses of objects."""
    text = str(error).rsplit("Caused by ", 1)[-1].rsplit(": ", 1)[-1].strip("'\")> ")
    return f"The network said: {cut(text, 200)}." if text else ""


def _host(url: str) -> str:
    return urlsplit(url).netloc
