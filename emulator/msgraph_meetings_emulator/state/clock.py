"""The emulator's clock: real time, moved by an offset, or stopped at one instant."""

from __future__ import annotations

import time
from dataclasses import dataclass

from msgraph_meetings_emulator.state import instants

# Some room is left for the times that are counted from the present one.
_LATEST = instants.parse("9000-01-01T00:00:00Z")


def _real_ticks() -> int:
    return instants.UNIX_EPOCH + time.time_ns() // 100


@dataclass
class Clock:
    """Counts ticks of 100 ns; every time the emulator writes or compares comes from here."""

    offset: int = 0
    stopped_at: int | None = None

    def now(self) -> int:
        """Return the present instant in ticks."""
        return _real_ticks() + self.offset if self.stopped_at is None else self.stopped_at

    def set(self, ticks: int, *, stopped: bool = False) -> None:
        """Move to an instant, and run on from there or stand still; ValueError beyond the years 1970 to 9000."""
        if not instants.UNIX_EPOCH <= ticks <= _LATEST:
            msg = "The clock shows years from 1970 to 9000."
            raise ValueError(msg)
        self.offset = ticks - _real_ticks()
        self.stopped_at = ticks if stopped else None

    def advance(self, ticks: int) -> None:
        """Move by some ticks, running or stopped as before."""
        self.set(self.now() + ticks, stopped=self.stopped_at is not None)
