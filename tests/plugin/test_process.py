"""The process: how it starts, what it prints, how it ends, and what it does not load before it must."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
import yaml
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2

from msgraph_meetings.engine.call import engine_address
from msgraph_meetings.plugin.lifeline import Lifeline
from msgraph_meetings_emulator import Fault
from tests.listening import assert_on_loopback_alone
from tests.plugin.door import urn
from tests.plugin.processes import BARE_MODE, CHECKOUT, CONSOLE_SCRIPT, LIMIT, Process
from tests.waiting import until
from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.fake_engine import FakeEngine

STARTS = {"console script": (CONSOLE_SCRIPT,), "bare mode": BARE_MODE}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's folder: its modules have names that a plugin might trip over, and none may be imported."""
    for name in ("calendar", "provider", "grpc", "msgraph_meetings", "sdk", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the module of the user was imported')\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", STARTS.values(), ids=STARTS)
@pytest.mark.parametrize(
    "arguments",
    [(), ("{engine}",), ("--logtostderr", "-v=9", "--tracing", "http://localhost:1/x", "{engine}")],
    ids=["by hand", "by an engine", "by an engine with flags"],
)
def test_plugin_prints_only_its_port_and_ends_silently(
    folder: Path, engine: FakeEngine, command: tuple[str, ...], arguments: tuple[str, ...]
) -> None:
    filled = [argument.format(engine=engine.address) for argument in arguments]
    with Process(command, *filled, folder=folder) as plugin:
        assert plugin.door.stub.GetPluginInfo(Empty()).version
        assert plugin.first_line == f"{int(plugin.first_line)}\n"
        assert plugin.signal(signal.SIGINT) == (0, "", "")


def test_plugin_does_all_its_work_where_warnings_are_errors(folder: Path, msgraph_emulator: Emulator) -> None:
    strict = msgraph_emulator.environment() | {"PYTHONWARNINGS": "error"}
    with Process((CONSOLE_SCRIPT,), folder=folder, variables=strict) as plugin:
        plugin.door.configure()
        id_, state, inputs = plugin.door.make({"externalId": "x", "allowRecording": False})
        assert plugin.door.read(id_, state, inputs).id == id_
        assert not plugin.door.invoke({"id": id_}).failures
        plugin.door.update(id_, state, inputs | {"subject": "New"})
        plugin.door.delete(id_, state)
        assert plugin.signal(signal.SIGINT) == (0, "", "")


def test_sigterm_ends_the_plugin_silently(folder: Path) -> None:
    with Process((CONSOLE_SCRIPT,), folder=folder) as plugin:
        assert plugin.signal(signal.SIGTERM) == (0, "", "")


def test_a_signal_ends_what_is_under_way_with_an_answer(folder: Path, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(Fault.throttled(None, 100, path="*/onlineMeetings*"))
    with Process((CONSOLE_SCRIPT,), folder=folder, variables=msgraph_emulator.environment()) as plugin:
        plugin.door.configure()
        checked, _ = plugin.door.check({"externalId": "x"})
        request = provider_pb2.CreateRequest(urn=urn())
        request.properties.update(checked)
        create = plugin.door.stub.Create.future(request)
        until(lambda: create.done() or msgraph_emulator.journal(path="*/createOrGet"))
        assert not create.done(), create.exception()
        plugin.process.send_signal(signal.SIGINT)
        assert create.exception(60).details().endswith("Run `pulumi up` again to continue.")
        assert plugin.end() == (0, "", "")


def test_plugin_is_not_reached_by_another_address_of_the_machine(port: int) -> None:
    assert_on_loopback_alone(port)


def test_nothing_that_takes_long_is_loaded_before_it_is_needed() -> None:
    program = """if True:
        import json, sys
        from msgraph_meetings.plugin.engine_log import EngineLog
        from msgraph_meetings.plugin.server import serve
        from msgraph_meetings.plugin.servicer import Provider
        server, _ = serve(Provider(EngineLog()))
        print(json.dumps(sorted(sys.modules)))
        server.stop(None)
    """
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = set(json.loads(done.stdout))
    assert not loaded & {"msal", "requests", "urllib3", "pydantic", "tenacity", "msgraph_meetings.config.reading"}


def test_msal_and_requests_wait_for_the_first_request_to_the_service(folder: Path) -> None:
    """A preview of a meeting with a client secret loads the models, and neither of the two."""
    program = """if True:
        import sys
        from msgraph_meetings.plugin import meetings
        from msgraph_meetings.plugin.deployment import Deployment
        from msgraph_meetings.meetings.registry import Registry
        from msgraph_meetings.config.reading import Settings
        from pulumi.runtime.proto import provider_pb2
        urn = "urn:pulumi:dev::p::msgraph-meetings:index:OnlineMeeting::m"
        deployment = Deployment(Settings(tenant_id="t", client_id="c", client_secret="s", user_id="u"), Registry())
        meetings.check(provider_pb2.CheckRequest(urn=urn), deployment, print)
        meetings.create(provider_pb2.CreateRequest(urn=urn, preview=True), deployment, print)
        meetings.diff(provider_pb2.DiffRequest(urn=urn, id="1"), deployment, print)
        print(*sorted({"msal", "requests"} & set(sys.modules)))
    """
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "\n"


def test_host_installs_the_plugin_into_an_environment_that_is_not_the_developer_s() -> None:
    runtime = yaml.safe_load((CHECKOUT / "PulumiPlugin.yaml").read_text("utf-8"))["runtime"]
    assert (runtime["name"], runtime["options"]["toolchain"]) == ("python", "pip")
    assert not (CHECKOUT / "uv.lock").exists()  # a host would prefer it to the manifest
    environment = CHECKOUT / runtime["options"]["virtualenv"]
    assert environment.parent == CHECKOUT
    assert environment != Places.here().venv
    ignored = subprocess.run(["git", "check-ignore", "--quiet", f"{environment}/"], cwd=CHECKOUT, check=False)
    assert ignored.returncode == 0


def test_host_that_installs_the_requirements_of_a_checkout_only_installs_the_plugin() -> None:
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-"]
    alone = ["--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *alone, "-r", "requirements.txt"], cwd=CHECKOUT, check=True, capture_output=True)
    names = [one["metadata"]["name"] for one in json.loads(done.stdout)["install"]]
    assert names == ["msgraph-meetings"]


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        ([], ""),
        (["127.0.0.1:80"], "127.0.0.1:80"),
        (["[::1]:80"], "[::1]:80"),
        (["--tracing", "http://x:1/y", "127.0.0.1:80"], "127.0.0.1:80"),
        (["-v=9"], ""),
        (["--tracing", "http://localhost:80"], ""),
        (["--help"], ""),
    ],
)
def test_the_engine_s_address_is_the_last_argument(arguments: list[str], address: str) -> None:
    assert engine_address(arguments) == address


def test_lifeline_reports_an_engine_that_is_gone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as engine:
        gone = threading.Event()
        lifeline = Lifeline(f"127.0.0.1:{engine.getsockname()[1]}", gone.set, seconds=0.01)
        lifeline.start()
        for _ in range(2):
            engine.accept()[0].close()
        assert not gone.is_set()
    lifeline.join(LIMIT)
    assert gone.is_set()


def test_plugin_ends_when_its_engine_was_killed(folder: Path) -> None:
    with Process((CONSOLE_SCRIPT,), "127.0.0.1:9", folder=folder) as plugin:
        assert plugin.end() == (0, "", "")
