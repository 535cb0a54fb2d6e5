"""Fixtures: a machine in a tenant, and stacks of the dynamic resource and the plugin at the highest log level."""

from __future__ import annotations

import json
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.config.table import SETTINGS
from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack
from tests.plugin.processes import CONSOLE_SCRIPT, Process
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
    """A stack of the dynamic resource or the plugin; its output and its files must contain no secret.

    Args:
        stack: the stack.
        machine: its machine.
        external_id: the name of that argument in its programs.
    """

    stack: Stack
    machine: Machine
    external_id: str

    def up(self, name: str, environment: Mapping[str, str], *options: str, fails: bool = False) -> str:
        """Deploy one meeting, with the name as its external id, in that environment."""
        return self.deploy(f"OnlineMeeting('m', {self.external_id}={name!r})", environment, *options, fails=fails)

    def up_with_providers(
        self,
        settings: Mapping[str, Mapping[str, Any]],
        environment: Mapping[str, str],
        *options: str,
        meetings: Mapping[str, tuple[str, dict[str, Any]]] | None = None,
        fails: bool = False,
    ) -> str:
        """Deploy meetings with explicit providers.

        Args:
            settings: of each provider.
            environment: of the command.
            options: of the command.
            meetings: the provider and arguments of each, by external id; by default one per provider, with its name.
            fails: True if the deployment must fail.
        """
        wish = {"providers": settings, "meetings": meetings or {name: (name, {}) for name in settings}}
        path = self.machine.file("wish.json", json.dumps(wish))
        return self.deploy(_PROVIDERS.format(path=path, secret=_SECRET), environment, *options, fails=fails)

    @contextmanager
    def one_plugin(self, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
        """Run one plugin for all providers of a program, where the engine would start one for each.

        Yields:
            The environment for the engine.
        """
        with Process((CONSOLE_SCRIPT,), folder=self.machine.folder, variables=environment) as plugin:
            yield {**environment, "PULUMI_DEBUG_PROVIDERS": f"msgraph-meetings:{int(plugin.first_line)}"}
            _, *printed = plugin.signal(signal.SIGINT)
        Canaries(self.machine).assert_unseen("".join(printed))

    def deploy(self, program: str, environment: Mapping[str, str], *options: str, fails: bool = False) -> str:
        """Deploy a program in that environment, at the highest log level; return the output."""
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
    """Yield a machine in an empty tenant; all tests of a file share both."""
    _msgraph_emulator_server.reset()
    found = Machine(_msgraph_emulator_server, tmp_path_factory.mktemp("machine"))
    found.prepare()
    yield found
    _msgraph_emulator_server.reset()


@pytest.fixture(scope="module")
def dynamic_door(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Door:
    """Return the dynamic resource."""
    return Door(Stack(tmp_path_factory.mktemp("dynamic"), {}), machine, "external_id")


@pytest.fixture(scope="module")
def plugin_door(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Door:
    """Return the plugin."""
    return Door(PluginStack(tmp_path_factory.mktemp("plugin"), {}), machine, "externalId")
