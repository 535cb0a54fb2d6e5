"""keepAlive: an update in the last days before the expiry moves it, and a person is told."""

from __future__ import annotations

from typing import Any

import pytest

from msgraph_meetings.config.clouds import CLOUDS
from msgraph_meetings.config.reading import Settings
from msgraph_meetings.errors import RefusedError
from msgraph_meetings.meetings.check import check
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.keep_alive import DAYS, EXPIRY, keep_alive_notices
from msgraph_meetings.meetings.lifecycle import Lifecycle, Made
from msgraph_meetings.meetings.preview import preview_update
from msgraph_meetings.model import instants
from msgraph_meetings.model.unknowns import UNKNOWN
from tests.unit.fakes import USER, error, graph
from tests.unit.world import INPUTS, World

NOW = instants.ticks("2027-02-01T00:00:00Z")
ALIVE = INPUTS | {"keepAlive": True}


def expiring(days: float, **changes: Any) -> dict[str, Any]:
    """A state whose meeting expires that many days from now."""
    expiry = instants.written(NOW + int(days * instants.TICKS_PER_DAY))
    return ALIVE | {"adopted": False, EXPIRY: expiry} | changes


@pytest.mark.parametrize(("days", "paths"), [(DAYS - 0.01, [EXPIRY]), (0, [EXPIRY]), (DAYS, []), (60, []), (-0.01, [])])
def test_expiry_is_a_change_in_the_last_days_before_it(days: float, paths: list[str]) -> None:
    assert [change.path for change in diff(expiring(days), ALIVE, NOW).changes] == paths


@pytest.mark.parametrize("news", [INPUTS, INPUTS | {"keepAlive": False}, INPUTS | {"keepAlive": UNKNOWN}])
def test_meeting_that_is_not_to_be_kept_alive_has_no_such_change(news: dict[str, Any]) -> None:
    assert EXPIRY not in [change.path for change in diff(expiring(5), news, NOW).changes]


@pytest.mark.parametrize("expiry", [None, "soon", 7])
def test_state_without_a_readable_expiry_has_no_change(expiry: object) -> None:
    assert diff(expiring(5) | {EXPIRY: expiry}, ALIVE, NOW).changes == ()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (5, ["`pulumi up` moves the expiry, because keepAlive is true"]),
        (-1, ["pulumi up --refresh"]),
        (60, []),
        (None, ["shows no expiryDateTime"]),
    ],
)
def test_person_is_told_what_happens_to_the_expiry(days: float | None, said: list[str]) -> None:
    state = expiring(days or 0) if days is not None else dict(ALIVE)
    notices = list(keep_alive_notices(state, ALIVE, NOW, replaces=False))
    assert [text in notice for text, notice in zip(said, notices, strict=True)] == [True] * len(said)


@pytest.mark.parametrize("days", [5, -1, None])
def test_nothing_is_told_about_the_expiry_of_a_meeting_that_is_rotated_away(days: float | None) -> None:
    state = (expiring(days) if days is not None else dict(ALIVE)) | {"rotation": "1"}
    news = ALIVE | {"externalId": "standup#2", "rotation": "2"}
    found = diff(state, news, NOW)
    assert list(keep_alive_notices(state, news, NOW, replaces=found.replaces)) == []


def test_government_cloud_refuses_it_because_it_shows_no_expiry() -> None:
    settings = Settings(client_secret="s", user_id=USER, cloud=CLOUDS["usgovernment"])
    assert [failure.path for failure in check({}, {"keepAlive": True}, settings, "x").failures] == ["keepAlive"]
    assert check({}, {"keepAlive": False}, settings, "x").failures == []


def updated(world: World, made: Made, **changes: Any) -> Made:
    """An update at the moment ``NOW``."""
    lifecycle = Lifecycle(graph(world.service, world.tokens), world.registry, now=lambda: NOW)
    return Made(made.id, lifecycle.update(made.id, made.state, ALIVE | changes, world.operation()))


def kept(world: World, days: float, **changes: Any) -> Made:
    """A meeting of an earlier deployment whose state expires that many days from ``NOW``."""
    made = world.create_earlier(keepAlive=True, **changes)
    return Made(made.id, made.state | {EXPIRY: expiring(days)[EXPIRY]})


