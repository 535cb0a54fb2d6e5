"""A gate before the emulator: connections wait until it is opened."""

from __future__ import annotations

import threading
from contextlib import suppress
from socket import SHUT_RDWR, create_connection, create_server, socket
from typing import TYPE_CHECKING

from tests.network.proxy import pass_on

if TYPE_CHECKING:
    from typing_extensions import Self

LIMIT = 30.0


class Gate:
    """A port on loopback that leads to another one; connections wait until `go` is set.

    Args:
        port: the port behind the gate.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._socket = create_server(("127.0.0.1", 0), backlog=128)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self.port = int(self._socket.getsockname()[1])
        self.came, self.go = threading.Event(), threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.go.set()
        self._socket.shutdown(SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                threading.Thread(target=self._lead, args=(client,), daemon=True).start()

    def _lead(self, client: socket) -> None:
        self.came.set()
        self.go.wait(LIMIT)
        with suppress(OSError), client, create_connection(("127.0.0.1", self._target), timeout=LIMIT) as service:
            pass_on(client, service)
