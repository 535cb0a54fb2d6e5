"""The lifecycle's cases against the tenant, through the core, the dynamic resource and the plugin."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.lifecycle.cases import CASES, Choose, Policy, Step, Up
from tests.lifecycle.deployment import Deployment
from tests.lifecycle.doors import CoreDoor, DynamicDoor, PluginDoor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from live.tenant import Tenant
    from tests.lifecycle.doors import Door
    from tests.plugin.door import Door as Plugin


def _can_run(steps: tuple[Step, ...]) -> bool:
    """Return True if a case changes no policy of the tenant, and its meetings can have the run's prefix."""
    return not any(
        isinstance(step, Policy | Choose) or (isinstance(step, Up) and "externalId" not in step.arguments)
        for step in steps
    )


LIVE_CASES = {name: steps for name, steps in CASES.items() if _can_run(steps)}


def _of_run(step: Step, tenant: Tenant) -> Step:
    """Return the step with the run's external ids."""
    if not isinstance(step, Up):
        return step
    written = step.arguments["externalId"]
    named = {"externalId": tenant.external_id(written)}
    if step.says:
        return replace(step, arguments=step.arguments | named, holds={})
    held = step.holds.get("externalId", written)
    if "rotation" in step.arguments:
        held = f"{written}#{step.arguments['rotation']}".rstrip("#")
    return replace(step, arguments=step.arguments | named, holds=step.holds | {"externalId": tenant.external_id(held)})


@pytest.fixture
def doors(tenant: Tenant, new_door: Callable[[], Plugin]) -> Iterator[dict[str, Callable[[], Door]]]:
    """Return a function that makes providers, each with the memory of one deployment."""
    with contextlib.ExitStack() as processes:

        def dynamic() -> Door:
            processes.close()  # the previous deployment's
            return processes.enter_context(contextlib.closing(DynamicDoor(tenant.environment)))

        def plugin() -> Door:
            door = new_door()
            door.configure()
            return PluginDoor(door)

        yield {"core": lambda: CoreDoor(os.environ), "dynamic": dynamic, "plugin": plugin}


@pytest.mark.parametrize("door", ["core", "dynamic", "plugin"])
@pytest.mark.parametrize("steps", LIVE_CASES.values(), ids=LIVE_CASES)
def test_the_tenant_holds_what_was_declared(
    steps: tuple[Step, ...], door: str, doors: dict[str, Callable[[], Door]], tenant: Tenant
) -> None:
    deployment = Deployment(doors[door], tenant)
    for step in steps:
        deployment.take(_of_run(step, tenant))
