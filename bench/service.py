"""The emulator that a candidate talks to, with the CPU time that it takes."""

from __future__ import annotations

import psutil

from msgraph_meetings_emulator import EmulatorProcess, Fault

GRAPH = "*/onlineMeetings*"
TOKEN = "*/oauth2/v2.0/token"  # noqa: S105
NO_LIMIT = 10**9
_NEVER = 10**9
"""A fault that skips this many connections only counts them."""


class Service(EmulatorProcess):
    """An emulator in a process of its own."""

    def fresh(self, delay_ms: int = 0) -> None:
        """Forget every meeting and request, and answer each request to Graph that much later."""
        self.reset()
        self.set_meetings_a_month(NO_LIMIT)
        if delay_ms:
            self.arm(path=GRAPH, times=None, delay=delay_ms / 1000)

    def cpu_seconds(self) -> float:
        """Return the CPU time of the process so far."""
        if self._process is None:
            return 0.0
        return cpu_seconds(psutil.Process(self._process.pid))

    def count_handshakes(self) -> None:
        """Count the connections from now on."""
        self.arm(Fault.lost_handshake(skip=_NEVER))

    def handshakes(self) -> int:
        """Return how many connections there were since then."""
        return sum(int(armed["met"]) for armed in self.armed() if armed.get("handshake"))


def cpu_seconds(process: psutil.Process) -> float:
    """Return the CPU time of a process so far.

    Raises:
        psutil.Error: it has ended.
    """
    times = process.cpu_times()
    return float(times.user + times.system)
