"""The HTTPS server, run in a thread of the process that starts it."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import os
import socket
import tempfile
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from msgraph_meetings_emulator.client.description import Addresses, Description
from msgraph_meetings_emulator.entra.keys import SigningKey
from msgraph_meetings_emulator.entra.tokens import Tokens
from msgraph_meetings_emulator.front.proxy import Proxy
from msgraph_meetings_emulator.run.app import build
from msgraph_meetings_emulator.run.certificates import Certificates, prepare
from msgraph_meetings_emulator.run.listener import Listener, reset_at_close
from msgraph_meetings_emulator.run.options import LOOPBACK, Options
from msgraph_meetings_emulator.state.private_files import make_private_folder
from msgraph_meetings_emulator.state.public_names import PROXIED
from msgraph_meetings_emulator.state.state import State
from msgraph_meetings_emulator.state.store import StateUnusableError, Store

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Mapping

    from msgraph_meetings_emulator.front.front import Front

_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
_ANY = {"0.0.0.0": LOOPBACK, "::": "::1", "": LOOPBACK}  # noqa: S104  (recognised here, never chosen)
_GRACE_SECONDS = 1
_log = logging.getLogger(__name__)


class CannotListenError(Exception):
    """The emulator cannot listen on its port; the message is one sentence with the reason."""


@dataclass(frozen=True)
class Running:
    """A running server: its description for clients, and its state."""

    description: Description
    state: State


@contextlib.contextmanager
def running(options: Options, environment: Mapping[str, str] = os.environ) -> Iterator[Running]:
    """Run the emulator during the block; raise StateUnusableError or CannotListenError if it cannot start."""
    with contextlib.ExitStack() as stack:
        store = Store(options.state)
        stack.callback(store.close)
        doors = _Doors(*(stack.enter_context(_listening(options.host, port)) for port in options.ports))
        folder = stack.enter_context(_key_folder(options.state))
        files = _certificates(folder, _own_names(options) | doors.public_names, environment)
        tokens = Tokens(SigningKey(folder / "signing.key", "emulator"))
        issuers = SigningKey(folder / "issuers.key", "emulator-issuers")
        state = State(store, tokens, issuers, _own_names(options) | doors.public_names, _start(options))
        if options.faults:
            state.faults.arm(list(options.faults))
        _warn_of_others(options.host)
        stack.callback(state.arc_keys.clear)
        seen_by_clients = partial(Description.of, doors.addresses(options.host), files)
        app = build(state, lambda: seen_by_clients(state.directory).exports(environment))
        stack.enter_context(_served(app, state, doors, files.server))
        yield Running(seen_by_clients(state.directory), state)


def _warn_of_others(host: str) -> None:
    """Log a warning if other machines can reach the address."""
    if host not in _LOOPBACK_NAMES and not _is_loopback(host):
        _log.warning(
            "Warning: the emulator listens on %s, so other machines can reach it. They can read and change everything "
            "in it, because the paths under /_emulator need no token.",
            host or "every address",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class _Doors:
    """The sockets that the emulator listens on."""

    tls: Listener
    proxy: Listener | None = None

    @property
    def public_names(self) -> frozenset[str]:
        """Microsoft's host names if the proxy serves them, else an empty set."""
        return PROXIED if self.proxy else frozenset()

    def addresses(self, host: str) -> Addresses:
        """Return the URLs of the endpoint and of the proxy."""
        proxy = None if self.proxy is None else _url("http", host, self.proxy)
        return Addresses(_url("https", host, self.tls), proxy)


def _start(options: Options) -> dict[str, Any]:
    """Return the settings that this start chooses."""
    cloud = {} if options.cloud is None else {"cloud": options.cloud}
    return cloud | ({} if options.observed is None else {"choices": options.observed.switches})


