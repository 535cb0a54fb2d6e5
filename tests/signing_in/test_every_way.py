"""With the real engine: every way to sign in makes a meeting, through both doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.auth import METHODS, method_for
from msgraph_meetings.config.reading import read_settings
from tests.sampling import sampled_items
from tests.signing_in.ways import WAYS, Way, explicit

if TYPE_CHECKING:
    from msgraph_meetings_emulator.front.journal import Entry
    from tests.signing_in.conftest import Door
    from tests.signing_in.machine import Machine

ALONE = {name: way for name, way in WAYS.items() if way.alone}
TOGETHER = {name: way for name, way in WAYS.items() if not way.alone}
HERE = ("GitHub Actions", "Azure CLI of a person")
"""A pipeline and a person; most other tests of a deployment sign in with a secret."""


def created(machine: Machine, name: str) -> Entry:
    """The request that made the meeting with that external id."""
    every = machine.emulator.journal(method="POST", path="*/createOrGet")
    (entry,) = (entry for entry in every if entry.body["externalId"] == name)
    return entry


def assert_made(machine: Machine, name: str, way: Way) -> None:
    """One meeting was made, by whom the way signs in, and nothing was refused on the way."""
    entry = created(machine, name)
    assert (entry.status, entry.app_id) == (201, machine.emulator.client_id)
    assert entry.user_id == (machine.emulator.user_id if way.person else None)
    assert way.asked is None or machine.emulator.journal(path=way.asked)
    unasked = {401} if way.asked == "*/_host/arc/*" else set()  # with which Arc asks for its key
    assert {one.status for one in machine.emulator.journal() if (one.status or 500) >= 400} <= unasked


def test_every_method_is_in_the_table_under_its_name(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    for way in WAYS.values():
        environment = way.environment(machine, way.right)
        monkeypatch.setenv("PATH", environment.get("PATH", ""))
        chosen = method_for(read_settings(lambda _: None, environment))
        assert chosen is not None
        assert chosen.name == way.method
    assert {way.method for way in WAYS.values()} == {method.name for method in METHODS}


@pytest.mark.parametrize(("name", "way"), sampled_items(WAYS, HERE))
def test_a_deployment_with_the_dynamic_resource_signs_in(
    machine: Machine, dynamic_door: Door, name: str, way: Way
) -> None:
    machine.emulator.clear_journal()
    dynamic_door.up(name, way.environment(machine, way.right))
    assert_made(machine, name, way)


@pytest.mark.parametrize(("name", "way"), sampled_items(ALONE, HERE))
def test_a_deployment_with_the_plugin_signs_in(machine: Machine, plugin_door: Door, name: str, way: Way) -> None:
    machine.emulator.clear_journal()
    plugin_door.up(f"{name} of the plugin", way.environment(machine, way.right))
    assert_made(machine, f"{name} of the plugin", way)


def test_one_program_signs_in_in_many_ways_with_a_provider_for_each(machine: Machine, plugin_door: Door) -> None:
    machine.emulator.clear_journal()
    environment, settings = machine.environment, {}
    for name, way in TOGETHER.items():
        settings[f"{name} of a provider"], variables = explicit(way.right(machine))
        environment |= variables
    with plugin_door.one_plugin(environment) as attached:
        plugin_door.up_with_providers(settings, attached)
    for name, way in TOGETHER.items():
        assert_made(machine, f"{name} of a provider", way)
