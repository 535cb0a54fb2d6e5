"""The meetings of an impatient client: plain POST duplicates some, createOrGet does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Fault
from tests.clients.impatient import Impatient

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

NAMES = [f"meeting-{number}" for number in range(20)]
POST, CREATE_OR_GET = "", "/createOrGet"


def subjects(emulator: Emulator) -> Counter[str]:
    """Return the number of meetings of each subject."""
    return Counter(meeting["subject"] for meeting in emulator.meetings())


@pytest.mark.parametrize(("create", "doubled"), [(POST, 5), (CREATE_OR_GET, 0)], ids=["POST", "createOrGet"])
def test_impatient_client_duplicates_by_post_but_not_by_createorget_on_lost_answers(
    msgraph_emulator: Emulator, create: str, doubled: int
) -> None:
    msgraph_emulator.arm(Fault(method="POST", path="*onlineMeetings*", times=5, drop=True, after_work=True))
    ids = Impatient(msgraph_emulator, create).apply(NAMES)
    assert len(set(ids)) == len(NAMES)
    assert None not in ids
    assert subjects(msgraph_emulator).keys() == set(NAMES)
    assert subjects(msgraph_emulator).total() == len(NAMES) + doubled


@pytest.mark.parametrize("create", [POST, CREATE_OR_GET], ids=["POST", "createOrGet"])
def test_client_ignoring_retry_after_still_creates_each_meeting_once(msgraph_emulator: Emulator, create: str) -> None:
    msgraph_emulator.arm(Fault.throttled(retry_after=3600, times=30))
    assert None not in Impatient(msgraph_emulator, create).apply(NAMES)
    assert subjects(msgraph_emulator) == Counter(NAMES)
    statuses = Counter(entry.status for entry in msgraph_emulator.journal(path="*onlineMeetings*"))
    assert statuses == {429: 30, 201: 20, 200: 20}


def test_impatient_client_starves_when_refused_requests_count_for_the_rate(
    msgraph_emulator: Emulator,
) -> None:
    msgraph_emulator.set_clock("2027-01-04T09:00:00Z", stopped=True)
    msgraph_emulator.throttle(15, seconds=10, by_emulator_clock=True)
    client = Impatient(msgraph_emulator, CREATE_OR_GET, tries=4)
    made = [meeting for meeting in client.apply(NAMES) if meeting]
    assert 0 < len(made) < len(NAMES)

    msgraph_emulator.lift_throttle()
    again = client.apply(NAMES)
    assert set(made) <= set(again)
    assert subjects(msgraph_emulator) == Counter(NAMES)
