"""A client below HTTP: it sends bytes, and records the bytes that arrive and how the connection ends."""

from __future__ import annotations

import contextlib
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msgraph_meetings_emulator import Handle

T = TypeVar("T")
CLOSED, DROPPED, RESET = "closed", "dropped", "reset"
LIMIT = 30


@dataclass(frozen=True)
class Heard:
    """The bytes that a client received, piece by piece, and how the connection ended."""

    pieces: tuple[bytes, ...]
    end: str

    @property
    def head(self) -> str:
        return b"".join(self.pieces).partition(b"\r\n\r\n")[0].decode("latin-1").lower()

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces).partition(b"\r\n\r\n")[2]


def port_of(emulator: Handle) -> int:
    return urlsplit(emulator.endpoint).port or 0


class Wire:
    """TLS over a plain socket, because Python's TLS sockets do not distinguish RST from FIN."""

    def __init__(self, plain: socket.socket, trust: ssl.SSLContext, name: str) -> None:
        self.plain = plain
        self._arriving, self._leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = trust.wrap_bio(self._arriving, self._leaving, server_hostname=name)
        self._done(self._shake_hands)

    def sendall(self, data: bytes) -> None:
        self._done(lambda: self._tls.write(data))

    def recv(self, size: int = 65536) -> bytes:
        return self._done(lambda: self._tls.read(size))

    def _shake_hands(self) -> bool:
        self._tls.do_handshake()
        return True

    def _done(self, step: Callable[[], T]) -> T:
        """Do a step of TLS, with as many bytes from the network as it needs."""
        while (result := self._tried(step)) is None:
            self._arrive()
        return result

    def _tried(self, step: Callable[[], T]) -> T | None:
        """Do a step of TLS, or return None if it needs more bytes from the network."""
        try:
            return step()
        except ssl.SSLWantReadError:
            return None
        except ssl.SSLZeroReturnError:
            return b""  # type: ignore[return-value]
        finally:
            if self._leaving.pending:
                self.plain.sendall(self._leaving.read())

    def _arrive(self) -> None:
        data = self.plain.recv(65536)
        if data:
            self._arriving.write(data)
        else:
            self._arriving.write_eof()


@contextlib.contextmanager
def connected(emulator: Handle) -> Iterator[Wire]:
    """Open a TLS connection to the emulator."""
    trust = ssl.create_default_context(cafile=str(emulator.ca))
    with socket.create_connection(("127.0.0.1", port_of(emulator)), timeout=LIMIT) as plain:
        yield Wire(plain, trust, "127.0.0.1")


def request(emulator: Handle, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of one request on a connection that ends with it."""
    lines = {"Host": "127.0.0.1", "Connection": "close", "Content-Length": str(len(body)), **headers}
    if body:
        lines.setdefault("Content-Type", "application/json")
    lines.setdefault("Authorization", f"Bearer {emulator.application_token()}")
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def create_or_get(emulator: Handle, external_id: str = "team") -> bytes:
    path = f"/v1.0/users/{emulator.user_id}/onlineMeetings/createOrGet"
    return request(emulator, "POST", path, b'{"externalId": "%s"}' % external_id.encode())


def heard(emulator: Handle, sent: bytes) -> Heard:
    """Send bytes, and receive until the connection ends."""
    pieces: list[bytes] = []
    try:
        with connected(emulator) as wire:
            wire.sendall(sent)
            while piece := wire.recv():
                pieces.append(piece)
    except ConnectionResetError:
        return Heard(tuple(pieces), RESET)
    except ssl.SSLEOFError:
        return Heard(tuple(pieces), DROPPED)
    return Heard(tuple(pieces), CLOSED)
