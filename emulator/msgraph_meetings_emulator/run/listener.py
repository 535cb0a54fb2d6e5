"""The listening socket, which can break a connection during the TLS handshake if a fault says so."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.client.connection import OWN_PROTOCOL

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator.faults.armed import ArmedFaults
    from msgraph_meetings_emulator.faults.fault import Fault

_CHUNK = 65536


class Listener(socket.socket):
    """A listening socket for asyncio that holds back the connections that a fault may apply to.

    While such a fault is armed, each connection is held until the client's TLS hello arrives: the hello shows whether
    the client is the emulator's own handle. Connections that no fault breaks are given to `adopt`.
    """

    def __init__(self, family: socket.AddressFamily) -> None:
        # asyncio turns Nagle's algorithm off for IPPROTO_TCP only; with it, every answer takes 40 ms longer.
        super().__init__(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.faults: ArmedFaults | None = None
        self.adopt: Callable[[socket.socket], None] = socket.socket.close
        self._held: set[socket.socket] = set()

    def accept(self) -> tuple[socket.socket, object]:
        """Return the next connection; asyncio calls this in its loop until none is waiting."""
        while True:
            connection, address = super().accept()
            if not (self.faults and self.faults.awaits_connections):
                return connection, address
            self._hold(connection)

    def take(self, connection: socket.socket) -> None:
        """Accept a connection from the proxy's socket that starts with TLS now."""
        if self.faults and self.faults.awaits_connections:
            self._hold(connection)
        else:
            self.adopt(connection)

    def _hold(self, connection: socket.socket) -> None:
        """Wait for the first bytes of a connection, then break or adopt it."""
        connection.setblocking(False)  # noqa: FBT003  (the socket's own signature)
        self._held.add(connection)
        asyncio.get_running_loop().add_reader(connection, self._decide, connection)

    def close(self) -> None:
        """Close the socket, and the connections that are still held."""
        for connection in self._held:
            connection.close()
        super().close()

    def _decide(self, connection: socket.socket) -> None:
        asyncio.get_running_loop().remove_reader(connection)
        self._held.discard(connection)
        hello = _hello(connection)
        # A handle's hello names its own ALPN protocol: faults do not apply to it.
        is_client = bool(hello) and OWN_PROTOCOL.encode() not in hello
        armed = self.faults.meet_connection() if self.faults and is_client else None
        if armed is None:
            self.adopt(connection)
        else:
            _break(connection, armed.fault)


def _hello(connection: socket.socket) -> bytes:
    """Return the first bytes of a connection without consuming them; empty if the client disconnected."""
    try:
        return connection.recv(_CHUNK, socket.MSG_PEEK)
    except OSError:
        return b""


def _break(connection: socket.socket, fault: Fault) -> None:
    if fault.reset:
        reset_at_close(connection)
    else:
        _read_all(connection)
    connection.close()


def reset_at_close(connection: socket.socket) -> None:
    """Make a later close of the connection send RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _read_all(connection: socket.socket) -> None:
    """Read the bytes that have arrived, because closing a socket with unread bytes sends RST."""
    try:
        while connection.recv(_CHUNK):
            continue
    except OSError:
        return
