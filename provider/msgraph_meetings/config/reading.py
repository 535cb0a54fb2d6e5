"""Read the settings: the stack's configuration first, then the environment; an empty value counts as not set.

The settings themselves are in ``table``. Nothing here uses the network or reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgraph_meetings.config.clouds import CLOUDS, Cloud, cloud_named
from msgraph_meetings.config.table import (
    ALTERNATIVES,
    DEFAULT_OPERATION_TIMEOUT,
    DEFAULT_PARALLEL_REQUESTS,
    NOT_SETTINGS,
    OIDC_ORIGINS,
    SETTINGS,
    Setting,
)
from msgraph_meetings.config.values import value_of
from msgraph_meetings.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OF_THE_SIGN_IN = frozenset(row.name for row in SETTINGS if row.sign_in) | {"accessTokenType"}


@dataclass(frozen=True)
class Settings:
    """The settings, checked one by one; ``auth`` decides which sign-in they select.

    Frozen and hashable: it is the key under which a process keeps its session. Secrets stay out of its ``repr``. A
    switch that is not set is ``None``. ``explicit`` names the sign-in settings that the program or the stack
    gave: they select the sign-in method, so they are part of the key. ``user_id_variable`` is the environment
    variable that ``user_id`` came from, for messages.
    """

    tenant_id: str | None = None
    client_id: str | None = None
    client_id_file_path: str | None = None
    access_token: str | None = field(default=None, repr=False)
    access_token_file_path: str | None = None
    access_token_type: str | None = None
    client_certificate: str | None = field(default=None, repr=False)
    client_certificate_path: str | None = None
    client_certificate_password: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)
    client_secret_file_path: str | None = None
    use_oidc: bool | None = None
    oidc_token: str | None = field(default=None, repr=False)
    oidc_token_file_path: str | None = None
    oidc_request_url: str | None = None
    oidc_request_token: str | None = field(default=None, repr=False)
    ado_pipeline_service_connection_id: str | None = None
    use_aks_workload_identity: bool | None = None
    federated_token_file_path: str | None = None
    use_msi: bool | None = None
    use_cli: bool | None = None
    user_id: str | None = None
    external_id_prefix: str | None = None
    cloud: Cloud = CLOUDS["public"]
    graph_endpoint: str = CLOUDS["public"].graph
    authority_host: str = CLOUDS["public"].login
    disable_instance_discovery: bool | None = None
    max_parallel_requests: int = DEFAULT_PARALLEL_REQUESTS
    operation_timeout: float = DEFAULT_OPERATION_TIMEOUT
    wait_for_access_policy: float = 0.0
    import_by_external_id: bool = False
    explicit: frozenset[str] = frozenset()
    user_id_variable: str | None = field(default=None, compare=False)

    @property
    def create_timeout(self) -> float:
        """The seconds for one create: ``operationTimeout``, whose default leaves out the wait for an access policy."""
        waits = self.wait_for_access_policy if self.operation_timeout == DEFAULT_OPERATION_TIMEOUT else 0.0
        return self.operation_timeout + waits


@dataclass(frozen=True)
class Found:
    """A setting that was given.

    Args:
        text: its value; kept out of ``repr``.
        source: the environment variable, or ``None`` for the explicit configuration.
        rank: 0 for the explicit configuration, then the place of the variable in the setting's row.
    """

    text: str = field(repr=False)
    source: str | None
    rank: int

    @property
    def told_source(self) -> str:
        """Return the environment variable, for messages; empty if the setting is explicit."""
        return f" (from {self.source})" if self.source else ""


def read_settings(configured: Callable[[str], object], environment: Mapping[str, str]) -> Settings:
    """Return the settings in force.

    Args:
        configured: looks a setting's name up in the explicit configuration; ``None`` where it is not set.
        environment: the process's environment variables.

    Raises:
        ConfigurationError: names the setting, the problem of its value (never a secret's value), and the fix.
    """
    for name, reason in NOT_SETTINGS.items():
        if _text(configured(name)):
            raise ConfigurationError(f"This provider does not have the setting {name!r}: {reason}.", fix="Remove it.")
    found = find_settings(configured, environment)
    cloud_name = found.pop("environment", Found("public", None, 0))
    cloud = cloud_named(cloud_name.text, cloud_name.told_source)
    values = {"graph_endpoint": cloud.graph, "authority_host": cloud.login} | {
        _attribute(row.name): value_of(row, found[row.name].text, found[row.name].told_source)
        for row in SETTINGS
        if row.name in found
    }
    user_variable = found["userId"].source if "userId" in found else None
    explicit = frozenset(name for name, value in found.items() if value.rank == 0 and name in _OF_THE_SIGN_IN)
    return Settings(cloud=cloud, explicit=explicit, user_id_variable=user_variable, **values)


def find_settings(configured: Callable[[str], object], environment: Mapping[str, str]) -> dict[str, Found]:
    """Return every setting that was given, by name, with its source.

    Args:
        configured: as ``read_settings`` takes it.
        environment: as ``read_settings`` takes it.

    Raises:
        ConfigurationError: two settings of equal rank exclude each other.
    """
    use_oidc = next(row for row in SETTINGS if row.name == "useOidc")
    asked = _found(use_oidc, configured, environment, pipeline=False)
    pipeline = asked is not None and asked.text.lower() == "true"
    rows = {row.name: _found(row, configured, environment, pipeline=pipeline) for row in SETTINGS}
    found = {name: value for name, value in rows.items() if value is not None}
    for pair in ALTERNATIVES:
        _choose(pair, found)
    _leave_explicit_oidc(found)
    return found


def _found(
    row: Setting, configured: Callable[[str], object], environment: Mapping[str, str], *, pipeline: bool
) -> Found | None:
    text = _text(configured(row.name))
    if text:
        return Found(text, None, 0)
    variables = row.environment + (row.pipeline if pipeline else ())
    given = (Found(_text(environment.get(name)), name, rank) for rank, name in enumerate(variables, 1))
    return next((found for found in given if found.text), None)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _choose(pair: tuple[str, str], found: dict[str, Found]) -> None:
    """Keep the more explicit one of two settings; a setting in a program overrides one of the machine."""
    if not all(name in found for name in pair):
        return
    first, second = sorted(pair, key=lambda name: found[name].rank)
    if found[first].rank == found[second].rank:
        raise ConfigurationError(
            f"{pair[0]} and {pair[1]} are both set.",
            f"They come from {_where(found, pair[0])} and {_where(found, pair[1])}, and only one of them can be used.",
            "Remove one of them.",
        )
    del found[second]


def _leave_explicit_oidc(found: dict[str, Found]) -> None:
    """Keep only explicit origins of an OIDC token, if there is one: the method would take an ambient token first."""
    ranks = {name: found[name].rank for name in OIDC_ORIGINS if name in found}
    if 0 in ranks.values():
        for name in [name for name, rank in ranks.items() if rank != 0]:
            del found[name]


def _where(found: Mapping[str, Found], name: str) -> str:
    return found[name].source or f"msgraph-meetings:{name}"


def _attribute(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
