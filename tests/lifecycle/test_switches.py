"""The provider does its work whichever way the service is where Microsoft says nothing: every switch turned over.

The switches are read from `state/choices.py` and turned as their rows in `tests/emulator/test_choices.py` say, so a
new switch is tried here without a line here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.config.clouds import cloud_named
from msgraph_meetings.config.reading import read_settings
from msgraph_meetings.errors import DuplicateError
from msgraph_meetings.http.operation import Operation
from msgraph_meetings.meetings.connect import connect_graph
from msgraph_meetings.meetings.lifecycle import Lifecycle
from msgraph_meetings.meetings.lookup import Wanted, find
from msgraph_meetings.meetings.registry import Registry
from tests.emulator.test_choices import CASES as SWITCHES
from tests.engine.requests import requests
from tests.lifecycle.cases import CASES, CREATE, DELETE, LONG, PATCH, PEOPLE, PLAIN, TIMES, Destroy, Refresh, Step, Up
from tests.lifecycle.deployment import Deployment, EmulatorService
from tests.lifecycle.doors import CoreDoor
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msgraph_meetings_emulator import Emulator
    from tests.lifecycle.doors import Door

BOTH = {"broadcastSettings": {"isRecordingEnabled": True, "isAttendeeReportEnabled": True}}
ONE = {"broadcastSettings": {"isRecordingEnabled": True, "isAttendeeReportEnabled": False}}
PRESENTERS = {
    "allowedPresenters": "roleIsPresenter",
    "participants": {"attendees": [{"upn": "ada@example.com", "role": "presenter"}, {"upn": "ben@example.com"}]},
}

DAYS: dict[str, tuple[Step, ...]] = CASES | {
    "one time of two": (
        Up(PLAIN | TIMES, (CREATE,)),
        Up(
            PLAIN | TIMES | {"endDateTime": "2027-01-04T09:30:00Z"},
            (PATCH,),
            holds={"startDateTime": TIMES["startDateTime"]},
        ),
        Up(PLAIN | TIMES | {"endDateTime": "2027-01-04T09:30:00Z"}),
        Destroy(),
    ),
    "a start alone": (
        Up(PLAIN | {"startDateTime": TIMES["startDateTime"]}, (CREATE,)),
        Up(PLAIN | {"startDateTime": "2027-01-05T09:00:00Z"}, (PATCH,)),
        Refresh(),
        Up(PLAIN | {"startDateTime": "2027-01-05T09:00:00Z"}),
        Destroy(),
    ),
    "one member of two": (Up(PLAIN | BOTH, (CREATE, PATCH)), Up(PLAIN | ONE, (PATCH,), holds=ONE), Destroy()),
    "nobody any more": (
        Up(PLAIN | {"participants": {"attendees": PEOPLE}}, (CREATE,)),
        Up(PLAIN | {"participants": {"attendees": []}}, (PATCH,)),
        Up(PLAIN | {"participants": {"attendees": []}}),
        Destroy(),
    ),
    "presenters": (Up(PLAIN | PRESENTERS, (CREATE, PATCH), holds=PRESENTERS), Up(PLAIN | PRESENTERS), Destroy()),
    "any case, any blanks": (
        Up({"externalId": " Team-StandUp "}, (CREATE,)),
        Refresh(),
        Up({"externalId": " Team-StandUp "}),
        Destroy(),
    ),
}

LIVEABLE: dict[str, Any] = {
    "attendees_most": 20,
    "external_id_longest": 64,
    "subject_longest": 64,
}
"""Limits that a program of this table keeps within: one that it breaks is an error either way."""

TURNED = {name: LIVEABLE.get(name, row[0]) for name, row in SWITCHES.items()}
TAKEN_OVER = "existing_meeting_takes_body"
KEPT_ALIVE = "kept alive in the last days before its expiry"
"""A day that only the public cloud has: check refuses keepAlive in the others."""
OTHERWISE = {
    (TAKEN_OVER, "lost state adopts"): [CREATE, CREATE, DELETE],
    ("expiry_shown", KEPT_ALIVE): [CREATE, DELETE],
}
"""The requests of a day where a switch changes what must be sent: what was taken over needs no PATCH, and an expiry
that is not shown cannot be moved."""


GHOSTS = {("deleted_external_id_comes_back", "gone, and made anew")}
"""The one case that cannot be right: createOrGet answers with a deleted meeting, which counts as existing until
the next refresh. A check at once would cost a GET for every adoption."""


class _Door(CoreDoor):
    """The lifecycle with a registry of its own, on a session that others use too."""

    def __init__(self, lifecycle: Lifecycle, environment: dict[str, str]) -> None:
        self._settings = read_settings(lambda _name: None, environment)
        self._lifecycle = lifecycle


class _Days(Deployment):
    """A deployment whose requests are counted at the end of the day."""

    def __init__(self, new_door: Callable[[], Door], emulator: Emulator) -> None:
        super().__init__(new_door, EmulatorService(emulator))
        self._emulator = emulator
        self._last: Step | None = None

    def take(self, step: Step) -> Any:
        if isinstance(step, Up | Refresh | Destroy):
            self._door = self._new_door()
        if isinstance(step, Destroy) and isinstance(self._last, Up):
            assert self.meeting in [meeting["id"] for meeting in self._emulator.meetings()], "a meeting that is none"
        self._do(step)
        held = getattr(step, "holds", {})
        assert {name: self.state.get(name) for name in held} == held, step
        self._last = step


@pytest.fixture
def new_lifecycle(
    msgraph_emulator: Emulator, clean_environment: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Lifecycle]]:
    """Makes lifecycles that remember nothing of one another, on one session."""
    for name, value in msgraph_emulator.environment().items():
        if name.endswith(("_BUNDLE", "_FILE")):
            monkeypatch.setenv(name, value)
    graph = connect_graph(read_settings(lambda _name: None, msgraph_emulator.environment()))
    yield lambda lacks=frozenset(): Lifecycle(graph, Registry(), lacks=lacks)
    graph.session.close()


def _live(
    emulator: Emulator,
    new_lifecycle: Callable[..., Lifecycle],
    turned: dict[str, Any],
    cloud: str = "public",
    *,
    without: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """Every day with these switches turned, except some; what went otherwise than it should."""
    environment, failures = emulator.environment() | {"ARM_ENVIRONMENT": cloud}, {}
    for day, steps in DAYS.items():
        if day in without or any((name, day) in GHOSTS for name in turned) or (cloud != "public" and day == KEPT_ALIVE):
            continue
        emulator.reset()
        emulator._ask("PATCH", "settings", {"choices": turned, "cloud": cloud})
        deployment = _Days(lambda: _Door(new_lifecycle(cloud_named(cloud).lacks), environment), emulator)
        try:
            for step in steps:
                deployment.take(step)
        except Exception as problem:  # noqa: BLE001  (every day is told)
            failures[day] = repr(problem)
            continue
        asked = [request for step in steps for request in getattr(step, "requests", ())]
        expected = next((OTHERWISE[name, day] for name in turned if (name, day) in OTHERWISE), asked)
        sent = requests(emulator, clear=False)
        if sent != expected:
            failures[day] = f"sent {sent}, expected {expected}"
    return failures


@pytest.mark.parametrize("name", sampled(TURNED, [*TURNED][::4]))
def test_the_provider_is_right_with_each_switch_turned(
    msgraph_emulator: Emulator, new_lifecycle: Callable[..., Lifecycle], name: str
) -> None:
    assert _live(msgraph_emulator, new_lifecycle, {name: TURNED[name]}, without=LONG) == {}


@pytest.mark.proof
@pytest.mark.parametrize("name", TURNED)
def test_rotation_and_lock_are_right_with_each_switch_turned(
    msgraph_emulator: Emulator, new_lifecycle: Callable[..., Lifecycle], name: str
) -> None:
    without = frozenset(DAYS.keys() - LONG)
    assert _live(msgraph_emulator, new_lifecycle, {name: TURNED[name]}, without=without) == {}


def test_the_provider_is_right_with_all_switches_turned_together(
    msgraph_emulator: Emulator, new_lifecycle: Callable[..., Lifecycle]
) -> None:
    assert _live(msgraph_emulator, new_lifecycle, TURNED) == {}


def test_adopted_deleted_meeting_stays_in_the_state_until_the_next_refresh(
    msgraph_emulator: Emulator, new_lifecycle: Callable[..., Lifecycle]
) -> None:
    msgraph_emulator.choose(deleted_external_id_comes_back=True)
    wanted, operation = {"userId": msgraph_emulator.user_id, **PLAIN}, Operation("meeting", 60)
    msgraph_emulator.delete(new_lifecycle().create(wanted, operation).id)
    ghost = new_lifecycle().create(wanted, operation)
    assert ghost.state["adopted"] is True
    assert new_lifecycle().read(ghost.id, ghost.state, operation) is None


@pytest.mark.parametrize("cloud", ["usgovernment", "dod"])
def test_the_provider_is_right_in_a_cloud_that_lacks_sixteen_properties(
    msgraph_emulator: Emulator, new_lifecycle: Callable[..., Lifecycle], cloud: str
) -> None:
    assert _live(msgraph_emulator, new_lifecycle, {}, cloud) == {}


@pytest.mark.parametrize(
    ("turned", "external_id"), [({"external_id_ignores_case": True}, "Team"), ({"external_id_trimmed": True}, " team")]
)
def test_resources_do_not_overwrite_each_other_when_the_service_merges_their_ids(
    msgraph_emulator: Emulator, new_lifecycle: Callable[..., Lifecycle], turned: dict[str, bool], external_id: str
) -> None:
    msgraph_emulator.choose(**turned)
    lifecycle, operation, user = new_lifecycle(), Operation("meeting", 60), msgraph_emulator.user_id
    other = {"userId": user, "externalId": external_id, "subject": "second"}
    lifecycle.create({"userId": user, "externalId": "team", "subject": "first"}, operation)
    with pytest.raises(DuplicateError, match="the same external id for the organizer"):
        lifecycle.create(other, operation)
    assert [meeting["subject"] for meeting in msgraph_emulator.meetings()] == ["first"]


@pytest.mark.parametrize("empty", [True, False])
def test_unknown_join_url_finds_no_meeting_with_either_switch(
    msgraph_emulator: Emulator, new_lifecycle: Callable[..., Lifecycle], *, empty: bool
) -> None:
    msgraph_emulator.choose(lookup_miss_is_empty=empty)
    graph = connect_graph(read_settings(lambda _name: None, msgraph_emulator.environment()))
    wanted = Wanted(msgraph_emulator.user_id, "joinWebUrl", "https://teams.microsoft.com/l/meetup-join/x")
    assert find(wanted, graph, Operation("meeting", 60)) is None
    graph.session.close()
