"""`python -m msgraph_meetings_emulator`: the command `msgraph-meetings emulator` by itself."""

from __future__ import annotations

from msgraph_meetings_emulator.run.command import emulator

emulator(prog_name="python -m msgraph_meetings_emulator")
