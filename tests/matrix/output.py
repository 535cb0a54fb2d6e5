"""What a command of the engine printed about one resource."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bad_days.day import Day

LONGEST = 1500
"""Characters of a message that somebody still reads."""
_ERROR = re.compile(r"^ *error: ", re.MULTILINE)
_OBJECT = re.compile(r"\w(Error|Disconnected|Read)\(|\('")
_SECRETS = ("eyJ", "Bearer ", "client_secret")


def diagnostics(name: str, output: str) -> str:
    """The lines that the engine prints below the name of a resource; empty when there are none."""
    _, _, told = output.partition("Diagnostics:")
    found = re.search(rf"OnlineMeeting \({re.escape(name)}\):\n(.*?)(?:\n\n|\Z)", told, re.DOTALL)
    return found[1] if found else ""


def problems_of(said: str, day: Day) -> list[str]:
    """What is wrong with the message of a failed operation, in words; nothing when it reads well."""
    found = [f"does not say {words!r}" for words in day.missing(said)]
    if len(_ERROR.findall(said)) != 1:
        found.append(f"{len(_ERROR.findall(said))} messages instead of one")
    if "Traceback" in said or 'File "' in said:
        found.append("a traceback")
    if _OBJECT.search(said):
        found.append("an object as Python writes it")
    if len(said) > LONGEST:
        found.append(f"{len(said)} characters")
    return found + ["a secret" for secret in _SECRETS if secret in said]


def has_failed(said: str) -> bool:
    """Whether the engine calls it an error."""
    return _ERROR.search(said) is not None
