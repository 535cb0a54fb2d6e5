"""The requests of a deployment to Graph, from the emulator's journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator


def requests(emulator: Emulator, *, clear: bool = True) -> list[str]:
    """Return the requests so far, in order, as `METHOD action`, and empty the journal unless it is to be kept."""
    made = [
        f"{entry.method} {'createOrGet' if entry.path.endswith('/createOrGet') else 'meeting'}"
        for entry in emulator.journal(path="*/onlineMeetings*")
    ]
    if clear:
        emulator.clear_journal()
    return made
