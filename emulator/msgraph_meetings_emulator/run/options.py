"""The options of an emulator at its start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator.faults.fault import Fault
    from msgraph_meetings_emulator.run.observed import Observed

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Options:
    """The options of an emulator: addresses, state file, faults and cloud."""

    state: Path | None = None
    """The state file; None to keep the state in memory."""

    port: int = 0
    """The port to listen on; 0 takes a free one."""

    host: str = LOOPBACK
    """The address to listen on."""

    proxy_port: int | None = None
    """The port of the CONNECT proxy; 0 takes a free one, None starts no proxy."""

    faults: tuple[Fault, ...] = ()
    """The faults to arm before the first request."""

    cloud: str | None = None
    """The cloud to emulate; None for the one in the state file, or the public cloud."""

    observed: Observed | None = None
    """The switches of a record; None to keep those in the state file, or the defaults."""

    @property
    def ports(self) -> list[int]:
        """The ports to listen on: the emulator's, and the proxy's if there is a proxy."""
        return [self.port] if self.proxy_port is None else [self.port, self.proxy_port]
