"""With the real engine: how often a token is asked for, and what becomes of a run that outlives its tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Fault
from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack
from tests.sampling import sampled_values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.signing_in.machine import Machine

DOORS = {"dynamic resource": (Stack, "external_id"), "plugin": (PluginStack, "externalId")}
MEETINGS = 7
SECONDS = 1.0
"""The seconds that each of them takes."""
FEWEST = {60: 2 * MEETINGS, 303: 2}
"""Fewest sign-ins by lifetime of a token: MSAL renews it five minutes before its end."""
_TOKEN = "*/oauth2/v2.0/token"


@pytest.fixture
def slow(machine: Machine) -> Iterator[Machine]:
    """A tenant in which each meeting takes its time."""
    machine.emulator.clear_journal()
    machine.emulator.arm(Fault(path="*/createOrGet", delay=SECONDS, times=None))
    yield machine
    machine.emulator.disarm()
    machine.emulator.set_token_lifetime(3600)


@pytest.mark.parametrize(
    "lifetime",
    [
        pytest.param(60, id="tokens that MSAL renews before each request", marks=pytest.mark.proof),
        pytest.param(303, id="tokens that MSAL renews after three seconds, which are five minutes before their end"),
    ],
)
@pytest.mark.parametrize(("kind", "external_id"), sampled_values(DOORS, ["plugin"]))
def test_a_run_that_outlives_its_tokens_fails_no_request(
    slow: Machine, tmp_path: Path, kind: type[Stack], external_id: str, lifetime: int
) -> None:
    slow.emulator.set_token_lifetime(lifetime)
    stack = kind(tmp_path, slow.environment | {"ARM_USE_OIDC": "true"} | slow.emulator.github_environment())
    stack.up(
        f"for n in range({MEETINGS}): OnlineMeeting(f'm{{n}}', {external_id}=f'{kind.__name__} {lifetime} {{n}}')",
        "--parallel=1",
    )
    made = slow.emulator.journal(path="*/createOrGet")
    assert [entry.status for entry in made] == [201] * MEETINGS
    assert {entry.status for entry in slow.emulator.journal()} == {200, 201}
    signed_in = len(slow.emulator.journal(path=_TOKEN))
    assert (
        FEWEST[lifetime] <= signed_in <= 2 * MEETINGS
    )  # one that MSAL takes for over is looked at and sent in two requests
    assert len(slow.emulator.journal(path="*/_issuer/github/token")) == signed_in


@pytest.mark.parametrize(("kind", "external_id"), sampled_values(DOORS, ["dynamic resource"]))
def test_forty_meetings_take_one_token_of_one_audience(
    machine: Machine, tmp_path: Path, kind: type[Stack], external_id: str
) -> None:
    machine.emulator.clear_journal()
    stack = kind(tmp_path, machine.emulator.environment())
    stack.up(f"for n in range(40): OnlineMeeting(f'm{{n}}', {external_id}=f'{kind.__name__} {{n}}')")
    assert len(machine.emulator.journal(path="*/createOrGet")) == 40
    (asked,) = machine.emulator.journal(path=_TOKEN)
    assert asked.body["scope"] == f"{machine.emulator.endpoint}/.default"
