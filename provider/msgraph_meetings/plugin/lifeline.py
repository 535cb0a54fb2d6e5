"""The end of the process: told by a signal, or by the silence of an engine that was killed.

An engine that is killed tells nobody, and its plugin must not go on alone: the next deployment may be under way.
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
"""No signal has this number."""


class End:
    """What the main thread waits for.

    A signal may arrive on any thread, also on one of gRPC's own, and then wakes no lock that the main thread waits for;
    so it waits for a byte, which a signal sends from wherever it arrives.
    """

    def __init__(self) -> None:
        self._receiver, self._sender = socket.socketpair()
        self._sender.settimeout(0)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._sender.fileno(), warn_on_full_buffer=False)

    def engine_is_gone(self) -> None:
        """Ends the wait, with nobody left to answer to."""
        self._sender.send(_GONE)

    def wait(self) -> bool:
        """Returns when the process is to end, and says whether somebody still waits for answers."""
        return self._receiver.recv(1) != _GONE


class Lifeline(Thread):
    """Looks now and then whether the engine still listens.

    Args:
        address: the engine's, as ``host:port``.
        gone: called once, when it does not.
        seconds: between two looks.
    """

    def __init__(self, address: str, gone: Callable[[], None], seconds: float = _SECONDS) -> None:
        super().__init__(name="lifeline", daemon=True)
        host, _, port = address.rpartition(":")
        self._address = (host.strip("[]"), int(port))
        self._gone = gone
        self._seconds = seconds

    def run(self) -> None:
        """Looks until the engine is gone."""
        while self._listens():
            time.sleep(self._seconds)
        self._gone()

    def _listens(self) -> bool:
        try:
            socket.create_connection(self._address, self._seconds).close()
        except ConnectionRefusedError:
            return False
        except OSError:  # a busy machine is no proof
            return True
        return True
