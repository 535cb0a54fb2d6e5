"""Load modules in a thread of their own, before a call needs them: the engine starts the plugin before the program."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread


def load_in_the_background(*modules: str) -> None:
    """Begin to load the modules, in this order; a call that needs one meanwhile waits for it."""
    Thread(target=_load, args=(modules,), name="load", daemon=True).start()


def _load(modules: tuple[str, ...]) -> None:
    for name in modules:
        with suppress(ImportError):  # the call that needs it tells the engine
            import_module(name)
