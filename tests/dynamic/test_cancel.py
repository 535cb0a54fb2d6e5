"""The engine's Cancel, which is all that a dynamic provider hears of Ctrl-C. Should the SDK change it, these fail."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

import pytest
from google.protobuf.empty_pb2 import Empty

from msgraph_meetings_emulator import Fault
from tests.dynamic.conftest import machine
from tests.dynamic.server import DynamicServer, Refused
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

MORE_THAN_THE_SDK_HAS_THREADS = 6
PLENTY = 60


@pytest.fixture
def server(tmp_path: Path, msgraph_emulator: Emulator) -> DynamicServer:
    """A server of its own: a cancelled one is used no more."""
    return DynamicServer(tmp_path, msgraph_emulator.environment(machine()))


def await_requests(emulator: Emulator) -> None:
    """Waits until the service has refused a request."""
    until(lambda: emulator.journal(path="*/createOrGet"))


def test_cancel_ends_every_throttled_wait_when_more_wait_than_the_sdk_has_threads(
    server: DynamicServer, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(Fault.throttled(None, 120, path="*/createOrGet"))
    with server, ThreadPoolExecutor(MORE_THAN_THE_SDK_HAS_THREADS) as pool:
        server.check({"externalId": "first"})
        waiting = [
            pool.submit(server.create, {"userId": msgraph_emulator.user_id, "externalId": f"m{number}"})
            for number in range(MORE_THAN_THE_SDK_HAS_THREADS)
        ]
        await_requests(msgraph_emulator)
        server.call("Cancel", Empty())
        for done in as_completed(waiting, timeout=PLENTY):  # sooner than the service asks to wait
            with pytest.raises(Refused, match=r"^meeting m\d: stopped, because the deployment was cancelled\."):
                done.result()
    assert msgraph_emulator.meetings() == []


def test_delete_cancels_nothing(server: DynamicServer, msgraph_emulator: Emulator) -> None:
    with server:
        server.delete(*server.up({"externalId": "a"}))
        assert server.up({"externalId": "b"})[0]  # a cancelled deployment sends nothing more


@pytest.mark.parametrize("name", ["pulumi.dynamic.__main__", "program"])
def test_cancel_stays_unnoticed_where_the_process_has_nothing_to_replace(name: str) -> None:
    program = f"""
import sys
from importlib.machinery import ModuleSpec
sys.modules["__main__"].__spec__ = ModuleSpec({name!r}, None)
from msgraph_meetings.dynamic.engine_cancel import cancelled, notice_cancel
notice_cancel()
assert not cancelled().is_set()
assert "empty_pb2" not in globals()
"""
    subprocess.run([sys.executable, "-c", program], check=True)
