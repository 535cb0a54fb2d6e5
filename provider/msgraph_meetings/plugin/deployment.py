"""What lasts from one Configure to the next: settings, session, and what this deployment has done so far."""

from __future__ import annotations

from threading import Event, Lock
from typing import TYPE_CHECKING

from msgraph_meetings.ledger import Declarations
from msgraph_meetings.operation import Operation, SaidOnce

if TYPE_CHECKING:
    from msgraph_meetings.graph import Graph
    from msgraph_meetings.lifecycle import Lifecycle
    from msgraph_meetings.operation import Tell
    from msgraph_meetings.settings import Settings


class Deployment:
    """One configuration in use. Nothing is loaded or sent before an operation needs it.

    Args:
        settings: the configuration.
        secret_user: whether the setting ``userId`` is a secret.
    """

    def __init__(self, settings: Settings, *, secret_user: bool = False) -> None:
        self.settings = settings
        self.secret_user = secret_user
        self.notices = SaidOnce()
        self.declarations = Declarations()
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
        """The calls of Graph, in the same session.

        Raises:
            ConfigurationError: the settings name no way to sign in.
        """
        return self._connection()[0]

    def _connection(self) -> tuple[Graph, Lifecycle]:
        from msgraph_meetings.connect import connect_graph  # noqa: PLC0415  (requests and pydantic take 100 ms to load)
        from msgraph_meetings.ledger import Ledger  # noqa: PLC0415
        from msgraph_meetings.lifecycle import Lifecycle  # noqa: PLC0415

        with self._lock:
            if self._connected is None:
                graph = connect_graph(self.settings)
                self._connected = graph, Lifecycle(graph, Ledger())
            return self._connected

    def operation(self, label: str, seconds: float, tell: Tell) -> Operation:
        """The bounds of one operation: ``customTimeouts`` if the resource has some, else the setting."""
        return Operation(label, seconds or self.settings.operation_timeout, tell, self._cancelled)

    def cancel(self) -> None:
        """Ends every wait of this deployment, and lets it send nothing more."""
        self._cancelled.set()

    def close(self) -> None:
        """Cancels what is left of it, and closes its connections."""
        self.cancel()
        with self._lock:
            if self._connected is not None:
                self._connected[0].session.close()
