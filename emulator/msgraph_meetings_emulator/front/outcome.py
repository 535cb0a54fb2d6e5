"""What became of a request, as its client hears of it and as the journal keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.front.journal import readable_response, telling_response_headers

if TYPE_CHECKING:
    from msgraph_meetings_emulator.faults.armed import Armed
    from msgraph_meetings_emulator.faults.fault import Fault
    from msgraph_meetings_emulator.front.journal import Entry
    from msgraph_meetings_emulator.front.reply import Answer


@dataclass
class Outcome:
    """What became of a request: the answer to it, whether the service saw it, and the fault that went off."""

    answer: Answer
    worked: bool
    armed: Armed | None

    @property
    def fault(self) -> Fault | None:
        """What goes wrong with the answer."""
        return self.armed.fault if self.armed else None

    @property
    def status(self) -> int | None:
        """The status that the client hears; None when it hears nothing."""
        return None if self._is_lost else self.answer.status

    def write_into(self, entry: Entry) -> None:
        """Write down what became of a request, with as much of the response as the client gets."""
        entry.status, entry.worked = self.status, self.worked
        entry.fault = self.armed.number if self.armed else None
        if not self._is_lost:
            entry.response_headers = telling_response_headers(self.answer.headers)
            entry.response = readable_response(self.answer.body[: self.fault.cut if self.fault else None])

    @property
    def _is_lost(self) -> bool:
        return self.fault is not None and self.fault.is_silent
