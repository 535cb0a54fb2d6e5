"""The tenant that the environment names, and the meetings of one run in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgraph_meetings.auth import expected_token_type, method_for
from msgraph_meetings.config.reading import read_settings
from msgraph_meetings.errors import NotFoundError
from msgraph_meetings.http.operation import Operation
from msgraph_meetings.meetings.connect import connect_graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.config.reading import Settings

_SETTINGS = ("ARM_", "AZURE_", "MSGRAPH_", "ACTIONS_ID_TOKEN_", "SYSTEM_", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
_SECONDS = 120.0


def settings_in(environment: Mapping[str, str]) -> Settings:
    """Return the provider's settings from the environment alone."""
    return read_settings(lambda _name: None, environment)


def missing(environment: Mapping[str, str]) -> str:
    """Return a sentence about the missing settings of a tenant, or an empty text."""
    settings = settings_in(environment)
    if method_for(settings) is None:
        return (
            "no way to sign in is set: ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET, or another of those in"
            " docs/sign-in.md"
        )
    if expected_token_type(settings) == "application" and not settings.user_id:
        return "MSGRAPH_USER_ID is not set: the object id of the organizer whose meetings the tests make and delete"
    return ""


class Tenant:
    """A tenant as the cases of `tests.lifecycle` use it; its requests cannot be seen.

    Args:
        environment: names tenant, sign-in and organizer.
        run: distinguishes this run's meetings from those of others.
    """

    def __init__(self, environment: Mapping[str, str], run: str) -> None:
        settings = settings_in(environment)
        self.environment = {name: value for name, value in environment.items() if name.startswith(_SETTINGS)}
        self._user = settings.user_id
        self._graph = connect_graph(settings)
        self._prefix = f"msgraph-meetings-live-{run}-"
        self._named: set[str] = set()

    def external_id(self, name: str) -> str:
        """Return an external id of this run; `sweep` deletes its meeting."""
        self._named.add(name)
        return f"{self._prefix}{name}"

    def requests(self) -> None:
        """Return None: the requests of a tenant cannot be seen."""

    def edit(self, meeting: str, properties: dict[str, Any]) -> None:
        """Change a meeting without the provider."""
        self._graph.patch(self._user, meeting, properties, self._operation())

    def force(self, values: dict[str, Any]) -> None:
        """Refuse: no test may change a tenant's policies."""
        raise NotImplementedError(values)

    def choose(self, switches: dict[str, Any]) -> None:
        """Refuse: a tenant has no switches."""
        raise NotImplementedError(switches)

    def delete(self, meeting: str) -> None:
        """Delete a meeting without the provider."""
        self._graph.delete(self._user, meeting, self._operation())

    def sweep(self) -> None:
        """Delete every meeting of the run. Only createOrGet finds one by its external id, so it may create it first."""
        for name in sorted(self._named):
            parameters = {"externalId": f"{self._prefix}{name}"}
            found = self._graph.create_or_get(self._user, parameters, self._operation())
            try:
                self.delete(found.content["id"])
            except NotFoundError:
                continue
        self._named.clear()

    def close(self) -> None:
        """Close the connections."""
        self._graph.session.close()

    def _operation(self) -> Operation:
        return Operation("live test", _SECONDS)
