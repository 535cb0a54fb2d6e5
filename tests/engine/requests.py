"""What a deployment asked of Graph, as the emulator's journal has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator


def requests(emulator: Emulator, *, clear: bool = True) -> list[str]:
    """The requests so far, in order, as `METHOD action`; the journal is empty afterwards, unless it is to be kept."""
    made = [
        f"{entry.method} {'createOrGet' if entry.path.endswith('/createOrGet') else 'meeting'}"
        for entry in emulator.journal(path="*/onlineMeetings*")
    ]
    if clear:
        emulator.clear_journal()
    return made
