"""`python -m msgraph_meetings_emulator`: the command without the others beside it."""

from __future__ import annotations

from msgraph_meetings_emulator.run.command import emulator

emulator(prog_name="python -m msgraph_meetings_emulator")