def _own_names(options: Options) -> frozenset[str]:
    return frozenset({*_LOOPBACK_NAMES, options.host} - _ANY.keys())


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[Listener]:
    """Listen on the port during the block; raise CannotListenError if that fails."""
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
    """Yield the folder for keys and certificates: beside the state file, or temporary for a state in memory."""
    if state_file is None:
        with _temporary_folder() as temporary:
            yield Path(temporary)
        return
    folder = state_file.resolve().with_name(state_file.name + ".keys")
    try:
        make_private_folder(folder)
        folder.chmod(0o700)
    except OSError as problem:
        msg = f"The folder {folder} cannot be made: {problem.strerror}."
        raise StateUnusableError(msg) from problem
    yield folder


def _temporary_folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="msgraph-meetings-emulator-")
    except OSError as problem:
        msg = f"No temporary folder for keys can be made: {problem.strerror}. Set TMPDIR, or use --state."
        raise StateUnusableError(msg) from problem


def _certificates(folder: Path, hosts: frozenset[str], environment: Mapping[str, str]) -> Certificates:
    try:
        return prepare(folder, hosts, environment)
    except (OSError, ValueError) as problem:
        raise StateUnusableError(f"The keys in {folder} cannot be used: {problem}.") from problem


@contextlib.contextmanager
def _served(app: Front, state: State, doors: _Doors, certificate: Path) -> Iterator[None]:
    """Serve the emulator from a thread until the block ends."""
    config = uvicorn.Config(
        app,
        http=_Protocol,
        loop="asyncio:SelectorEventLoop",  # uvicorn's own choice on Windows has no `add_reader`, which Listener uses
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ssl_certfile=certificate,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = _Server(config, state, doors)
    thread = threading.Thread(target=server.run_or_give_up, name="emulator", daemon=True)
    thread.start()
    try:
        server.settled.wait()
        if not server.started:
            raise CannotListenError("The emulator's server did not start; the reason is in its log.")
        yield
    finally:
        server.should_exit = True
        thread.join()


class _Server(uvicorn.Server):
    """A server that sets `settled` when it listens or has failed to start."""

    def __init__(self, config: uvicorn.Config, state: State, doors: _Doors) -> None:
        super().__init__(config)
        self.settled = threading.Event()
        self._state = state
        self._doors = doors
        self._tasks: set[asyncio.Future[None]] = set()

    def run_or_give_up(self) -> None:
        self._doors.tls.faults, self._doors.tls.adopt = self._state.faults, self._adopt
        try:
            self.run([self._doors.tls])
        finally:
            self.settled.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._doors.proxy:
            self._start(Proxy(self._doors.proxy, self._doors.tls.take).run())
        self.settled.set()

    def _adopt(self, connection: socket.socket) -> None:
        """Serve a connection that is already accepted."""
        self._start(self._shake_hands(connection))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _shake_hands(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()

        def protocol() -> _Protocol:
            return _Protocol(config=self.config, server_state=self.server_state, app_state={}, _loop=loop)

        # The client sees the reason of a failed handshake itself.
        with contextlib.suppress(OSError):
            await loop.connect_accepted_socket(protocol, connection, ssl=self.config.ssl)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._state.interrupt()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await super().shutdown(sockets)


class _Protocol(H11Protocol):
    """HTTP/1.1 connections that a fault can break, and that end with the server."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            scope["extensions"] = {"emulator.close": self._close}
            await served(scope, receive, send)

        self.app = app

    def _close(self, reset: bool) -> None:  # noqa: FBT001  (a field of the fault)
        if reset:
            reset_at_close(self.transport.get_extra_info("socket"))
        self.transport.abort()

    def shutdown(self) -> None:
        # A connection that was idle for too long is closing already; a second close would make abort() do nothing.
        if not self.transport.is_closing():
            super().shutdown()
        # A TLS close waits for the client's close, which an idle client may never send.
        if self.transport.is_closing():
            self.transport.abort()


def _url(scheme: str, host: str, listening: Listener) -> str:
    name, port = _ANY.get(host, host), listening.getsockname()[1]
    return f"{scheme}://[{name}]:{port}" if ":" in name else f"{scheme}://{name}:{port}"
