"""A limit on the time and the size of a whole answer; the libraries limit only the wait for the next bytes.

Without it, an answer that comes byte by byte would outlast every deadline, and one without an end would fill the
memory. urllib3 sets the socket's time-out just before it reads. Here that time-out limits all that
follows: status, headers and body, and a proxy's answer to CONNECT. urllib3 also gives every address of a name the whole
time for connecting. Here they share it, so that an address without an answer (IPv6 without a route) leaves time for
the next one. docs/decisions.md says why no library can be used.
"""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPException, HTTPResponse, parse_headers
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from msgraph_meetings.http.trust import Trust

if TYPE_CHECKING:
    from requests import PreparedRequest
    from typing_extensions import Buffer
    from urllib3 import PoolManager, ProxyManager


SILENT = 0
"""The debug level of our connections, whatever level the process sets: they carry tokens and secrets."""


_BEFORE_THE_NEXT = 3.0
"""Seconds for one address while there is another to try."""
_AT_LEAST = 0.1
LONGEST_ANSWER = 4 * 1024 * 1024
"""Bytes on the wire, of status, headers and body together."""
_FINAL = 200
_INTERIM_ANSWERS = 8


class UntilDeadline(io.RawIOBase):
    """Reads a socket until its time-out has passed or the limit of bytes is reached."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._ends = time.monotonic() + (sock.gettimeout() or 0.0)
        self._bytes = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Buffer) -> int | None:
        """Read the next bytes, while there is time.

        Raises:
            OSError: the answer is too large; ``TimeoutError``: the time has passed.
        """
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left)
        came = self._raw.readinto(buffer)
        self._bytes += came or 0
        if self._bytes > LONGEST_ANSWER:
            raise OSError(f"the answer is longer than {LONGEST_ANSWER // 1024} KB")
        return came

    def close(self) -> None:
        """Release the socket."""
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    """An answer without the interim (1xx) answers before it; the library takes any but 100 for the final answer."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(UntilDeadline(self.fp.detach(), sock))

    def begin(self) -> None:
        """Read as the library does, and refuse an answer with two lengths: here the socket is still closed after it."""
        super().begin()
        given = ",".join(self.headers.get_all("content-length", ())).split(",")
        if len({length.strip() for length in given}) > 1:
            raise HTTPException("the answer has two lengths")

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_INTERIM_ANSWERS):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status >= _FINAL:
                return version, status, reason
            parse_headers(self.fp)
        raise HTTPException(f"more than {_INTERIM_ANSWERS} answers before the answer")


class _Connecting(HTTPConnection):
    """Tries the addresses of a name one after the other, within the time for one connection."""

    response_class = _Response
    debuglevel = SILENT
    _unsent: list[Any] | None = None

    def request(self, *args: Any, **options: Any) -> None:
        """As the library does it, but in one write: it sends the headers and the body as two TLS records."""
        self._unsent = []
        try:
            super().request(*args, **options)
            whole = b"".join(self._unsent)
        finally:
            self._unsent = None
        self.send(whole)

    def send(self, data: Any) -> None:
        """Send the data, or keep them until the request is whole."""
        if self._unsent is None:
            super().send(data)
        else:
            self._unsent.append(data)

    def _new_conn(self) -> socket.socket:
        name, seconds = self._dns_host, float(self.timeout or 0)
        ends = time.monotonic() + seconds
        addresses = _addresses(name, self.port)
        try:
            while len(addresses) > 1:
                self._dns_host = addresses.pop(0)
                self.timeout = max(_AT_LEAST, min((ends - time.monotonic()) / 2, _BEFORE_THE_NEXT))
                try:
                    return super()._new_conn()
                except (ConnectTimeoutError, NewConnectionError):
                    continue
            self._dns_host = addresses[0] if addresses else name
            self.timeout = max(_AT_LEAST, ends - time.monotonic())
            return super()._new_conn()
        finally:
            self._dns_host, self.timeout = name, seconds


def _addresses(name: str, port: int | None) -> list[str]:
    """Return the addresses of a name in the system's order; empty if there are none, which the library reports."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class _Connection(_Connecting):
    """A connection over plain HTTP."""


class _SecureConnection(_Connecting, HTTPSConnection):
    """A connection over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS = {"http": _Pool, "https": _SecurePool}


class DeadlineAdapter(HTTPAdapter):
    """An adapter of requests whose read time-out limits the whole answer; every request must have a time-out.

    All its connections share one TLS context.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self._trust = Trust()
        super().__init__(*args, **options)

    def build_connection_pool_key_attributes(self, request: PreparedRequest, verify: Any, cert: Any = None) -> Any:
        """Return the library's key, with our TLS context instead of the file of certificates."""
        host: dict[str, Any]
        pool: dict[str, Any]
        host, pool = super().build_connection_pool_key_attributes(request, verify=True, cert=cert)  # type: ignore[assignment]
        if host["scheme"] == "https":
            pool["ssl_context"] = self._trust.context(verify)
        return host, pool

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Do nothing: the context is set, and the library would read the file again for every connection."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the library's pool manager, with our connections."""
        super().init_poolmanager(*args, **options)
        self.poolmanager: PoolManager
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> ProxyManager:
        """Return the library's proxy manager, with our connections."""
        manager: ProxyManager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = _POOLS
        return manager
