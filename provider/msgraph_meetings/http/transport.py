"""HTTP for this machine: trusted certificates, proxies, time limits, and failures as our errors.

Only this module, ``deadline`` and ``trust`` import requests. Switched off are: redirects, because a token
must not follow them; ``.netrc``, because it would replace the token and add a password to a sign-in; cookies, because
threads would share cookies.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies
from urllib3 import Retry, Timeout
from urllib3.exceptions import HTTPError, LocationValueError, NewConnectionError

from msgraph_meetings.config.clouds import CLOUDS
from msgraph_meetings.errors import AuthenticationError, ConfigurationError, cut
from msgraph_meetings.errors.catalogue.network import network_row
from msgraph_meetings.http.deadline import DeadlineAdapter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.errors import MeetingsError

RequestFailed = (requests.RequestException, HTTPError)
"""Every exception of a request sent through ``Http``; requests passes some exceptions of urllib3 on. ``failure`` makes
our errors of them."""

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
"""The longest wait for a whole answer."""
ANSWER_LIMIT = 2 * 1024 * 1024
"""Bytes of an answer that are read; a meeting with its invitation has about 20 KB, 300 bytes of it for an attendee."""
_CHUNK = 16 * 1024
_POOL = 64
_TOKEN = re.compile(r"[\x21-\x7e]+")
_NAMED_BY = ", and the spelling in graphEndpoint (MSGRAPH_ENDPOINT) or authorityHost (AZURE_AUTHORITY_HOST)"
_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass(frozen=True)
class Answer:
    """An answer: the status, the headers by lower-case name, and the bytes of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Http(requests.Session):
    """A session of requests that every part of the provider can share, MSAL included.

    Its pool has a connection for each thread of the plugin; every request has a time limit.

    Args:
        repeat_on: statuses after which any request is sent again a few times within seconds, as after a broken
            connection; only for sign-in, because its requests change nothing. By default no request is repeated.
        direct: use no proxy, for an address that is valid on this machine only.

    Raises:
        ConfigurationError: the environment names a file of trusted certificates that does not exist.
    """

    def __init__(self, *, repeat_on: frozenset[int] = frozenset(), direct: bool = False) -> None:
        super().__init__()
        self.trust_env = False  # requests would read the proxies again, and parse them, for each request
        self._direct = direct
        self._proxies: dict[str, dict[str, str]] = {}
        self.verify = certificates(os.environ)
        self.auth = _as_it_is
        self.limit(None)
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("https://", "http://"):
            self.mount(scheme, DeadlineAdapter(pool_maxsize=_POOL, max_retries=_repetition(repeat_on)))

    def limit(self, seconds: float | None) -> None:
        """Set the time limit of requests without their own; one repetition after a lost answer is included."""
        self.seconds = READ_SECONDS if seconds is None else min(READ_SECONDS, max(0.1, seconds / 2))

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        """Send a request with our limits if the caller (MSAL) sets none; redirects are never followed."""
        options.setdefault("timeout", (min(CONNECT_SECONDS, self.seconds), self.seconds))
        options.setdefault("verify", self.verify)
        options["allow_redirects"] = False
        piecemeal, options["stream"] = options.get("stream", False), True
        options["proxies"] = self.proxies_for(str(url))
        response = super().request(method, url, *args, **options)
        return response if piecemeal else _bounded(response)

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """Prepare a request; requests would merge parameters and cookies, which this session never has."""
        prepared = requests.PreparedRequest()
        prepared.prepare(
            method=request.method,
            url=request.url,
            headers={**self.headers, **request.headers},
            files=request.files,
            data=request.data,
            json=request.json,
            params=request.params,
            auth=request.auth or self.auth,
            hooks={"response": [*self.hooks["response"], *request.hooks["response"]]},
        )
        return prepared

    def merge_environment_settings(  # type: ignore[override]  # the same arguments; their types are private
        self, _url: str, proxies: Any, stream: Any, verify: Any, cert: Any
    ) -> dict[str, Any]:
        """Return the settings as ``request`` has set them: nothing of the environment or the session is missing."""
        return {"proxies": proxies, "stream": stream, "verify": verify, "cert": cert}

    def proxies_for(self, url: str) -> dict[str, str]:
        """Return the environment's proxies for the host of a URL, as they were at the first request to it."""
        parts = urlsplit(url)
        if self._direct or parts.scheme.lower() == "http":  # to this machine only: a proxy must not see it in clear
            return {}
        if parts.netloc not in self._proxies:
            self._proxies[parts.netloc] = get_environ_proxies(url)
        return self._proxies[parts.netloc]


def _bounded(response: requests.Response) -> requests.Response:
    """Return the response with its body read, as requests does for a caller that does not stream."""
    with response:
        response._content = _read(response, response.url)  # noqa: SLF001  (it has no other way)
    response.encoding = "utf-8"  # JSON is UTF-8; to guess an encoding takes minutes for some megabytes
    return response


def _repetition(statuses: frozenset[int]) -> Retry | int:
    """Return at most three more tries, at once and after 1 and 2 s; only one after a connection failed or broke."""
    if not statuses:
        return 0
    return Retry(
        total=3,
        connect=1,
        read=1,
        other=0,
        status_forcelist=statuses,
        allowed_methods=None,
        backoff_factor=0.5,
        respect_retry_after_header=False,
        raise_on_status=False,
    )


