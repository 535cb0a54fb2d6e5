"""The emulator's public names, where it is installed: it is a distribution of its own.

    from msgraph_meetings.emulator import Emulator, EmulatorProcess, Fault

The same names are in ``msgraph_meetings_emulator``, which a test suite without Pulumi uses.
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
