"""Explicit configuration of a provider: what is wrong with it, and which changes of it lead to another tenant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgraph_meetings.config.clouds import cloud_named
from msgraph_meetings.config.reading import read_settings
from msgraph_meetings.config.table import ALTERNATIVES, NOT_SETTINGS, SETTINGS, Setting
from msgraph_meetings.errors import ConfigurationError
from msgraph_meetings.model.failure import Failure
from msgraph_meetings.model.unknowns import Properties, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SETTINGS = {row.name: row for row in SETTINGS}
OF_THE_ENGINE = frozenset({"pluginDownloadURL", "version"})
"""Names that the engine reads beside the settings in a stack's configuration."""
_NAMESPACE = "msgraph-meetings:"
_TYPES = {"string": "a string", "boolean": "true or false", "integer": "a whole number", "number": "a number"}
_LOWER = {name.lower(): name for name in _SETTINGS}
_KNOWN = {*_SETTINGS, *NOT_SETTINGS, *OF_THE_ENGINE}
"""Names that are not unknown; those of ``NOT_SETTINGS`` are refused with their reason where settings are read."""
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def check_configuration(given: Properties) -> list[Failure]:
    """Return every problem of the settings that a program or a stack names; the environment is not read.

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
        yield Failure(name, _unknown(name))
    elif not _fits(row, value):
        yield Failure(name, f"it must be {_TYPES[row.type]}")
    else:
        try:
            read_settings({name: value}.get, {})
        except ConfigurationError as error:
            yield Failure(name, str(error))


def _unknown(name: str) -> str:
    """Return the error for an unknown setting, with the nearest name, whatever its case."""
    close = difflib.get_close_matches(name.lower(), _LOWER, n=1)
    return f"there is no such setting{f' (did you mean {_LOWER[close[0]]}?)' if close else ''}"


def refuse_unknown_settings(config: object) -> None:
    """Refuses a stack's configuration of this provider that holds a name that is no setting.

    Args:
        config: the SDK's ``pulumi.dynamic.Config``. It looks names up and lists none, so its own bag is read; where a
            version of the SDK keeps it elsewhere, nothing is refused.

    Raises:
        ConfigurationError: names each of them, and the nearest setting.
    """
    problems = [f"{name}: {_unknown(name)}" for name in _names_in(config) if name not in _KNOWN]
    if problems:
        raise ConfigurationError(
            "The stack's configuration of msgraph-meetings does not fit.",
            f"{'; '.join(problems)}.",
            "Rename it, or take it out with `pulumi config rm msgraph-meetings:NAME`.",
        )


def _names_in(config: object) -> list[str]:
    """Names in our namespace; none where a project is called like it, whose own configuration is there too."""
    bag = getattr(config, "_props", None)
    if not isinstance(bag, Mapping) or f"{getattr(config, '_project_name', '')}:" == _NAMESPACE:
        return []
    return sorted(name.removeprefix(_NAMESPACE) for name in map(str, bag) if name.startswith(_NAMESPACE))


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
    """The settings whose change certainly leads to another tenant or cloud, where none of the meetings is.

    A setting that was not there before or is not there now, or is not known yet, tells nothing: it may come from the
    environment.
    """
    return _differing({"tenantId": _another_tenant, "environment": _another_cloud}, olds, news)


def may_move(olds: Properties, news: Properties) -> list[str]:
    """The settings whose change may lead to another tenant: a tenant has one id, and any number of domains."""
    return _differing({"tenantId": _perhaps_another_tenant}, olds, news)


def _differing(rules: dict[str, Callable[[str, str], bool]], olds: Properties, news: Properties) -> list[str]:
    return [
        name
        for name, differs in rules.items()
        if _text(olds.get(name)) and _text(news.get(name)) and differs(_text(olds[name]), _text(news[name]))
    ]


def _text(value: Any) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _another_tenant(old: str, new: str) -> bool:
    return old != new and all(map(_GUID.fullmatch, (old, new)))


def _perhaps_another_tenant(old: str, new: str) -> bool:
    return old != new and not _another_tenant(old, new)


def _another_cloud(old: str, new: str) -> bool:
    try:
        return cloud_named(old) != cloud_named(new)
    except ConfigurationError:
        return old != new
