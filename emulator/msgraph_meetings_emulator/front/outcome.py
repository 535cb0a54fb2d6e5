"""The outcome of a request, for its client and for the journal."""

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
    """The outcome of a request: the answer, whether the service carried the request out, and the fault that applied."""

    answer: Answer
    worked: bool
    armed: Armed | None

    @property
    def fault(self) -> Fault | None:
        """The fault that applies to the answer, or None."""
        return self.armed.fault if self.armed else None

    @property
    def status(self) -> int | None:
        """The status that the client gets, or None if the client gets no answer."""
        return None if self._is_lost else self.answer.status

    def write_into(self, entry: Entry) -> None:
        """Set the outcome in a journal entry, with the part of the response that the client gets."""
        entry.status, entry.worked = self.status, self.worked
        entry.fault = self.armed.number if self.armed else None
        if not self._is_lost:
            entry.response_headers = telling_response_headers(self.answer.headers)
            entry.response = readable_response(self.answer.body[: self.fault.cut if self.fault else None])

    @property
    def _is_lost(self) -> bool:
        return self.fault is not None and self.fault.is_silent
