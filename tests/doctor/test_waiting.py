"""The doctor waits for an access policy as a deployment does, and says since when it applies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.doctor.case import Asked, Case
from msgraph_meetings.doctor.checks import CHECKS, Walk
from msgraph_meetings.http.operation import Clock

if TYPE_CHECKING:
    from threading import Event

    from msgraph_meetings.doctor.findings import Finding
    from msgraph_meetings_emulator import Emulator
    from tests.doctor.machine import Machine


class ServiceClock(Clock):
    """A clock that moves the service's clock instead of waiting."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._waited = 0.0

    def now(self) -> float:
        return self._waited

    def wait(self, seconds: float, cancelled: Event) -> bool:
        self._emulator.advance(seconds)
        self._waited += seconds
        return cancelled.is_set()


@pytest.fixture(autouse=True)
def _trusted(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the emulator in this process."""
    for name, value in machine.environment.items():
        if name.endswith(("_BUNDLE", "_FILE")):
            monkeypatch.setenv(name, value)


def finding(machine: Machine, emulator: Emulator, seconds: int) -> tuple[Finding, list[str]]:
    """Return the finding about the access policy, and the lines said while the doctor waited."""
    said: list[str] = []
    environment = machine.having(MSGRAPH_WAIT_FOR_ACCESS_POLICY=str(seconds)).environment
    asked = Asked(environment, tell=lambda _severity, text: said.append(text), clock=ServiceClock(emulator))
    walk = Walk(Case(asked))
    found = {check.name: walk.finding(check) for check in CHECKS}
    return found["accessPolicy"], said


def test_doctor_says_since_when_the_policy_applies(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_access_policy([])
    msgraph_emulator.allow_access_policy(msgraph_emulator.user_id, after_minutes=12)
    policy, said = finding(machine, msgraph_emulator, 1800)
    assert policy.status == "passed"
    assert re.search(
        r"applies since .+; it was refused until \d\d:\d\d:\d\d\. The doctor waited 12 min", policy.summary
    )
    assert 700 <= policy.facts["waitedSeconds"] <= 760
    assert "is not effective yet, asked again in 30 s, 30 min left" in said[0]


def test_doctor_with_a_short_wait_asks_once_more_at_its_end(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.set_access_policy([])
    msgraph_emulator.allow_access_policy(msgraph_emulator.user_id, after_minutes=1)
    msgraph_emulator.advance(45)
    assert finding(machine, msgraph_emulator, 20)[0].status == "passed"


@pytest.mark.proof
def test_doctor_gives_up_with_the_two_cmdlets_at_the_end_of_the_wait(
    machine: Machine, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.set_access_policy([])
    policy, _ = finding(machine, msgraph_emulator, 300)
    assert policy.status == "failed"
    assert "did not apply within 300 s" in policy.why
    assert "Grant-CsApplicationAccessPolicy" in policy.fix


@pytest.mark.proof
def test_doctor_waits_when_the_policy_covers_other_organizers_only(
    machine: Machine, msgraph_emulator: Emulator
) -> None:
    ada, ben, _ = msgraph_emulator.user_ids
    msgraph_emulator.set_access_policy([])
    msgraph_emulator.allow_access_policy(ben)
    msgraph_emulator.allow_access_policy(ada, after_minutes=3)
    policy, _ = finding(machine, msgraph_emulator, 600)
    assert policy.status == "passed"
