"""The values of settings: texts as people write them, read into what they mean, or refused in a sentence.

No message shows the value of a secret.
"""

from __future__ import annotations

import re
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


def value_of(row: Setting, text: str) -> Any:
    """What the text means as a value of that setting.

    Raises:
        ConfigurationError: it means nothing; the message names the setting.
    """
    read = _READ.get(row.name) or _READ_TYPE[row.type]
    return read(row.name, text)


def _as_it_is(_name: str, text: str) -> str:
    return text


def _token_type(name: str, text: str) -> str:
    if text not in _TOKEN_TYPES:
        raise ConfigurationError(f"The setting {name} is {text!r}.", fix=f"Use one of: {', '.join(_TOKEN_TYPES)}.")
    return text


def _tenant(name: str, text: str) -> str:
    """It becomes a part of addresses, and an argument of the Azure CLI."""
    if not _TENANT.fullmatch(text):
        raise ConfigurationError(f"The setting {name} is {text!r}.", fix="Use the tenant's id, or a domain of it.")
    return text


def _number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 1 <= number < float("inf"):
        raise ConfigurationError(f"The setting {name} is {text!r}.", fix="Use a number of at least 1.")
    return number


def _whole_number(name: str, text: str) -> int:
    return int(_number(name, text))


def _switch(name: str, text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ConfigurationError(f"The setting {name} is {text!r}.", fix="Use true or false.")
    return text.lower() == "true"


def _root(name: str, text: str) -> str:
    """``https://host[:port]``, with a trailing slash or ``/v1.0`` taken off; plain http only to this machine."""
    parts = _parts(text if "://" in text else f"https://{text}")
    if parts is None or parts.scheme not in ("https", "http") or "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigurationError(f"The setting {name} is no root of a service.", fix="Write it as https://host[:port].")
    if parts.path.rstrip("/") not in ("", "/v1.0"):
        raise ConfigurationError(
            f"The setting {name} has the path {parts.path!r}.",
            "The provider adds the version and the path itself.",
            "Write it as https://host[:port].",
        )
    _refuse_plain_http(name, parts)
    return f"{parts.scheme}://{parts.netloc}"


def _address(name: str, text: str) -> str:
    parts = _parts(text)
    if parts is None or parts.scheme not in ("https", "http") or "@" in parts.netloc:
        raise ConfigurationError(f"The setting {name} is no address.", fix="Write it as https://host/path.")
    _refuse_plain_http(name, parts)
    return text


def _refuse_plain_http(name: str, parts: SplitResult) -> None:
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ConfigurationError(
            f"The setting {name} is an http:// address.",
            "A token sent over plain http can be read on the way; it is allowed to this machine only.",
            "Use https://.",
        )


def _parts(url: str) -> SplitResult | None:
    """The parts of an address whose host and port can be real."""
    try:
        parts = urlsplit(url)
        fits = _HOST.fullmatch(parts.hostname or "") and parts.port != 0
    except ValueError:
        return None
    return parts if fits else None


def one_token(name: str, text: str) -> str:
    """The text, if it can be sent as a token.

    Raises:
        ConfigurationError: names the setting; the text is not shown.
    """
    if not _TOKEN.fullmatch(text):
        raise ConfigurationError(
            f"The setting {name} is no token: it holds a blank, a line break or another character that none has.",
            fix="Set the token alone, on one line and without the word Bearer.",
        )
    return text


_READ: dict[str, Callable[[str, str], Any]] = {
    "tenantId": _tenant,
    "accessToken": one_token,
    "accessTokenType": _token_type,
    "oidcToken": one_token,
    "oidcRequestToken": one_token,
    "oidcRequestUrl": _address,
    "graphEndpoint": _root,
    "authorityHost": _root,
}
_READ_TYPE: dict[str, Callable[[str, str], Any]] = {
    "string": _as_it_is,
    "boolean": _switch,
    "integer": _whole_number,
    "number": _number,
}
