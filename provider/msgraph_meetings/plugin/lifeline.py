"""The end of a plugin whose engine is gone: one that was killed stops nobody, and its plugin must not go on alone."""

from __future__ import annotations

import socket
from threading import Event, Thread

_SECONDS = 5.0


class Lifeline(Thread):
    """Looks now and then whether the engine still listens, and stops the plugin when it does not.

    Args:
        address: the engine's, as ``host:port``.
        stop: set when the engine is gone; ends the thread when somebody else sets it.
        seconds: between two looks.
    """

    def __init__(self, address: str, stop: Event, seconds: float = _SECONDS) -> None:
        super().__init__(name="lifeline", daemon=True)
        host, _, port = address.rpartition(":")
        self._address = (host.strip("[]"), int(port))
        self._stop_event = stop
        self._seconds = seconds

    def run(self) -> None:
        """Looks until the engine is gone or the plugin ends."""
        while not self._stop_event.wait(self._seconds):
            if self._engine_is_gone():
                self._stop_event.set()

    def _engine_is_gone(self) -> bool:
        try:
            socket.create_connection(self._address, self._seconds).close()
        except ConnectionRefusedError:
            return True
        except OSError:  # a busy machine is no proof
            return False
        return False
