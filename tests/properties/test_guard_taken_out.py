"""The machine finds each known defect when the guard against leftover deletes is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from msgraph_meetings.meetings.registry import Registry
from tests.properties.machine import USERS, Deployments
from tests.properties.profiles import chosen
from tests.properties.test_core import Memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.meetings.claims import Claim
    from msgraph_meetings.model.identity import Identity
    from tests.properties.machine import Site

REFUSED = ["refused"]


class Unguarded(Registry):
    def keeper(self, _meeting_id: str, _identity: Identity | None, _resource: str) -> Claim | None:
        return None


class UnguardedMemory(Memory):
    def new_registry(self) -> Registry:
        return Unguarded()


class WithoutTheGuard(Deployments):
    def new_site(self) -> Site:
        return UnguardedMemory()


class WithTheGuard(Deployments):
    def new_site(self) -> Site:
        return Memory()


def one(external_id: str, user: int = 0) -> dict[str, Any]:
    return {"userId": USERS[user], "externalId": external_id}


def begun(machine: Deployments, program: dict[str, dict[str, Any]]) -> None:
    machine.programs[0] = program
    machine.ever = {(user, name) for user in USERS for name in ("x", "y", "z")}
    assert machine.deploy(0, []) == []


def replaced_and_another_fails(machine: Deployments) -> None:
    begun(machine, {"a": one("x")})
    machine.programs[0]["b"] = one("z", 1)
    assert machine.deploy(0, ["none", "refused"], replaced=frozenset("a")) != []
    assert machine.deploy(0, []) == []


def renamed_and_another_fails(machine: Deployments) -> None:
    begun(machine, {"a": one("x")})
    machine.programs[0] = {"b": one("x"), "c": one("z", 1)}
    assert machine.deploy(0, ["none", "refused"]) != []
    assert machine.deploy(0, []) == []


def swapped_and_another_fails(machine: Deployments) -> None:
    begun(machine, {"a": one("x"), "b": one("y")})
    machine.programs[0] = {"a": one("y"), "b": one("x"), "c": one("z", 1)}
    assert machine.deploy(0, ["none", "none", "refused"]) != []
    assert machine.deploy(0, []) == []


DEFECTS = [replaced_and_another_fails, renamed_and_another_fails, swapped_and_another_fails]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.__name__)
def test_leftover_delete_loses_a_live_meeting_only_without_the_guard(defect: Callable[[Deployments], None]) -> None:
    defect(WithTheGuard())
    with pytest.raises(AssertionError, match="deleted, and not declared deleted"):
        defect(WithoutTheGuard())


def test_random_deployments_find_a_lost_meeting_without_the_guard() -> None:
    found = settings(chosen(examples=40, steps=20), phases=[Phase.generate])  # the smallest example is not wanted
    with pytest.raises(AssertionError, match="deleted, and not declared deleted"):
        run_state_machine_as_test(WithoutTheGuard, settings=found)
