"""The plugin's process beside a minimal one: time to its port, memory after 1,000 meetings, 64 creates at once.

python -m bench.plugin
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import psutil
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc
from rich.console import Console

from msgraph_meetings_emulator import EmulatorProcess

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROUNDS = 11
MEETINGS = 1000
TOGETHER = 64
AS_THE_ENGINE = 4 * (os.cpu_count() or 1)
"""The default number of operations that `pulumi up` runs at once."""
DELAY = 0.5
ROOT = Path(__file__).parents[1]
COMMANDS = {
    "bare": [sys.executable, "-m", "bench.noop"],
    "plugin": [str(Path(sys.executable).parent / "pulumi-resource-msgraph-meetings")],
}


@contextmanager
def started(name: str, environment: dict[str, str]) -> Iterator[tuple[float, subprocess.Popen[str], Any]]:
    """Start a provider, and yield the seconds to its port, its process and a stub."""
    start = time.perf_counter()
    process = subprocess.Popen(
        COMMANDS[name], cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    port = process.stdout.readline().strip() if process.stdout else ""
    seconds = time.perf_counter() - start
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield seconds, process, provider_pb2_grpc.ResourceProviderStub(channel)
    process.kill()
    process.communicate()


@contextmanager
def configured(name: str, environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """Start and configure a provider, and yield its process and a stub."""
    with started(name, environment) as (_seconds, process, stub):
        stub.Configure(provider_pb2.ConfigureRequest(acceptSecrets=True))
        yield process, stub


def to_port(environment: dict[str, str]) -> dict[str, float]:
    """Return the median of the seconds from start to port, of both in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, taken in seconds.items():
            with started(name, environment) as (start, _process, _stub):
                taken.append(start)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def create(stub: Any, name: str, user: str) -> None:
    """Create one meeting."""
    properties = {"externalId": name, "subject": f"Meeting {name}", "userId": user}
    urn = f"urn:pulumi:bench::bench::msgraph-meetings:index:OnlineMeeting::{name}"
    stub.Create(provider_pb2.CreateRequest(urn=urn, properties=ParseDict(properties, Struct())))


def create_all(stub: Any, names: Iterable[str], user: str, at_once: int = AS_THE_ENGINE) -> None:
    """Create many meetings, some of them at once."""
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(lambda name: create(stub, name, user), names))


def megabytes(process: subprocess.Popen[str]) -> float:
    """Return the resident memory of a provider."""
    return float(psutil.Process(process.pid).memory_info().rss) / 2**20


def memory(name: str, environment: dict[str, str], user: str) -> float:
    """Return the resident megabytes after the meetings."""
    with configured(name, environment) as (process, stub):
        create_all(stub, (f"{name}-{n}" for n in range(MEETINGS)), user)
        return megabytes(process)


def together(emulator: EmulatorProcess, environment: dict[str, str]) -> float:
    """Return the time of 64 creates at once as a multiple of the service's delay of half a second."""
    emulator.arm(path="*/createOrGet", times=None, delay=DELAY)
    wider = environment | {"MSGRAPH_MAX_PARALLEL_REQUESTS": str(TOGETHER)}
    with configured("plugin", wider) as (_process, stub):
        start = time.perf_counter()
        create_all(stub, (f"together-{n}" for n in range(TOGETHER)), emulator.user_id, TOGETHER)
        return (time.perf_counter() - start) / DELAY


def main() -> None:
    """Print the figures."""
    say = Console().print
    with EmulatorProcess() as emulator:
        environment = emulator.environment()
        port = to_port(environment)
        ratio = port["plugin"] / port["bare"]
        say(f"to the port: bare {port['bare']:.3f} s, plugin {port['plugin']:.3f} s, ratio {ratio:.2f}")
        held = {name: memory(name, environment, emulator.user_id) for name in COMMANDS}
        say(f"after {MEETINGS} meetings: bare {held['bare']:.0f} MB, plugin {held['plugin']:.0f} MB")
        say(f"{TOGETHER} creates at once: {together(emulator, environment):.1f} service delays of {DELAY} s")


if __name__ == "__main__":
    main()