def certificates(environment: Mapping[str, str]) -> str | bool:
    """Return the file (or folder) of trusted certificates that the environment names, or ``True`` for certifi's.

    Raises:
        ConfigurationError: the file does not exist.
    """
    name = next((name for name in _CA_VARIABLES if environment.get(name)), None)
    if name is None:
        return True
    if not os.path.exists(environment[name]):  # noqa: PTH110  (a plain question)
        raise ConfigurationError(
            f"{name} is {environment[name]!r}, but that file does not exist.",
            "The variable names the file of trusted certificates.",
            f"Correct {name}, or remove it to trust the public certificate authorities.",
        )
    return environment[name]


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Add no sign-in; for a session without its own, requests would take one from ``.netrc``."""
    return request


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
    """Send one request and return its whole answer.

    Args:
        http: the session.
        method: GET, POST, PATCH or DELETE.
        url: absolute, percent-encoded.
        token: the bearer token.
        headers: further headers.
        body: JSON, or None.
        seconds: the operation's remaining time; limits connecting, sending and the whole answer.

    Raises:
        NotSentError: the request did not reach the service.
        LostAnswerError: the answer did not come; the request may have been carried out.
        UntrustedError: the certificate is not trusted.
        UnusableAnswerError: the answer is larger than any meeting.
        AuthenticationError: the token has a character that cannot be sent.
    """
    if not _TOKEN.fullmatch(token):  # the library would show the token in its error
        raise AuthenticationError(
            "The access token cannot be sent: it contains a space, a line break or another character that tokens do"
            " not have.",
            fix="Get a new token, and pass it on unchanged.",
        )
    limit = max(0.1, seconds)
    try:
        with http.request(
            method,
            url,
            auth=_Bearer(token),
            headers=dict(headers),
            data=body,
            timeout=Timeout(limit, min(CONNECT_SECONDS, limit), min(READ_SECONDS, limit)),
            stream=True,
        ) as response:
            return Answer(response.status_code, _lower(response.headers), _read(response, url))
    except RequestFailed as error:
        raise failure(error, url) from error


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _read(response: requests.Response, url: str) -> bytes:
    body = bytearray()
    try:
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > ANSWER_LIMIT:
                raise network_row("size").tell({"host": _host(url), "kilobytes": ANSWER_LIMIT // 1024})
    except RequestFailed:
        raise
    except ValueError as error:  # from http.client, for a chunk of negative length
        raise requests.exceptions.ChunkedEncodingError(error) from error
    return bytes(body)


_UNSENDABLE = (
    LocationValueError,
    requests.exceptions.InvalidURL,  # the proxy's address too; our message shows no password
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidHeader,
)


def failure(error: Exception, url: str) -> MeetingsError:
    """Return our error for an exception of requests or urllib3."""
    row, host = network_row(_kind(error), str(error)), _host(url)
    words = {"host": host, "seconds": CONNECT_SECONDS, "cause": _cause(error), "settings": settings_of(host)}
    return row.tell(words)


def settings_of(host: str) -> str:
    """Return the settings that may have named the host; empty for a cloud's own host."""
    own = {_host(root) for cloud in CLOUDS.values() for root in (cloud.graph, cloud.login)}
    return "" if host in own else _NAMED_BY


def _kind(error: Exception) -> str:
    """Return the kind of failure, as the catalogue names it."""
    if isinstance(error, _UNSENDABLE):
        return "address"
    if isinstance(error, requests.exceptions.SSLError):
        return _kind_of_tls(str(error))
    if isinstance(error, requests.exceptions.ProxyError):
        return "proxy"
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return "timeout"
    if isinstance(error, requests.exceptions.ConnectionError) and _never_connected(error):
        return "unreached"
    return "lost"


def _kind_of_tls(text: str) -> str:
    if "[X509" in text:
        return "certificates"
    return "untrusted" if "CERTIFICATE_VERIFY_FAILED" in text else "tls"


def _never_connected(error: BaseException) -> bool:
    """Return True if urllib3 reports that the connection itself failed; requests wraps that twice."""
    reason = error.args[0] if error.args else None
    reason = getattr(reason, "reason", reason)
    return isinstance(reason, NewConnectionError)


def _cause(error: BaseException) -> str:
    """Return the innermost message of a nested network error, without addresses of objects."""
    text = str(_innermost(error)).rsplit("Caused by ", 1)[-1].rsplit(": ", 1)[-1].rsplit("] ", 1)[-1]
    text = text.split(" (_ssl.c", 1)[0].strip("'\")>. ")
    text = re.sub(r"^\w+\(", "", text)
    return f"The system reports: {cut(text, 200)}." if text else ""


def _innermost(error: BaseException) -> BaseException:
    """Return the innermost error; the wrapping libraries show it only as Python's repr."""
    inner = getattr(error, "reason", None) or next(
        (part for part in error.args if isinstance(part, BaseException)), None
    )
    return _innermost(inner) if isinstance(inner, BaseException) and str(inner) else error


def _host(url: str) -> str:
    return urlsplit(url).netloc
