"""Secrets in Pulumi's JSON: encrypted, in clear after ``--show-secrets``, or replaced by ``[secret]``."""

from __future__ import annotations

import json
from typing import Any, Final, final

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  (the mark of a secret in a state, the same for all)
_IN_OUTPUTS = "[secret]"
"""The value that `pulumi stack output` prints for a secret."""


@final
class Hidden:
    """The type of ``HIDDEN``, a secret value that is not shown."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN: Final = Hidden()


def opened(value: Any, *, show: bool) -> Any:
    """Return a JSON value of a state in clear; a secret in it is ``HIDDEN`` if it is encrypted or not to be shown."""
    if isinstance(value, dict):
        if value.get(_SIGNATURE) == _SECRET:
            return _secret(value.get("plaintext"), show=show)
        return {name: opened(item, show=show) for name, item in value.items()}
    if isinstance(value, list):
        return [opened(item, show=show) for item in value]
    return HIDDEN if value == _IN_OUTPUTS else value


def _secret(plaintext: object, *, show: bool) -> Any:
    if not show or not isinstance(plaintext, str):
        return HIDDEN
    try:
        return opened(json.loads(plaintext), show=show)
    except (ValueError, RecursionError):
        return HIDDEN


def has_hidden(value: Any) -> bool:
    """Return True if a part of the value is hidden."""
    if isinstance(value, dict):
        return any(has_hidden(item) for item in value.values())
    if isinstance(value, list):
        return any(has_hidden(item) for item in value)
    return value is HIDDEN
