"""A stand-in for Microsoft Graph's online meetings and for the sign-in that leads there.

    from msgraph_meetings_emulator import Emulator, EmulatorProcess, Fault

It is a real HTTPS server with a state of its own; official clients work against it unchanged. It shares no code with
the provider `msgraph_meetings`, so that a mistake in one is not hidden by the same mistake in the other. The rooms:

    run       start it: the command, a thread or process of a test, the server
    client    hold a running one: the handle, the pytest fixture
    control   its own paths under /_emulator/, and the page in the browser
    graph     Microsoft Graph: routes, meetings, users, `$batch`, throttling
    entra     Microsoft Entra: tokens, and what is shown to get one
    outside   pipelines, hosts with a managed identity, the Azure CLI
    front     what every request passes: ids, faults, journal, the way out
    faults    what goes wrong on request
    state     what it all works on
    evidence  the source of each rule
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from msgraph_meetings_emulator.client.handle import Handle as Handle
    from msgraph_meetings_emulator.faults.fault import Fault as Fault
    from msgraph_meetings_emulator.front.journal import Entry as Entry
    from msgraph_meetings_emulator.run.inprocess import Emulator as Emulator
    from msgraph_meetings_emulator.run.process import EmulatorProcess as EmulatorProcess

# Loaded when first used: the pytest plugin is imported by every pytest run.
_HOMES = {
    "Emulator": "run.inprocess",
    "EmulatorProcess": "run.process",
    "Entry": "state.journal",
    "Fault": "faults.fault",
    "Handle": "client.handle",
}
__all__ = ["Emulator", "EmulatorProcess", "Entry", "Fault", "Handle"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
