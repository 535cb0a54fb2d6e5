"""The plugin protocol: what the engine calls, by the protocol's own names.

Calls that this plugin does not know answer UNIMPLEMENTED, as the protocol wants; the engine then does without them.
"""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING

from google.protobuf.empty_pb2 import Empty

from msgraph_meetings.engine.protocol import plugin_pb2, provider_pb2, provider_pb2_grpc
from msgraph_meetings.http.notices import Notices
from msgraph_meetings.plugin import configuration, functions, meetings, schema
from msgraph_meetings.plugin.failures import MalformedError, NotConfiguredError
from msgraph_meetings.plugin.urn import Urn

if TYPE_CHECKING:
    import grpc

    from msgraph_meetings.meetings.registry import Registry
    from msgraph_meetings.plugin.deployment import Deployment
    from msgraph_meetings.plugin.engine_log import EngineLog

RESOURCE = "msgraph-meetings:index:OnlineMeeting"


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """The provider, for one engine; if attached, for several engines one after the other.

    An engine keeps one connection for each provider resource of a program and configures each. The connection selects
    the configuration of a call, if several share this process.

    Args:
        log: the engine's log.
    """

    def __init__(self, log: EngineLog) -> None:
        self._log = log
        self._notices = Notices(log.tell(""))
        self._lock = Lock()
        self._deployments: dict[str, Deployment] = {}
        self._latest: Deployment | None = None
        self._registries: dict[str, Registry] = {}

    def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, _context: grpc.ServicerContext
    ) -> provider_pb2.ProviderHandshakeResponse:
        """Return the accepted forms: secrets and outputs; a resource arrives as its id."""
        self._log.connect(request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, accept_outputs=True)

    def Attach(self, request: plugin_pb2.PluginAttach, _context: grpc.ServicerContext) -> Empty:
        """Connect to the engine's log, for a plugin that was started by hand."""
        self._log.connect(request.address)
        return Empty()

    def GetPluginInfo(self, _request: Empty, _context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Return the version."""
        return plugin_pb2.PluginInfo(version=schema.version())

    def GetSchema(
        self, request: provider_pb2.GetSchemaRequest, _context: grpc.ServicerContext
    ) -> provider_pb2.GetSchemaResponse:
        """Return the package schema."""
        if request.version:
            raise MalformedError(
                f"This plugin does not support version {request.version} of Pulumi's schema format, only version 0."
            )
        return provider_pb2.GetSchemaResponse(schema=schema.schema())

    def CheckConfig(
        self, request: provider_pb2.CheckRequest, _context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Return every problem of the provider's arguments or of the stack's configuration."""
        return configuration.check(request)

    def DiffConfig(
        self, request: provider_pb2.DiffRequest, _context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """Return the changes of the configuration, and if they lead to another tenant or cloud."""
        return configuration.diff(request, self._log.tell(request.urn))

    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        """Start a deployment with new settings and sessions."""
        from msgraph_meetings.plugin.deployment import Deployment  # noqa: PLC0415  (the port line must not wait for it)

        settings = configuration.settings(request, os.environ)
        with self._lock:
            before = self._deployments.get(context.peer())
            registry = self._registry(self._log.address, anew=before is not None)
            secret = configuration.user_is_secret(request)
            deployment = Deployment(settings, registry, self._notices, secret_user=secret)
            self._deployments[context.peer()] = self._latest = deployment
        if before is not None:
            before.close()
        return provider_pb2.ConfigureResponse(acceptSecrets=True, acceptOutputs=True, supportsPreview=True)

    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        """Return every problem of a resource's arguments, each with its property path."""
        _require_meeting(request.urn)
        return meetings.check(request, self._deployment(context), self._log.tell(request.urn))

    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        """Return the changes of a meeting."""
        _require_meeting(request.urn)
        with self._lock:
            deployment = self._deployments.get(context.peer(), self._latest)
        return meetings.diff(request, deployment, self._log.tell(request.urn))

    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> provider_pb2.CreateResponse:
        """Create or adopt a meeting."""
        _require_meeting(request.urn)
        with self._notices.during_create():
            return meetings.create(request, self._deployment(context), self._log.tell(request.urn))

    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> provider_pb2.ReadResponse:
        """Refresh, import or look up a meeting."""
        _require_meeting(request.urn)
        deployment, tell = self._deployment(context), self._log.tell(request.urn)
        return meetings.read(request, deployment, tell, self._log.engine_is)

    def Update(self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext) -> provider_pb2.UpdateResponse:
        """Change a meeting."""
        _require_meeting(request.urn)
        return meetings.update(request, self._deployment(context), self._log.tell(request.urn))

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> Empty:
        """Delete a meeting."""
        _require_meeting(request.urn)
        meetings.delete(request, self._deployment(context), self._log.tell(request.urn))
        return Empty()

    def Invoke(self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext) -> provider_pb2.InvokeResponse:
        """Return a function's value."""
        return functions.invoke(request, self._deployment(context), self._log.tell(""))

    def Cancel(self, _request: Empty, context: grpc.ServicerContext) -> Empty:
        """End every wait of the connection's deployment, or of all deployments if it has none."""
        with self._lock:
            one = self._deployments.get(context.peer())
        for deployment in [one] if one else self._every():
            deployment.cancel()
        return Empty()

    def close(self) -> None:
        """Show the remaining notices, end every wait of every deployment, and close the connections."""
        self._notices.flush()
        for deployment in self._every():
            deployment.close()

    def _registry(self, engine: str, *, anew: bool) -> Registry:
        """Return the registry of the engine at that address; a new one if the connection starts another deployment.

        Without an address, each connection has its own registry: it is unknown which connections belong together.
        """
        from msgraph_meetings.meetings.claim_journal import open_journal  # noqa: PLC0415
        from msgraph_meetings.meetings.registry import Registry  # noqa: PLC0415

        if anew or not engine or engine not in self._registries:
            if engine in self._registries:
                self._registries[engine].close()
            self._registries[engine] = Registry(open_journal(engine))
        return self._registries[engine]

    def _every(self) -> list[Deployment]:
        with self._lock:
            return list(self._deployments.values())

    def _deployment(self, context: grpc.ServicerContext) -> Deployment:
        with self._lock:
            found = self._deployments.get(context.peer(), self._latest)
        if found is None:
            raise NotConfiguredError("The provider is not configured yet.", "The engine must call Configure first.")
        return found


def _require_meeting(urn: str) -> None:
    kind = Urn.of(urn).type
    if kind != RESOURCE:
        raise MalformedError(f"This plugin does not have the resource {kind!r}, only {RESOURCE}.")
