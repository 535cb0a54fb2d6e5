"""Fixtures: a machine in a tenant, and a stack for each door, deployed at the highest log level."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.config.table import SETTINGS
from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack
from tests.signing_in.canaries import Canaries
from tests.signing_in.machine import Machine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from msgraph_meetings_emulator import Emulator

LOUDEST = ("--logtostderr", "-v=9")
_SECRET = {row.name for row in SETTINGS if row.secret}
_PROVIDERS = """
import json, pathlib

WISH = json.loads(pathlib.Path({path!r}).read_text())
SECRET = {secret!r}

def provider(name, settings):
    given = {{key: pulumi.Output.secret(value) if key in SECRET else value for key, value in settings.items()}}
    return Provider(name, **given)

providers = {{name: provider(name, settings) for name, settings in WISH["providers"].items()}}
for name, (which, arguments) in WISH["meetings"].items():
    OnlineMeeting(name, ResourceOptions(provider=providers[which]), externalId=name, **arguments)
"""


@dataclass(frozen=True)
class Door:
    """One of the ways in, and a stack for it; what its deployments print and leave behind holds no secret.

    Args:
        stack: the stack.
        machine: where it is deployed.
        external_id: how its programs write the name.
    """

    stack: Stack
    machine: Machine
    external_id: str

    def up(self, name: str, environment: Mapping[str, str], *options: str, fails: bool = False) -> str:
        """Deploys one meeting, whose external id is the name, in that environment."""
        return self.deploy(f"OnlineMeeting('m', {self.external_id}={name!r})", environment, *options, fails=fails)

    def up_with_providers(
        self,
        settings: Mapping[str, Mapping[str, Any]],
        environment: Mapping[str, str],
        *options: str,
        meetings: Mapping[str, tuple[str, dict[str, Any]]] | None = None,
        fails: bool = False,
    ) -> str:
        """Deploys meetings with providers of their own.

        Args:
            settings: of each provider.
            environment: in which.
            options: of the command.
            meetings: the provider and arguments of each, by external id; left out, each provider has one of its name.
            fails: whether it is expected to.
        """
        wish = {"providers": settings, "meetings": meetings or {name: (name, {}) for name in settings}}
        path = self.machine.file("wish.json", json.dumps(wish))
        return self.deploy(_PROVIDERS.format(path=path, secret=_SECRET), environment, *options, fails=fails)

    def deploy(self, program: str, environment: Mapping[str, str], *options: str, fails: bool = False) -> str:
        """Deploys a program in that environment, as loudly as can be; what was printed."""
        kept = self.stack.environment
        home = self.stack.folder / "home"
        self.stack.environment = {**kept, "HOME": str(home), "TMPDIR": str(home), **environment}
        try:
            said = self.stack.up(program, *LOUDEST, *options, fails=fails).output
        finally:
            self.stack.environment = kept
        Canaries(self.machine).assert_unseen(said, self.stack.folder)
        return said


@pytest.fixture(scope="module")
def machine(_msgraph_emulator_server: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine in an empty tenant; both stay as they are for all tests of a file."""
    _msgraph_emulator_server.reset()
    found = Machine(_msgraph_emulator_server, tmp_path_factory.mktemp("machine"))
    found.prepare()
    yield found
    _msgraph_emulator_server.reset()


@pytest.fixture(scope="module")
def dynamic_door(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Door:
    """The dynamic resource."""
    return Door(Stack(tmp_path_factory.mktemp("dynamic"), {}), machine, "external_id")


@pytest.fixture(scope="module")
def plugin_door(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Door:
    """The plugin."""
    return Door(PluginStack(tmp_path_factory.mktemp("plugin"), {}), machine, "externalId")
