"""Make a lifecycle from settings; no request is sent until it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.auth import token_source
from msgraph_meetings.graph.access_policy import PolicyWait
from msgraph_meetings.graph.calls import Graph
from msgraph_meetings.graph.gate import Pacer
from msgraph_meetings.graph.session import Session
from msgraph_meetings.http.transport import Http
from msgraph_meetings.meetings.lifecycle import Lifecycle

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.meetings.registry import Registry


def connect(settings: Settings, registry: Registry) -> Lifecycle:
    """Return a lifecycle with a session and a gate of its own.

    Raises:
        ConfigurationError: the settings name no way to sign in.
    """
    return lifecycle(settings, connect_graph(settings), registry)


def lifecycle(settings: Settings, graph: Graph, registry: Registry) -> Lifecycle:
    """Return a lifecycle on that Graph."""
    return Lifecycle(graph, registry, PolicyWait(settings.wait_for_access_policy), settings.cloud.lacks)


def connect_graph(settings: Settings) -> Graph:
    """Return Graph, with a session and a gate of its own.

    Raises:
        ConfigurationError: the settings name no way to sign in.
    """
    tokens = token_source(settings)
    pacer = Pacer(settings.max_parallel_requests)
    return Graph(Session(Http(), settings.graph_endpoint, tokens, pacer, login=settings.authority_host))
