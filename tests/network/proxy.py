"""A proxy that opens tunnels and records their targets."""

from __future__ import annotations

import selectors
import threading
from contextlib import suppress
from socket import create_connection, create_server, socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Self

_CHUNK = 64 * 1024
_SECONDS = 30


class TunnelProxy:
    """A CONNECT proxy on loopback, running during the ``with`` block.

    Args:
        answer: its answer instead of opening a tunnel.
        leads_to: the target of every tunnel, whatever the client asks for.
    """

    def __init__(self, answer: bytes | None = None, leads_to: tuple[str, int] | None = None) -> None:
        self._answer = answer
        self._leads_to = leads_to
        self._socket = create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.asked: list[str] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._socket.shutdown(2)
        self._socket.close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Return the proxy's address for programs."""
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket) -> None:
        with suppress(OSError), client:  # either side may close the connection
            request = b""
            while b"\r\n\r\n" not in request:
                request += client.recv(_CHUNK) or b"\r\n\r\n"
            method, target, *_ = request.decode().split(" ")
            self.asked.append(f"{method} {target}")
            if self._answer is not None:
                client.sendall(self._answer)
                return
            host, _, port = target.rpartition(":")
            with create_connection(self._leads_to or (host, int(port)), timeout=_SECONDS) as service:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                pass_on(client, service)


def pass_on(client: socket, service: socket) -> None:
    """Carry bytes both ways until either side hangs up, or both are silent for long."""
    with selectors.DefaultSelector() as ready:
        ready.register(client, selectors.EVENT_READ, service)
        ready.register(service, selectors.EVENT_READ, client)
        while events := ready.select(_SECONDS):  # whoever says nothing for so long says nothing more
            for key, _ in events:
                data = key.fileobj.recv(_CHUNK)  # type: ignore[union-attr]
                if not data:
                    return
                key.data.sendall(data)
