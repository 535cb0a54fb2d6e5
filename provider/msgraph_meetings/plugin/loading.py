"""Load modules that later calls need in a thread of their own: the engine starts the plugin before the program."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread

FOR_CHECK = ("msgraph_meetings.meetings.check", "msgraph_meetings.meetings.diff", "msgraph_meetings.meetings.preview")
FOR_REQUESTS = ("msgraph_meetings.meetings.connect", "msal")


def load_in_the_background(*modules: str) -> None:
    """Begin to load the modules, in this order; a call that needs one meanwhile waits for it."""
    Thread(target=_load, args=(modules,), name="load", daemon=True).start()


def _load(modules: tuple[str, ...]) -> None:
    for name in modules:
        with suppress(ImportError):  # the call that needs it tells the engine
            import_module(name)
