"""Configuration: one table of settings, read from the stack's configuration first and the environment second.

Names are those of Pulumi's azuread provider, environment variables ``ARM_*`` first, then ``AZURE_*``. An empty value
counts as not set. Nothing here talks to anybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from msgraph_meetings.clouds import CLOUDS, Cloud, cloud_named
from msgraph_meetings.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from urllib.parse import SplitResult

TOKEN_TYPES = ("application", "delegated")
DEFAULT_OPERATION_TIMEOUT = 300.0
"""Seconds that one create, read, update or delete may take in all, waits included."""
DEFAULT_PARALLEL_REQUESTS = 16
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.ASCII)
_TOKEN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class Setting:
    """One row of the table: how a setting is called, where it is looked for, and what it is."""

    name: str
    environment: tuple[str, ...]
    description: str
    secret: bool = False
    type: Literal["string", "boolean", "integer", "number"] = "string"


SETTINGS = (
    Setting(
        "tenantId",
        ("ARM_TENANT_ID", "AZURE_TENANT_ID"),
        "Directory (tenant) id or verified domain in which the app signs in.",
    ),
    Setting("clientId", ("ARM_CLIENT_ID", "AZURE_CLIENT_ID"), "Application (client) id of the app registration."),
    Setting(
        "clientSecret",
        ("ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"),
        "Client secret of the app registration.",
        secret=True,
    ),
    Setting(
        "accessToken",
        ("MSGRAPH_ACCESS_TOKEN",),
        "A ready access token for Graph, used as it is and instead of any sign-in.",
        secret=True,
    ),
    Setting(
        "accessTokenType",
        ("MSGRAPH_ACCESS_TOKEN_TYPE",),
        "`application` or `delegated`; needed only where the token's claims cannot be read.",
    ),
    Setting(
        "userId",
        ("MSGRAPH_USER_ID",),
        "Object id of the organizer of every meeting whose resource names none.",
    ),
    Setting(
        "environment",
        ("ARM_ENVIRONMENT",),
        "The cloud: `public` (the default), `usgovernment` (L4) or `dod` (L5).",
    ),
    Setting(
        "graphEndpoint",
        ("MSGRAPH_ENDPOINT",),
        "Root of Graph, `https://host[:port]`, where it is not the cloud's own.",
    ),
    Setting(
        "authorityHost",
        ("AZURE_AUTHORITY_HOST",),
        "Root of the token service, `https://host[:port]`, where it is not the cloud's own.",
    ),
    Setting(
        "maxParallelRequests",
        ("MSGRAPH_MAX_PARALLEL_REQUESTS",),
        f"How many requests may be under way at once (default {DEFAULT_PARALLEL_REQUESTS}).",
        type="integer",
    ),
    Setting(
        "operationTimeout",
        ("MSGRAPH_OPERATION_TIMEOUT",),
        f"Seconds that one operation on a meeting may take, waits included (default {DEFAULT_OPERATION_TIMEOUT:.0f}).",
        type="number",
    ),
    Setting(
        "importByExternalId",
        ("MSGRAPH_IMPORT_BY_EXTERNAL_ID",),
        "Whether a meeting can be imported as `userId/externalId`. Graph finds an external id only by createOrGet,"
        " which makes the meeting where there is none; so it must be switched on.",
        type="boolean",
    ),
)


@dataclass(frozen=True)
class Settings:
    """What the provider was told, checked one by one; which sign-in follows from it is decided in ``auth``.

    Frozen and hashable: it is the key under which a process keeps its session. Secrets stay out of its ``repr``.
    """

    tenant_id: str | None = None
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    access_token_type: str | None = None
    user_id: str | None = None
    cloud: Cloud = CLOUDS["public"]
    graph_endpoint: str = CLOUDS["public"].graph
    authority_host: str = CLOUDS["public"].login
    max_parallel_requests: int = DEFAULT_PARALLEL_REQUESTS
    operation_timeout: float = DEFAULT_OPERATION_TIMEOUT
    import_by_external_id: bool = False


def read_settings(configured: Callable[[str], object], environment: Mapping[str, str]) -> Settings:
    """The settings in force.

    Args:
        configured: looks a setting's name up in the explicit configuration; ``None`` where it is not set.
        environment: the process's environment variables.

    Raises:
        ConfigurationError: names the setting, what is wrong with its value (never the value of a secret), and the fix.
    """
    found = {row.name: _value(row, configured, environment) for row in SETTINGS}
    cloud = cloud_named(found["environment"] or "public")
    values: dict[str, object] = {_attribute(row.name): found[row.name] for row in SETTINGS}
    del values["environment"]
    values |= {
        "cloud": cloud,
        "graph_endpoint": _root("graphEndpoint", found["graphEndpoint"] or cloud.graph),
        "authority_host": _root("authorityHost", found["authorityHost"] or cloud.login),
        "access_token": _token("accessToken", found["accessToken"]),
        "access_token_type": _one_of("accessTokenType", found["accessTokenType"], TOKEN_TYPES),
        "max_parallel_requests": int(_number("maxParallelRequests", found) or DEFAULT_PARALLEL_REQUESTS),
        "operation_timeout": _number("operationTimeout", found) or DEFAULT_OPERATION_TIMEOUT,
        "import_by_external_id": _switched_on("importByExternalId", found),
    }
    return Settings(**values)  # type: ignore[arg-type]


def _value(row: Setting, configured: Callable[[str], object], environment: Mapping[str, str]) -> str | None:
    explicit = configured(row.name)
    if explicit is not None and str(explicit).strip():
        return str(explicit).strip()
    return next((text for name in row.environment if (text := environment.get(name, "").strip())), None)


def _attribute(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _one_of(name: str, value: str | None, members: tuple[str, ...]) -> str | None:
    if value is not None and value not in members:
        raise ConfigurationError(f"The setting {name} is {value!r}.", fix=f"Use one of: {', '.join(members)}.")
    return value


def _number(name: str, found: Mapping[str, str | None]) -> float | None:
    text = found[name]
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 1 <= number < float("inf"):
        raise ConfigurationError(f"The setting {name} is {text!r}.", fix="Use a number of at least 1.")
    return number


def _switched_on(name: str, found: Mapping[str, str | None]) -> bool:
    text = (found[name] or "false").lower()
    if text not in ("true", "false"):
        raise ConfigurationError(f"The setting {name} is {text!r}.", fix="Use true or false.")
    return text == "true"


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
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ConfigurationError(
            f"The setting {name} is an http:// address.",
            "A token sent over plain http can be read on the way; it is allowed to this machine only.",
            "Use https://.",
        )
    return f"{parts.scheme}://{parts.netloc}"


def _parts(url: str) -> SplitResult | None:
    """The parts of an address whose host and port can be real."""
    try:
        parts = urlsplit(url)
        fits = _HOST.fullmatch(parts.hostname or "") and parts.port != 0
    except ValueError:
        return None
    return parts if fits else None


def _token(name: str, value: str | None) -> str | None:
    if value is not None and not _TOKEN.fullmatch(value):
        raise ConfigurationError(
            f"The setting {name} is no token: it holds a blank, a line break or another character that none has.",
            fix="Set the token alone, on one line and without the word Bearer.",
        )
    return value
