"""A stand-in for Microsoft Graph's online meetings and for the sign-in that leads there.

    from msgraph_meetings.emulator import Emulator, EmulatorProcess, Fault

It is a real HTTPS server with a state of its own; official clients work against it unchanged. It shares no code with
the client in this package, so that a mistake in one is not hidden by the same mistake in the other. The rooms:

    server      the sockets, TLS, a thread                listener, certificates, private_files, options
    proxy       CONNECT to Microsoft's own names          public_names
    front       ids, faults, journal                      faults, armed, journal, call, reply, delivery, lookalikes
    app         which route: graph, signin, admin         answers, errors
    graph       onlineMeetings                            access, filters, batch, presentation
    creation    what a new meeting is made of             rules, shapes, meeting, quota
    presentation  what an answer shows                    selection, invitation, clouds
    throttle    so many requests in so many seconds
    signin      the token endpoint                        credentials, names, tokens, keys
    credentials what an application shows                 certificate_assertions, federation, assertion
    issuers     pipelines' and clusters' identity tokens  issuer_names, keys
    identity_endpoints  hosts with a managed identity     host_names, arc_keys
    az_script   a stand-in for the Azure CLI              az
    state       what it all works on                      store, meetings, directory, clock, instants, choices

Tests hold it by a `handle` (`sign_in_handle` and `connection` are below it): `inprocess` (a thread) or `process` (one
that can be killed), or the pytest `fixture`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .faults import Fault as Fault
    from .handle import Handle as Handle
    from .inprocess import Emulator as Emulator
    from .journal import Entry as Entry
    from .process import EmulatorProcess as EmulatorProcess

# Loaded when first used: the pytest plugin is imported by every pytest run.
_HOMES = {
    "Emulator": "inprocess",
    "EmulatorProcess": "process",
    "Entry": "journal",
    "Fault": "faults",
    "Handle": "handle",
}
__all__ = ["Emulator", "EmulatorProcess", "Entry", "Fault", "Handle"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
