"""The end of the process: after a signal, or after the engine was killed.

A killed engine sends no signal, and its plugin must not continue alone: the next deployment may be running.
"""

from __future__ import annotations

import signal
import socket
import time
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 2.0
_GONE = b"\0"
"""A byte that is not the number of any signal."""


class End:
    """The wait of the main thread for the end.

    A signal may arrive on any thread, also on one of gRPC's own, and would not end the main thread's wait for a lock.
    So the main thread waits for a byte, which a signal on any thread sends.
    """

    def __init__(self) -> None:
        self._receiver, self._sender = socket.socketpair()
        self._sender.settimeout(0)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._sender.fileno(), warn_on_full_buffer=False)

    def engine_is_gone(self) -> None:
        """End the wait; no caller is left to answer."""
        self._sender.send(_GONE)

    def wait(self) -> bool:
        """Wait for the end of the process, and return True if the engine still waits for answers."""
        return self._receiver.recv(1) != _GONE


class Lifeline(Thread):
    """Checks at intervals that the engine still listens.

    Args:
        address: the engine's address, as ``host:port``.
        gone: called once, when the engine no longer listens.
        seconds: between two checks.
    """

    def __init__(self, address: str, gone: Callable[[], None], seconds: float = _SECONDS) -> None:
        super().__init__(name="lifeline", daemon=True)
        host, _, port = address.rpartition(":")
        self._address = (host.strip("[]"), int(port))
        self._gone = gone
        self._seconds = seconds

    def run(self) -> None:
        """Check until the engine is gone."""
        while self._listens():
            time.sleep(self._seconds)
        self._gone()

    def _listens(self) -> bool:
        try:
            socket.create_connection(self._address, self._seconds).close()
        except ConnectionRefusedError:
            return False
        except OSError:  # other errors can come from a busy machine
            return True
        return True
