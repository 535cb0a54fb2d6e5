"""CPU, requests, connections: what the plugin's own code costs for each meeting, beside a bare client.

python -m bench.cpu [--count 500]

The plugin's methods are called in this process, without gRPC and without the engine. The bare clients send the same
request to the same emulator: `requests` with a session, and `http.client`, which is the least that Python can do. The
aims in microseconds are for a machine on which the bare `requests` post takes 700 µs: the ratios hold for any machine.
"""

from __future__ import annotations

import http.client
import json
import os
import ssl
import statistics
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
import requests
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from bench.aims import Figure, show
from bench.connections import connections
from bench.service import GRAPH, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msgraph_meetings.plugin.servicer import Provider

COUNT = 500
ROUNDS = 5
"""In each, the plugin and the bare clients have a part of the meetings in turn; the median of each figure is taken."""

_WARM = 5
_TIMES = {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T10:00:00Z"}
MICROSECONDS = "µs"
TITLE = "CPU of the plugin, requests and connections"


class Context:
    """Stands in for the context of a gRPC call."""

    def peer(self) -> str:
        """Return who asks: always the same engine."""
        return "bench"

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_arguments, **_named: None


def spent(work: Callable[[Any], Any], items: Sequence[Any]) -> tuple[float, list[Any]]:
    """Return the microseconds of CPU that each item takes, and the results."""
    start = time.process_time()
    results = [work(item) for item in items]
    return (time.process_time() - start) / len(items) * 1e6, results


def medians(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the median of each figure over the rounds."""
    return {what: statistics.median(one[what] for one in rounds) for what in rounds[0]}


class Plugin:
    """The plugin's own code through a whole life of many meetings.

    Args:
        deploy: the provider of `up` and `refresh`.
        destroy: that of `destroy`: what one has checked, it does not delete.
        user: the organizer.
    """

    def __init__(self, deploy: Provider, destroy: Provider, user: str) -> None:
        self._deploy, self._destroy, self._user, self._context = deploy, destroy, user, Context()
        for provider in (deploy, destroy):
            provider.Configure(provider_pb2.ConfigureRequest(acceptSecrets=True), self._context)
        self.live("warm", _WARM)

    def live(self, name: str, count: int) -> dict[str, float]:
        """Return the CPU of each call in microseconds, for new meetings."""
        call, costs = self._deploy, {}
        urns = [f"urn:pulumi:bench::bench::msgraph-meetings:index:OnlineMeeting::{name}-{n}" for n in range(count)]
        first = [provider_pb2.CheckRequest(urn=urn, news=self._inputs(urn)) for urn in urns]
        costs["check"], checked = self._spent(call.Check, first)
        inputs = [answer.inputs for answer in checked]
        wanted = [provider_pb2.CreateRequest(urn=u, properties=i) for u, i in zip(urns, inputs, strict=True)]
        costs["create"], made = self._spent(call.Create, wanted)
        known = list(zip(urns, inputs, made, strict=True))
        again = [provider_pb2.CheckRequest(urn=u, news=i, olds=i) for u, i, _ in known]
        costs["check again"], _ = self._spent(call.Check, again)
        diffs = [provider_pb2.DiffRequest(urn=u, id=m.id, olds=m.properties, news=i, old_inputs=i) for u, i, m in known]
        costs["diff"], _ = self._spent(call.Diff, diffs)
        reads = [provider_pb2.ReadRequest(urn=u, id=m.id, properties=m.properties, inputs=i) for u, i, m in known]
        costs["read"], _ = self._spent(call.Read, reads)
        ends = [provider_pb2.DeleteRequest(urn=u, id=m.id, properties=m.properties) for u, _, m in known]
        costs["delete"], _ = self._spent(self._destroy.Delete, ends)
        return costs

    def _spent(self, method: Callable[[Any, Any], Any], items: Sequence[Any]) -> tuple[float, list[Any]]:
        return spent(lambda request: method(request, self._context), items)

    def _inputs(self, urn: str) -> Struct:
        name = urn.rsplit("::", 1)[1]
        properties = {"externalId": name, "subject": f"Meeting {name}", "userId": self._user, **_TIMES}
        return ParseDict(properties, Struct())


class Bare:
    """The same request by clients that do nothing else."""

    def __init__(self, service: Service) -> None:
        headers = {"Authorization": f"Bearer {service.application_token()}", "Content-Type": "application/json"}
        path = f"/v1.0/users/{service.user_id}/onlineMeetings/createOrGet"
        ways = {"requests": _by_requests, "http.client": _by_http_client}
        self._posts = {name: way(service, path, headers) for name, way in ways.items()}
        self.live("warm", _WARM)

    def live(self, name: str, count: int) -> dict[str, float]:
        """Return microseconds of CPU by client."""
        costs = {}
        for way, post in self._posts.items():
            with suppress(http.client.RemoteDisconnected):  # the service closes a connection that is idle for seconds
                post(f"{way}-{name}-idle")
            post(f"{way}-{name}-open")  # opens it again, so that no handshake is measured
            costs[f"bare {way} post"], _ = spent(post, [f"{way}-{name}-{n}" for n in range(count)])
        return costs


def _body(name: str) -> str:
    return json.dumps({"externalId": name, "subject": f"Meeting {name}", **_TIMES})


def _by_requests(service: Service, path: str, headers: dict[str, str]) -> Callable[[str], Any]:
    session = requests.Session()
    session.verify, session.trust_env = str(service.ca), False

    def post(name: str) -> Any:
        answer = session.post(f"{service.endpoint}{path}", data=_body(name), headers=headers, timeout=30)
        answer.raise_for_status()
        return answer.json()

    return post


def _by_http_client(service: Service, path: str, headers: dict[str, str]) -> Callable[[str], Any]:
    where = urlsplit(service.endpoint)
    trust = ssl.create_default_context(cafile=service.ca)
    connection = http.client.HTTPSConnection(where.hostname or "", where.port, context=trust)

    def post(name: str) -> Any:
        connection.request("POST", path, _body(name), headers)
        return json.loads(connection.getresponse().read())

    return post


def figures(count: int = COUNT) -> list[Figure]:
    """Return every figure with its aim."""
    with Service() as service:
        service.fresh()
        os.environ.update(service.environment())
        costs, sent = _costs(service, max(1, count // ROUNDS))
    found = [Figure(what, round(cost), MICROSECONDS) for what, cost in costs.items()]
    checked, made = costs["check"] + costs["diff"], costs["create"] - costs["bare requests post"]
    found += [
        Figure("check + diff", round(checked), MICROSECONDS, 300),
        Figure("create - bare requests post", round(made), MICROSECONDS, 600),
        Figure("(check + diff) ÷ bare requests post", round(checked / costs["bare requests post"], 2), "", 0.43),
        Figure("(create - bare post) ÷ bare post", round(made / costs["bare requests post"], 2), "", 0.86),
        Figure("requests sent ÷ needed", round(sent, 3), "", 1.0),
    ]
    return found + connections(count)


def _costs(service: Service, each: int) -> tuple[dict[str, float], float]:
    """Return medians, and the plugin's requests to Graph ÷ needed: one to create, one to read, one to delete."""
    from msgraph_meetings.plugin.engine_log import EngineLog  # noqa: PLC0415 - reads the environment that was just set
    from msgraph_meetings.plugin.servicer import Provider  # noqa: PLC0415

    with closing(Provider(EngineLog())) as deploy, closing(Provider(EngineLog())) as destroy:
        plugin, bare, rounds, sent = Plugin(deploy, destroy, service.user_id), Bare(service), [], 0
        for number in range(ROUNDS):
            service.clear_journal()
            own = plugin.live(f"round-{number}", each)
            sent += len(service.journal(path=GRAPH))
            rounds.append(own | bare.live(f"round-{number}", each))
        return medians(rounds), sent / (3 * each * ROUNDS)


@click.command()
@click.option("--count", default=COUNT, show_default=True, help="Meetings.")
def main(count: int) -> None:
    """Print one table."""
    show(figures(count), TITLE)


if __name__ == "__main__":
    main()
