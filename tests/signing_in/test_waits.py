"""With the real engine: a token service that throttles and fails for a moment costs a deployment time and no more."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Fault
from tests.engine.stack import Stack
from tests.plugin.plugin_stack import PluginStack
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.signing_in.machine import Machine

DOORS = {"dynamic resource": (Stack, "external_id"), "plugin": (PluginStack, "externalId")}
_TOKEN = "*/oauth2/v2.0/token"
_ISSUER = "*/_issuer/github/token"


@pytest.fixture
def troubled(machine: Machine) -> Iterator[Machine]:
    """A tenant whose token service asks twice to wait for a second, then is down, and then works."""
    machine.emulator.clear_journal()
    yield machine
    machine.emulator.disarm()


@pytest.mark.parametrize(
    ("door", "path"),
    sampled(
        list(product(DOORS, (_TOKEN, _ISSUER, "*/openid-configuration"))),
        (("dynamic resource", _TOKEN), ("plugin", _ISSUER)),
    ),
)
def test_a_deployment_waits_until_the_token_service_works_again(
    troubled: Machine, tmp_path: Path, door: str, path: str
) -> None:
    kind, external_id = DOORS[door]
    emulator, name = troubled.emulator, f"{kind.__name__} {path}"
    emulator.arm(Fault.throttled(2, 1, path=path))
    emulator.arm(Fault(path=path, status=503, skip=2))
    stack = kind(tmp_path, troubled.environment | {"ARM_USE_OIDC": "true"} | emulator.github_environment())
    said = stack.up(f"for n in range(3): OnlineMeeting(f'm{{n}}', {external_id}=f'{name} {{n}}')").output
    assert [entry.status for entry in emulator.journal(path=path)] == [429, 429, 503, 200]
    assert [entry.status for entry in emulator.journal(path="*/createOrGet")] == [201] * 3
    assert "sign-in attempt 1 failed, trying again in 1 s" in said
    assert "sign-in attempt 3 failed" in said
