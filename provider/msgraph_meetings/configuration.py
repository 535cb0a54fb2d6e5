"""Explicit configuration of a provider: what is wrong with it, and which changes of it lead to another tenant."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from msgraph_meetings.check import Failure
from msgraph_meetings.clouds import cloud_named
from msgraph_meetings.errors import ConfigurationError
from msgraph_meetings.settings import read_settings
from msgraph_meetings.settings_table import ALTERNATIVES, NOT_SETTINGS, SETTINGS, Setting
from msgraph_meetings.values import Properties, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTINGS = {row.name: row for row in SETTINGS}
_TYPES = {"string": "a string", "boolean": "true or false", "integer": "a whole number", "number": "a number"}
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def check_configuration(given: Properties) -> list[Failure]:
    """Every problem of the settings that a program or a stack names; the environment is not looked at.

    Args:
        given: setting by name. Values are strings, JSON in strings, or what they are; any may be unknown.
    """
    known = {name: value for name, value in given.items() if value is not None and not isinstance(value, Unknown)}
    problems = [failure for name, value in known.items() for failure in _of_one(name, value)]
    return [*problems, *_contradictions(known)]


def _of_one(name: str, value: Any) -> Iterator[Failure]:
    row = _SETTINGS.get(name)
    if name in NOT_SETTINGS:
        yield Failure(name, f"it is no setting here: {NOT_SETTINGS[name]}")
    elif row is None:
        close = difflib.get_close_matches(name, _SETTINGS, n=1)
        yield Failure(name, f"there is no such setting{f' (did you mean {close[0]}?)' if close else ''}")
    elif not _fits(row, value):
        yield Failure(name, f"it must be {_TYPES[row.type]}")
    else:
        try:
            read_settings({name: value}.get, {})
        except ConfigurationError as error:
            yield Failure(name, str(error))


def _fits(row: Setting, value: Any) -> bool:
    """Whether the value is of the setting's type, or a string, which is how configuration files hold everything."""
    if row.type == "boolean":
        return isinstance(value, bool | str)
    if row.type == "string":
        return isinstance(value, str)
    return isinstance(value, int | float | str) and not isinstance(value, bool)


def _contradictions(known: Properties) -> Iterator[Failure]:
    for first, second in ALTERNATIVES:
        if all(str(known.get(name, "")).strip() for name in (first, second)):
            yield Failure(second, f"{first} is set too, and says the same thing in another way: set one of them")


def moves(olds: Properties, news: Properties) -> list[str]:
    """The settings whose change leads to another tenant or cloud, where none of the meetings is.

    A setting that was not there before or is not there now, or is not known yet, tells nothing: it may come from the
    environment.
    """
    rules = {"tenantId": _another_tenant, "environment": _another_cloud}
    return [
        name
        for name, differs in rules.items()
        if _text(olds.get(name)) and _text(news.get(name)) and differs(_text(olds[name]), _text(news[name]))
    ]


def _text(value: Any) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _another_tenant(old: str, new: str) -> bool:
    """A tenant's id and a domain of it may be the same tenant: whoever writes the one for the other moves nothing."""
    return old != new and bool(_GUID.fullmatch(old)) == bool(_GUID.fullmatch(new))


def _another_cloud(old: str, new: str) -> bool:
    try:
        return cloud_named(old) != cloud_named(new)
    except ConfigurationError:
        return old != new
