"""The emulator's clock: real time plus an offset, or stopped at one instant."""

from __future__ import annotations

import time
from dataclasses import dataclass

from msgraph_meetings_emulator.state import instants

# Below the year 9999, so that times that are calculated from the present time stay valid.
_LATEST = instants.parse("9000-01-01T00:00:00Z")


def _real_ticks() -> int:
    return instants.UNIX_EPOCH + time.time_ns() // 100


@dataclass
class Clock:
    """The source of all times of the emulator, in ticks of 100 ns."""

    offset: int = 0
    stopped_at: int | None = None

    def now(self) -> int:
        """Return the current time in ticks."""
        return _real_ticks() + self.offset if self.stopped_at is None else self.stopped_at

    def set(self, ticks: int, *, stopped: bool = False) -> None:
        """Set the clock, running or stopped; raise ValueError for a time outside the years 1970 to 9000."""
        if not instants.UNIX_EPOCH <= ticks <= _LATEST:
            msg = "The clock can only be set to a time in the years 1970 to 9000."
            raise ValueError(msg)
        self.offset = ticks - _real_ticks()
        self.stopped_at = ticks if stopped else None

    def advance(self, ticks: int) -> None:
        """Advance the clock by some ticks; it stays running or stopped."""
        self.set(self.now() + ticks, stopped=self.stopped_at is not None)
