"""The state between two Configure calls: settings, session, and the registry of the deployment."""

from __future__ import annotations

from threading import Event, Lock
from typing import TYPE_CHECKING

from msgraph_meetings.http.operation import Operation, SaidOnce

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.graph.calls import Graph
    from msgraph_meetings.http.notices import Notices
    from msgraph_meetings.http.operation import Tell
    from msgraph_meetings.meetings.lifecycle import Lifecycle
    from msgraph_meetings.meetings.registry import Registry


class Deployment:
    """One configuration in use. No library is loaded and no request sent before an operation needs it.

    Args:
        settings: the configuration.
        registry: which resource holds which meeting; all configurations of one engine share it.
        notices: of the whole process.
        secret_user: True if the setting ``userId`` is a secret.
    """

    def __init__(
        self, settings: Settings, registry: Registry, notices: Notices | None = None, *, secret_user: bool = False
    ) -> None:
        self.settings = settings
        self.registry = registry
        self.secret_user = secret_user
        self.said = SaidOnce()
        self._notices = notices
        self._cancelled = Event()
        self._lock = Lock()
        self._connected: tuple[Graph, Lifecycle] | None = None

    @property
    def lifecycle(self) -> Lifecycle:
        """The lifecycle of this deployment's meetings.

        Raises:
            ConfigurationError: the settings name no way to sign in.
        """
        return self._connection()[1]

    @property
    def graph(self) -> Graph:
        """Graph's calls, in the same session.

        Raises:
            ConfigurationError: the settings name no way to sign in.
        """
        return self._connection()[0]

    def _connection(self) -> tuple[Graph, Lifecycle]:
        from msgraph_meetings.meetings.connect import connect_graph, lifecycle  # noqa: PLC0415  (requests takes 60 ms to load)

        with self._lock:
            if self._connected is None:
                graph = connect_graph(self.settings)
                self._connected = graph, lifecycle(self.settings, graph, self.registry)
            return self._connected

    def operation(self, label: str, seconds: float, tell: Tell, urn: str = "", *, creates: bool = False) -> Operation:
        """Return the bounds of one operation: ``customTimeouts`` of the resource, else the setting."""
        timeout = seconds or (self.settings.create_timeout if creates else self.settings.operation_timeout)
        return Operation(label, timeout, tell, self._cancelled, resource=urn, notices=self._notices)

    def cancel(self) -> None:
        """End every wait of this deployment, and prevent further requests."""
        self._cancelled.set()

    def close(self) -> None:
        """Cancel the running operations, and close the connections."""
        self.cancel()
        with self._lock:
            if self._connected is not None:
                self._connected[0].session.close()
