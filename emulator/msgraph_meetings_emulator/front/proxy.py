"""A proxy for clients with fixed host names: `CONNECT graph.microsoft.com:443` leads to the emulator itself.

It forwards nothing. It refuses any other host, and serves the connection after the CONNECT in this process, with a
certificate for the host from the emulator's own authority.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.state.public_names import PROXIED

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

_LONGEST_HEAD = 8192
_HEAD_SECONDS = 30
_BREATH_SECONDS = 0.1
_REQUEST = re.compile(rb"(?P<method>[A-Z]+) (?P<target>[!-~]+) HTTP/1\.[01]\r\n")
_METHOD = b"CONNECT"
_TARGET = re.compile(r"(?P<host>[\w.-]+):443")
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_ONLY = f"The emulator's proxy forwards nothing; it serves, on port 443, only: {', '.join(sorted(PROXIED))}."
_log = logging.getLogger(__name__)


class RefusedError(Exception):
    """A request that the proxy refuses: the status and the message."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence

    def answer(self) -> bytes:
        """Return the answer; the message is in its first line too, because many clients show only that line."""
        head = f"HTTP/1.1 {self.status} {self.sentence}\r\nContent-Type: text/plain\r\nConnection: close\r\n"
        body = f"{self.sentence}\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


class Proxy:
    """The proxy on a listening socket; it gives connections to known hosts to `serve`."""

    def __init__(self, listening: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        self._listening, self._serve = listening, serve
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Accept connections until cancelled."""
        loop = asyncio.get_running_loop()
        self._listening.setblocking(False)  # noqa: FBT003  (the socket's own signature)
        try:
            while True:
                try:
                    connection, _ = await loop.sock_accept(self._listening)
                except OSError:  # such as too many open files: try again when some are closed
                    await asyncio.sleep(_BREATH_SECONDS)
                    continue
                task = loop.create_task(self._connected(connection))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, connection: socket.socket) -> None:
        """Answer a CONNECT, then give the tunnel to `serve`."""
        is_tunnel = False
        try:
            is_tunnel = await _answered(connection)
        except (OSError, asyncio.TimeoutError) as problem:
            _log.debug("A connection to the proxy ended: %s", problem)
        finally:
            if not is_tunnel:
                connection.close()
        if is_tunnel:
            self._serve(connection)


async def _answered(connection: socket.socket) -> bool:
    """Answer a request; return True if it was a CONNECT and the connection is now a tunnel."""
    loop = asyncio.get_running_loop()
    try:
        _check(await asyncio.wait_for(_head(connection), _HEAD_SECONDS))
    except RefusedError as problem:
        _log.warning("%s", problem.sentence)
        await loop.sock_sendall(connection, problem.answer())
        return False
    await loop.sock_sendall(connection, _ESTABLISHED)
    return True


async def _head(connection: socket.socket) -> bytes:
    """Return the head of a request, read byte by byte, because the bytes after it belong to TLS."""
    loop = asyncio.get_running_loop()
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = await loop.sock_recv(connection, 1)
        if not byte:
            raise ConnectionError("The client disconnected.")
        head += byte
        if len(head) > _LONGEST_HEAD:
            raise RefusedError(431, "The head of this request is longer than the emulator's proxy reads.")
    return head


def _check(head: bytes) -> None:
    """Refuse anything but a CONNECT to a host that the emulator serves."""
    request = _REQUEST.match(head)
    if request is None:
        raise RefusedError(400, "The emulator's proxy speaks HTTP/1.1.")
    if request["method"] != _METHOD:
        raise RefusedError(405, "The emulator's proxy takes CONNECT only.")
    target = _TARGET.fullmatch(request["target"].decode("ascii"))
    if target is None or target["host"].lower() not in PROXIED:
        raise RefusedError(403, _ONLY)
