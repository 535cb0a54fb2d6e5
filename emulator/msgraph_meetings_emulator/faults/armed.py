"""The armed faults, kept in the state so that a restart does not disarm them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.faults.fault import Fault

if TYPE_CHECKING:
    from msgraph_meetings_emulator.state.store import Store


@dataclass
class Armed:
    """An armed fault: its number, and the number of requests it has matched."""

    number: int
    fault: Fault
    met: int = 0

    @property
    def spent(self) -> bool:
        """True if the fault has gone off `times` times."""
        return self.fault.times is not None and self.met >= self.fault.skip + self.fault.times

    def to_json(self) -> dict[str, Any]:
        """Return the armed fault as the control path shows it."""
        return {"number": self.number, "met": self.met, **self.fault.to_json()}


class ArmedFaults:
    """All armed faults; each counts its own matches, independently of the others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._armed = [
            Armed(kept["number"], Fault(**kept["fault"]), kept["met"]) for kept in store.read_document("faults") or []
        ]
        self._numbers = itertools.count(max((armed.number for armed in self._armed), default=0) + 1)

    def all(self) -> list[Armed]:
        """Return the faults that are still armed."""
        return list(self._armed)

    def arm(self, faults: list[Fault]) -> list[int]:
        """Arm faults and return their numbers."""
        added = [Armed(next(self._numbers), fault) for fault in faults]
        self._armed += added
        self._keep()
        return [armed.number for armed in added]

    def disarm(self, number: int | None = None) -> None:
        """Disarm one fault by its number, or all faults."""
        self._armed = [armed for armed in self._armed if number not in (None, armed.number)]
        self._keep()

    def meet(self, method: str, path: str) -> Armed | None:
        """Return the first fault that goes off for a request, or None; faults that skip the request count it."""
        return self._meet([armed for armed in self._armed if armed.fault.befalls(method, path)])

    @property
    def awaits_connections(self) -> bool:
        """True if an armed fault applies to new connections."""
        return any(armed.fault.handshake for armed in self._armed)

    def meet_connection(self) -> Armed | None:
        """Return the first fault that goes off for a new connection, or None."""
        return self._meet([armed for armed in self._armed if armed.fault.handshake])

    def _meet(self, waiting: list[Armed]) -> Armed | None:
        if not waiting:
            return None
        going_off = None
        for armed in waiting:
            skipping = armed.met < armed.fault.skip
            if skipping or going_off is None:
                armed.met += 1
            if not skipping and going_off is None:
                going_off = armed
        self._armed = [armed for armed in self._armed if not armed.spent]
        self._keep()
        return going_off

    def _keep(self) -> None:
        kept = [{"number": armed.number, "met": armed.met, "fault": armed.fault.to_json()} for armed in self._armed]
        self._store.write_document("faults", kept)
