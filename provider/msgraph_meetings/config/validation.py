"""Check a provider's explicit configuration, and tell which changes lead to another tenant."""

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
"""Names in a stack's configuration that belong to the engine."""
_NAMESPACE = "msgraph-meetings:"
_TYPES = {"string": "a string", "boolean": "true or false", "integer": "a whole number", "number": "a number"}
_LOWER = {name.lower(): name for name in _SETTINGS}
_KNOWN = {*_SETTINGS, *NOT_SETTINGS, *OF_THE_ENGINE}
"""Names that are not unknown; reading the settings refuses those of ``NOT_SETTINGS`` with their reason."""
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def check_configuration(given: Properties) -> list[Failure]:
    """Return every problem of the settings of a program or a stack; the environment is not read.

    Args:
        given: setting by name. Values are strings, JSON in strings, or JSON values; any may be unknown.
    """
    known = {name: value for name, value in given.items() if value is not None and not isinstance(value, Unknown)}
    problems = [failure for name, value in known.items() for failure in _of_one(name, value)]
    return [*problems, *_contradictions(known)]


def _of_one(name: str, value: Any) -> Iterator[Failure]:
    row = _SETTINGS.get(name)
    if name in NOT_SETTINGS:
        yield Failure(name, f"This provider does not have the setting {name!r}: {NOT_SETTINGS[name]}. Remove it")
    elif row is None:
        yield Failure(name, _unknown(name))
    elif not _fits(row, value):
        yield Failure(name, f"The value must be {_TYPES[row.type]}")
    else:
        try:
            read_settings({name: value}.get, {})
        except ConfigurationError as error:
            yield Failure(name, str(error))


def _unknown(name: str) -> str:
    """Return the message for an unknown setting, with the nearest known name."""
    close = difflib.get_close_matches(name.lower(), _LOWER, n=1)
    return f"Unknown setting {name!r}." + (f" Did you mean {_LOWER[close[0]]!r}?" if close else "")


def refuse_unknown_settings(config: object) -> None:
    """Refuse a stack's configuration of this provider that has an unknown setting.

    Args:
        config: the SDK's ``pulumi.dynamic.Config``. It cannot list its names, so its private dict is read; if a
            version of the SDK keeps it elsewhere, no setting is refused.

    Raises:
        ConfigurationError: names each unknown setting, and the nearest known one.
    """
    unknown = [name for name in _names_in(config) if name not in _KNOWN]
    if unknown:
        removed = " and ".join(f"`pulumi config rm {_NAMESPACE}{name}`" for name in unknown)
        raise ConfigurationError(
            " ".join(_unknown(name) for name in unknown),
            f"The stack's configuration has {' and '.join(f'{_NAMESPACE}{name}' for name in unknown)}.",
            f"Rename it, or remove it with {removed}.",
        )


def _names_in(config: object) -> list[str]:
    """Return the names in our namespace; empty if a project has our name, because its own settings are there too."""
    bag = getattr(config, "_props", None)
    if not isinstance(bag, Mapping) or f"{getattr(config, '_project_name', '')}:" == _NAMESPACE:
        return []
    return sorted(name.removeprefix(_NAMESPACE) for name in map(str, bag) if name.startswith(_NAMESPACE))


def _fits(row: Setting, value: Any) -> bool:
    """Return True if the value is of the setting's type, or a string: configuration files hold only strings."""
    if row.type == "boolean":
        return isinstance(value, bool | str)
    if row.type == "string":
        return isinstance(value, str)
    return isinstance(value, int | float | str) and not isinstance(value, bool)


def _contradictions(known: Properties) -> Iterator[Failure]:
    for first, second in ALTERNATIVES:
        if all(str(known.get(name, "")).strip() for name in (first, second)):
            yield Failure(second, f"{first} and {second} are both set, and only one of them can be used. Remove one")


def moves(olds: Properties, news: Properties) -> list[str]:
    """Return the settings whose change certainly leads to another tenant or cloud, which has other meetings.

    A setting that is new, removed or unknown counts as unchanged: its other value may come from the
    environment.
    """
    return _differing({"tenantId": _another_tenant, "environment": _another_cloud}, olds, news)


def may_move(olds: Properties, news: Properties) -> list[str]:
    """Return the settings whose change may lead to another tenant: a tenant has one id and any number of domains."""
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
