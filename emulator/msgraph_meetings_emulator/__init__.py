"""A local emulator of Microsoft Graph's online meetings and of the sign-in for them.

    from msgraph_meetings_emulator import Emulator, EmulatorProcess, Fault

It is a real HTTPS server with a state of its own; official clients work against it unchanged. It shares no code with
the provider `msgraph_meetings`, so that a mistake in one is not hidden by the same mistake in the other. Its folders:

    run       start it: the command, a thread or process of a test, the server
    client    use a running one from a test: the handle, the pytest fixture
    control   the control paths under /_emulator/, and the control page
    graph     Microsoft Graph: routes, meetings, users, `$batch`, throttling
    entra     Microsoft Entra: tokens, and the credentials that get one
    outside   parties beside Entra: pipelines, hosts with a managed identity, the Azure CLI
    front     the steps before and after each route: ids, faults, journal, delivery
    faults    the faults that a test arms
    state     meetings, tenant, clock and journal, kept in one file
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

# Imported at first use: every pytest run imports this package for its pytest plugin.
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
