"""Read the values of settings from text; a message about a wrong value never shows a secret."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgraph_meetings.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from urllib.parse import SplitResult

    from msgraph_meetings.config.table import Setting

_TOKEN_TYPES = ("application", "delegated")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.ASCII)
_TOKEN = re.compile(r"[\x21-\x7e]+")
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def value_of(row: Setting, text: str, source: str = "") -> Any:
    """Return the value that the text means for that setting.

    Args:
        row: the setting.
        text: its value.
        source: where the value came from, for messages: `` (from ARM_USE_MSI)``.

    Raises:
        ConfigurationError: the value has the wrong form; the message names the setting.
    """
    read = _READ.get(row.name) or _READ_TYPE[row.type]
    return read(_Named(row.name, source), text)


@dataclass(frozen=True)
class _Named:
    """A setting, for messages.

    Args:
        name: of the setting.
        source: where its value came from.
    """

    name: str
    source: str

    def __str__(self) -> str:
        return f"{self.name}{self.source}"

    def shows(self, text: str) -> str:
        """Return the setting with its value."""
        return f"{self.name} {text!r}{self.source}"


def _as_it_is(_name: _Named, text: str) -> str:
    return text


def _token_type(name: _Named, text: str) -> str:
    if text not in _TOKEN_TYPES:
        raise ConfigurationError(f"{name.shows(text)} is not a token type.", fix=f"Use {' or '.join(_TOKEN_TYPES)}.")
    return text


def _tenant(name: _Named, text: str) -> str:
    """Raise if the text must not become part of a URL or an argument of the Azure CLI."""
    if not _TENANT.fullmatch(text):
        raise ConfigurationError(
            f"{name.shows(text)} is neither a tenant id nor a domain.",
            fix="Use the Directory (tenant) ID (Entra admin center > Overview), or a domain of the tenant.",
        )
    return text


def _number(name: _Named, text: str, least: int = 1) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not least <= number < float("inf"):
        raise ConfigurationError(
            f"{name.shows(text)} is not a number of at least {least}.", fix=f"Use a number of at least {least}."
        )
    return number


def _number_or_zero(name: _Named, text: str) -> float:
    return _number(name, text, 0)


def _whole_number(name: _Named, text: str) -> int:
    return int(_number(name, text))


def _switch(name: _Named, text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ConfigurationError(f"{name.shows(text)} is not a Boolean.", fix="Use true or false.")
    return text.lower() == "true"


def _root(name: _Named, text: str) -> str:
    """Return ``https://host[:port]`` without a trailing slash or ``/v1.0``; plain http only to this machine."""
    parts = _parts(text if "://" in text else f"https://{text}")
    if parts is None or parts.scheme not in ("https", "http") or "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigurationError(f"{name} is not the root URL of a service.", fix="Write it as https://host[:port].")
    if parts.path.rstrip("/") not in ("", "/v1.0"):
        raise ConfigurationError(
            f"{name} has the path {parts.path!r}.",
            "The provider adds the API version and the path itself.",
            "Write it as https://host[:port].",
        )
    _refuse_plain_http(name, parts)
    return f"{parts.scheme}://{parts.netloc}"


def _address(name: _Named, text: str) -> str:
    parts = _parts(text)
    if parts is None or parts.scheme not in ("https", "http") or "@" in parts.netloc:
        raise ConfigurationError(f"{name} is not a URL.", fix="Write it as https://host/path.")
    _refuse_plain_http(name, parts)
    return text


def _refuse_plain_http(name: _Named, parts: SplitResult) -> None:
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ConfigurationError(
            f"{name} is an http:// URL.",
            "Others can read a token that is sent over plain http; http:// is allowed only for localhost.",
            "Use https://.",
        )


def _parts(url: str) -> SplitResult | None:
    """Return the parts of an address, or None if its host or port cannot exist."""
    try:
        parts = urlsplit(url)
        fits = _HOST.fullmatch(parts.hostname or "") and parts.port != 0
    except ValueError:
        return None
    return parts if fits else None


def one_token(name: object, text: str) -> str:
    """Return the text if it can be sent as a token.

    Raises:
        ConfigurationError: names the setting; the text is not shown.
    """
    if not _TOKEN.fullmatch(text):
        raise ConfigurationError(
            f"{name} is not a token: it contains a space, a line break or another character that tokens do not have.",
            fix="Set only the token, on one line and without the word Bearer.",
        )
    return text


_READ: dict[str, Callable[[_Named, str], Any]] = {
    "tenantId": _tenant,
    "accessToken": one_token,
    "accessTokenType": _token_type,
    "oidcToken": one_token,
    "oidcRequestToken": one_token,
    "oidcRequestUrl": _address,
    "waitForAccessPolicy": _number_or_zero,
    "graphEndpoint": _root,
    "authorityHost": _root,
}
_READ_TYPE: dict[str, Callable[[_Named, str], Any]] = {
    "string": _as_it_is,
    "boolean": _switch,
    "integer": _whole_number,
    "number": _number,
}
