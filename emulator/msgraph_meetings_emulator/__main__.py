"""`python -m msgraph_meetings.emulator`: the command without the others beside it."""

from __future__ import annotations

from .command import emulator

emulator(prog_name="python -m msgraph_meetings.emulator")
