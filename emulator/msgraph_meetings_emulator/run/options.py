"""What can be chosen when an emulator starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator.faults.fault import Fault

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Options:
    """Where an emulator listens, what it remembers and plays, and what goes wrong from the start."""

    state: Path | None = None
    """The file that remembers meetings; None for a memory that ends with the emulator."""

    port: int = 0
    """The port to listen on; 0 takes a free one."""

    host: str = LOOPBACK
    """The address to listen on."""

    proxy_port: int | None = None
    """The port of the CONNECT proxy; 0 takes a free one, None is for an emulator without."""

    faults: tuple[Fault, ...] = ()
    """Faults that are armed before the first request."""

    cloud: str | None = None
    """The cloud to play; None for the one that the state remembers, or the public one."""

    @property
    def ports(self) -> list[int]:
        """The ports to listen on: the emulator's own, and the proxy's when there is one."""
        return [self.port] if self.proxy_port is None else [self.port, self.proxy_port]
