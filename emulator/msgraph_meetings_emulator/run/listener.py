"""The socket on which connections arrive, some of which a fault breaks before TLS has begun."""

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
    """A listening socket of asyncio's, which gives out the connections that no fault waits for.

    While one waits, a connection is held until its client has begun to speak TLS: only then does the client know itself
    connected, and only then can the emulator's own handle be told from the others. Those that no fault befalls are
    handed to `adopt`.
    """

    def __init__(self, family: socket.AddressFamily) -> None:
        # Named as TCP, or asyncio leaves Nagle's algorithm on and every answer waits 40 ms.
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
        """Let in a connection that arrived elsewhere and begins with TLS now."""
        if self.faults and self.faults.awaits_connections:
            self._hold(connection)
        else:
            self.adopt(connection)

    def _hold(self, connection: socket.socket) -> None:
        """Wait for the first bytes of a connection, to break or to adopt it then."""
        connection.setblocking(False)  # noqa: FBT003  (the socket's own signature)
        self._held.add(connection)
        asyncio.get_running_loop().add_reader(connection, self._decide, connection)

    def close(self) -> None:
        """Close the socket, and the connections whose clients never spoke."""
        for connection in self._held:
            connection.close()
        super().close()

    def _decide(self, connection: socket.socket) -> None:
        asyncio.get_running_loop().remove_reader(connection)
        self._held.discard(connection)
        hello = _hello(connection)
        # The emulator's own handle is no client: its hello names a protocol of its own.
        is_client = bool(hello) and OWN_PROTOCOL.encode() not in hello
        armed = self.faults.meet_connection() if self.faults and is_client else None
        if armed is None:
            self.adopt(connection)
        else:
            _break(connection, armed.fault)


def _hello(connection: socket.socket) -> bytes:
    """Return what a client says first, and leave it there; nothing when it went away."""
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
    """Make closing a connection send RST in place of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _read_all(connection: socket.socket) -> None:
    """Take what has arrived: closing a socket with unread bytes would reset the connection."""
    try:
        while connection.recv(_CHUNK):
            continue
    except OSError:
        return
