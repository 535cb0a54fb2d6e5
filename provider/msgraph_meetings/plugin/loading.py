"""Load what the first calls need while the program starts, because until then the engine has no call for the plugin."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread

_IN_THE_ORDER_OF_USE = (
    "msgraph_meetings.plugin.deployment",
    "msgraph_meetings.meetings.check",
    "msgraph_meetings.meetings.diff",
    "msgraph_meetings.meetings.preview",
    "msgraph_meetings.meetings.connect",
    "msal",
)


def load_in_the_background() -> None:
    """Begin to load; a call that needs a part meanwhile waits for that part."""
    Thread(target=_load, name="load", daemon=True).start()


def _load() -> None:
    for name in _IN_THE_ORDER_OF_USE:
        with suppress(ImportError):  # the call that needs it tells the engine
            import_module(name)
