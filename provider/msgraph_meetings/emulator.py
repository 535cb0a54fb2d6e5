"""The emulator's public names, if it is installed: it is a separate distribution.

    from msgraph_meetings.emulator import Emulator, EmulatorProcess, Fault

A test suite without Pulumi imports the same names from ``msgraph_meetings_emulator``.
"""

from __future__ import annotations

try:
    from msgraph_meetings_emulator import Emulator, EmulatorProcess, Entry, Fault, Handle
except ModuleNotFoundError as missing:
    raise ImportError(
        f"The emulator is not installed ({missing.name} is missing)."
        " Install it with: pip install 'msgraph-meetings[emulator]'"
    ) from None

__all__ = ["Emulator", "EmulatorProcess", "Entry", "Fault", "Handle"]