def test_update_sends_the_times_that_the_program_sets_and_nothing_else(world: World) -> None:
    updated(world, kept(world, 5))
    assert world.methods == "PATCH"
    assert world.last_body == {name: INPUTS[name] for name in ("startDateTime", "endDateTime")}


def test_update_reads_the_times_that_the_program_does_not_set(world: World) -> None:
    made = kept(world, 5)
    held = world.held(made)
    news = {name: value for name, value in ALIVE.items() if not name.endswith("DateTime")}
    state = {name: value for name, value in made.state.items() if name not in ("startDateTime", "endDateTime")}
    lifecycle = Lifecycle(graph(world.service, world.tokens), world.registry, now=lambda: NOW)
    lifecycle.update(made.id, state, news, world.operation())
    assert world.methods == "GET PATCH"
    assert world.last_body == {name: held[name] for name in ("startDateTime", "endDateTime")}


def test_another_change_and_the_expiry_are_one_patch(world: World) -> None:
    updated(world, kept(world, 5), subject="Daily")
    assert world.methods == "PATCH"
    assert world.last_body.keys() == {"subject", "startDateTime", "endDateTime"}


def test_update_sends_nothing_while_the_expiry_is_far(world: World) -> None:
    updated(world, kept(world, 50))
    assert world.methods == ""


@pytest.mark.parametrize(("moves", "warnings"), [(True, 0), (False, 1)])
def test_expiry_that_did_not_move_is_told(world: World, *, moves: bool, warnings: int) -> None:
    made = kept(world, 5)
    world.held(made)[EXPIRY] = expiring(60 if moves else 5)[EXPIRY]
    after = updated(world, made)
    assert len(world.log.of("warning")) == warnings
    assert after.state[EXPIRY] == world.held(made)[EXPIRY]


def test_refused_move_is_a_warning_and_the_deployment_goes_on(world: World) -> None:
    made = kept(world, 5)
    world.service.refuse = [error(400, "BadRequest", "The end is in the past.")]
    after = updated(world, made)
    assert after.state[EXPIRY] == made.state[EXPIRY]
    (warning,) = world.log.of("warning")
    assert f"the expiry ({made.state[EXPIRY]}) was not moved" in warning
    assert "The end is in the past." in warning


def test_meeting_without_times_gets_a_warning_and_no_request(world: World) -> None:
    made = kept(world, 5)
    names = ("startDateTime", "endDateTime")
    world.held(made).update(dict.fromkeys(names))
    news = {name: value for name, value in ALIVE.items() if name not in names}
    state = {name: value for name, value in made.state.items() if name not in names}
    lifecycle = Lifecycle(graph(world.service, world.tokens), world.registry, now=lambda: NOW)
    assert lifecycle.update(made.id, state, news, world.operation())[EXPIRY] == made.state[EXPIRY]
    assert world.methods == "GET"
    assert "no start and no end" in world.log.of("warning")[-1]


@pytest.mark.parametrize("moves", [True, False])
def test_change_is_made_although_the_times_beside_it_are_refused(world: World, *, moves: bool) -> None:
    made = kept(world, 5)
    world.held(made)[EXPIRY] = expiring(60 if moves else 5)[EXPIRY]
    world.service.refuse = [error(400, "BadRequest", "The end is in the past.")]
    after = updated(world, made, subject="Daily")
    assert world.methods == "PATCH PATCH"
    assert world.last_body == {"subject": "Daily"}
    assert after.state["subject"] == "Daily"
    assert ["The end is in the past." in line for line in world.log.of("warning")] == ([] if moves else [True])


def test_refused_change_fails_although_the_expiry_moves_with_it(world: World) -> None:
    made = kept(world, 5)
    world.service.refuse = [error(400, "BadRequest", "no")] * 2
    with pytest.raises(RefusedError):
        updated(world, made, subject="Daily")


def test_preview_shows_that_the_expiry_will_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instants, "now", lambda: NOW)
    assert preview_update(expiring(5), ALIVE)[EXPIRY] is UNKNOWN
    assert preview_update(expiring(50), ALIVE)[EXPIRY] == expiring(50)[EXPIRY]
