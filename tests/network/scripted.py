"""Servers with answers of no real service: a function writes each answer."""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from socket import SHUT_RDWR, create_server, socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from ssl import SSLContext

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
MEETING = b'{"id": "1"}'
_STEP = 0.02


class ScriptedServer:
    """A socket on loopback; each connection is passed to a function, in its own thread.

    Args:
        answer: writes the answer to the socket, after the request was read.
        certificate: for TLS; without one the server uses plain HTTP.
        port: to listen on; 0 for a free one.
    """

    def __init__(self, answer: Callable[[socket], None], certificate: SSLContext | None = None, port: int = 0) -> None:
        self._answer = answer
        self._certificate = certificate
        self._socket = create_server(("127.0.0.1", port))
        self.root = f"{'https' if certificate else 'http'}://127.0.0.1:{self._socket.getsockname()[1]}"
        self._open: list[socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self.requests: list[bytes] = []
        self._threads[0].start()

    def close(self) -> None:
        """Close every connection."""
        self._socket.shutdown(SHUT_RDWR)
        self._socket.close()
        for one in list(self._open):
            one.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                one, _ = self._socket.accept()
            except OSError:
                return
            self._open.append(one)
            self._threads.append(threading.Thread(target=self._converse, args=(one,)))
            self._threads[-1].start()

    def _converse(self, one: socket) -> None:
        with suppress(OSError), self._secured(one) as safe:  # either side may close the connection
            self.requests.append(_request(safe))
            self._answer(safe)

    def _secured(self, one: socket) -> socket:
        return self._certificate.wrap_socket(one, server_side=True) if self._certificate else one


def _request(one: socket) -> bytes:
    """Read the whole request: unread bytes would reset the connection when it is closed."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += one.recv(4096) or b"\r\n\r\n"
    head, _, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    while length and len(body) < int(length[1]) and (piece := one.recv(4096)):
        body += piece
    return request


def whole(body: bytes = MEETING, *, more: bool = False) -> Callable[[socket], None]:
    """Return a correct answer; ``more`` may follow on the same connection."""
    last = b"" if more else b"Connection: close\r\n"
    return lambda one: one.sendall(HEAD + last + b"Content-Length: %d\r\n\r\n%b" % (len(body), body))


def drip(start: bytes, piece: bytes) -> Callable[[socket], None]:
    """Send the start of an answer, and then small pieces until the client stops reading."""

    def answer(one: socket) -> None:
        one.sendall(start)
        pause = threading.Event()
        while not pause.wait(_STEP):
            one.sendall(piece)

    return answer
