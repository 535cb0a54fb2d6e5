"""The engine's output about one resource."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.engine.tracebacks import frames_of_ours

if TYPE_CHECKING:
    from tests.bad_days.day import Day

LONGEST = 1500
"""The maximum length of a message, in characters."""
_ERROR = re.compile(r"^ *error: ", re.MULTILINE)
_OBJECT = re.compile(r"\w(Error|Disconnected|Read)\(|\('")
_SECRETS = ("eyJ", "Bearer ", "client_secret")


def diagnostics(name: str, output: str) -> str:
    """Return the lines that the engine prints below the name of a resource; empty if there are none."""
    _, _, told = output.partition("Diagnostics:")
    found = re.search(rf"OnlineMeeting \({re.escape(name)}\):\n(.*?)(?:\n\n|\Z)", told, re.DOTALL)
    return found[1] if found else ""


def problems_of(said: str, day: Day) -> list[str]:
    """Return the problems of the message of a failed operation; empty for a good message."""
    found = [f"does not say {words!r}" for words in day.missing(said)]
    if len(_ERROR.findall(said)) != 1:
        found.append(f"{len(_ERROR.findall(said))} messages instead of one")
    if frames_of_ours(said):
        found.append("a traceback")
    if _OBJECT.search(said):
        found.append("an object as Python writes it")
    if len(said) > LONGEST:
        found.append(f"{len(said)} characters")
    return found + ["a secret" for secret in _SECRETS if secret in said]


def has_failed(said: str) -> bool:
    """Return True if the engine reports an error."""
    return _ERROR.search(said) is not None
