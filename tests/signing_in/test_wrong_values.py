"""A wrong value of each way to sign in: what a person reads is the catalogue's message, and no value."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import grpc
import psutil
import pytest

from tests.dynamic.server import DynamicServer, Refused
from tests.engine.tracebacks import frames_of_ours
from tests.plugin.processes import CONSOLE_SCRIPT, Process
from tests.sampling import sampled_items
from tests.signing_in.canaries import Canaries
from tests.signing_in.messages import tells
from tests.signing_in.ways import WAYS, Way, explicit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.signing_in.conftest import Door
    from tests.signing_in.machine import Machine

ALONE = {name: way for name, way in WAYS.items() if way.alone}
TOGETHER = {name: way for name, way in WAYS.items() if not way.alone}
HERE = (
    "ready token",
    "certificate in a PEM file",
    "secret",
    "OIDC token in a file",
    "GitHub Actions",
    "Arc",
    "Azure CLI of a person",
)
"""One of each method that needs a process of its own; one deployment of the plugin has all that can be combined."""


@pytest.mark.parametrize(("name", "way"), sampled_items(WAYS, HERE))
def test_dynamic_resource_explains_a_wrong_value_of_each_sign_in(
    machine: Machine, tmp_path: Path, name: str, way: Way
) -> None:
    environment = {**os.environ, **way.environment(machine, way.wrong)}
    with DynamicServer(tmp_path, environment) as server:
        with pytest.raises(Refused) as refused:
            server.up({"externalId": name})
        assert tells(str(refused.value), way.row), refused.value
        Canaries(machine).assert_unseen(str(refused.value) + server.printed)


def test_both_provider_processes_prevent_core_dumps(machine: Machine, tmp_path: Path) -> None:
    here = psutil.Process()
    soft, hard = here.rlimit(psutil.RLIMIT_CORE)
    here.rlimit(psutil.RLIMIT_CORE, (hard, hard))  # as where developers look into crashes
    try:
        environment = {**os.environ, **machine.emulator.environment()}
        with DynamicServer(tmp_path, environment) as server:
            server.check({"externalId": "m"})
            assert psutil.Process(server._process.pid).rlimit(psutil.RLIMIT_CORE) == (0, hard)
        with Process((CONSOLE_SCRIPT,), folder=tmp_path) as plugin:
            assert psutil.Process(plugin.process.pid).rlimit(psutil.RLIMIT_CORE) == (0, hard)
    finally:
        here.rlimit(psutil.RLIMIT_CORE, (soft, hard))


@pytest.mark.parametrize(("name", "way"), sampled_items(ALONE, HERE))
def test_plugin_explains_a_wrong_value_of_each_sign_in(machine: Machine, tmp_path: Path, name: str, way: Way) -> None:
    with Process((CONSOLE_SCRIPT,), folder=tmp_path, variables=way.environment(machine, way.wrong)) as plugin:
        plugin.door.configure()
        with pytest.raises(grpc.RpcError) as refused:
            plugin.door.make({"externalId": name})
        assert tells(refused.value.details(), way.row), refused.value.details()
        Canaries(machine).assert_unseen(refused.value.details())


def test_deployment_with_many_providers_explains_each_wrong_value(machine: Machine, plugin_door: Door) -> None:
    environment, settings = machine.environment, {}
    for name, way in TOGETHER.items():
        settings[name], variables = explicit(way.wrong(machine))
        environment |= variables
    with plugin_door.one_plugin(environment) as attached:
        said = plugin_door.up_with_providers(settings, attached, "--continue-on-error", fails=True)
    assert {name: way.row for name, way in TOGETHER.items() if not tells(said, way.row)} == {}
    assert frames_of_ours(said) == []
