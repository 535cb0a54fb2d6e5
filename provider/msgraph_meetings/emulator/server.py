"""The server: HTTPS on a port of this machine, run in a thread of the process that starts it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from .app import build
from .certificates import Certificates, prepare
from .description import Description
from .keys import SigningKey
from .listener import Listener, reset_at_close
from .state import State
from .store import StateUnusableError, Store
from .tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOOPBACK = "127.0.0.1"
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
_ANY = {"0.0.0.0": LOOPBACK, "::": "::1", "": LOOPBACK}  # noqa: S104  (recognised here, never chosen)
_GRACE_SECONDS = 1


class CannotListenError(Exception):
    """The port cannot be listened on; the message says why, in one sentence."""


@dataclass(frozen=True)
class Running:
    """A server that answers, and what its clients need to know."""

    description: Description
    state: State


@contextlib.contextmanager
def running(
    state_file: Path | None = None,
    port: int = 0,
    host: str = LOOPBACK,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Running]:
    """Run the emulator as long as the block lasts; StateUnusableError or CannotListenError when it cannot."""
    with contextlib.ExitStack() as stack:
        store = Store(state_file)
        stack.callback(store.close)
        listening = stack.enter_context(_listening(host, port))
        hosts = frozenset({*_LOOPBACK_NAMES, host} - _ANY.keys())
        folder = stack.enter_context(_key_folder(state_file))
        files = _certificates(folder, hosts, environment)
        tokens = Tokens(SigningKey(folder / "signing.key", "emulator"))
        state = State(store, tokens, SigningKey(folder / "issuers.key", "emulator-issuers"), hosts)
        stack.callback(state.arc_keys.clear)
        stack.enter_context(_served(state, listening, files.server))
        endpoint = _endpoint(host, listening.getsockname()[1])
        yield Running(Description.of(endpoint, files, state.directory), state)


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[Listener]:
    """Take the port before anything else is told that the emulator runs."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with Listener(family) as listening:
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, port))
            listening.listen(512)
        except (OSError, OverflowError) as problem:
            reason = getattr(problem, "strerror", None) or problem
            msg = f"The emulator cannot listen on {host}, port {port}: {reason}."
            raise CannotListenError(msg) from problem
        yield listening


@contextlib.contextmanager
def _key_folder(state_file: Path | None) -> Iterator[Path]:
    """Give the folder for keys and certificates: beside the state, or for as long as a state in memory lives."""
    if state_file is None:
        with tempfile.TemporaryDirectory(prefix="msgraph-meetings-emulator-") as temporary:
            yield Path(temporary)
        return
    folder = state_file.resolve().with_name(state_file.name + ".keys")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        msg = f"The folder {folder} cannot be made: {problem.strerror}."
        raise StateUnusableError(msg) from problem
    yield folder


def _certificates(folder: Path, hosts: frozenset[str], environment: Mapping[str, str]) -> Certificates:
    try:
        return prepare(folder, hosts, environment)
    except (OSError, ValueError) as problem:
        raise StateUnusableError(f"The keys in {folder} cannot be used: {problem}.") from problem


@contextlib.contextmanager
def _served(state: State, listening: Listener, certificate: Path) -> Iterator[None]:
    """Serve the emulator from a thread until the block ends."""
    config = uvicorn.Config(
        build(state),
        http=_Protocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ssl_certfile=certificate,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = _Server(config, state)
    thread = threading.Thread(target=server.run_or_give_up, args=(listening,), name="emulator", daemon=True)
    thread.start()
    try:
        server.settled.wait()
        if not server.started:
            raise CannotListenError("The emulator's server did not start; its log says why.")
        yield
    finally:
        server.should_exit = True
        thread.join()


class _Server(uvicorn.Server):
    """A server that says when it listens, or that it never will."""

    def __init__(self, config: uvicorn.Config, state: State) -> None:
        super().__init__(config)
        self.settled = threading.Event()
        self._state = state
        self._adopted: set[asyncio.Future[None]] = set()

    def run_or_give_up(self, listening: socket.socket) -> None:
        try:
            self.run([listening])
        finally:
            self.settled.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in sockets or []:
            if isinstance(listening, Listener):
                listening.faults, listening.adopt = self._state.faults, self._adopt
        await super().startup(sockets)
        self.settled.set()

    def _adopt(self, connection: socket.socket) -> None:
        """Serve a connection that was accepted already."""
        task = asyncio.ensure_future(self._shake_hands(connection))
        self._adopted.add(task)
        task.add_done_callback(self._adopted.discard)

    async def _shake_hands(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()

        def protocol() -> _Protocol:
            return _Protocol(config=self.config, server_state=self.server_state, app_state={}, _loop=loop)

        # A client that does not get through the handshake has seen why.
        with contextlib.suppress(OSError):
            await loop.connect_accepted_socket(protocol, connection, ssl=self.config.ssl)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._state.interrupt()
        await super().shutdown(sockets)


class _Protocol(H11Protocol):
    """HTTP/1.1 whose connections a fault can break, and that do not outlive the server."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            scope["extensions"] = {"emulator.close": self._close}
            await served(scope, receive, send)

        self.app = app

    def _close(self, reset: bool) -> None:  # noqa: FBT001  (what a fault says)
        if reset:
            reset_at_close(self.transport.get_extra_info("socket"))
        self.transport.abort()

    def shutdown(self) -> None:
        # One that was idle for too long is closing already; closed once more, it could not be aborted any longer.
        if not self.transport.is_closing():
            super().shutdown()
        # A TLS close waits for the client's, which an idle client may never send.
        if self.transport.is_closing():
            self.transport.abort()


def _endpoint(host: str, port: int) -> str:
    name = _ANY.get(host, host)
    return f"https://[{name}]:{port}" if ":" in name else f"https://{name}:{port}"
