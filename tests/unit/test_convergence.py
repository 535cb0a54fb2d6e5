"""Whatever is declared, edited, overridden and refreshed in whatever order: a deployment leaves nothing to do."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.config.reading import Settings
from msgraph_meetings.meetings.check import check
from msgraph_meetings.meetings.diff import diff
from msgraph_meetings.meetings.lifecycle import Made
from tests.unit.fakes import USER
from tests.unit.world import World

ADA = "11111111-aaaa-4bbb-8ccc-000000000001"
CHAT = st.sampled_from(["enabled", "disabled", "limited"])
LOBBY = st.fixed_dictionaries(
    {}, optional={"scope": st.sampled_from(["everyone", "organizer"]), "isDialInBypassEnabled": st.booleans()}
)
MARKS = st.fixed_dictionaries({}, optional={"isEnabledForVideo": st.booleans()})
PERSON = st.sampled_from(
    [{"id": ADA}, {"id": ADA, "role": "presenter"}, {"upn": "b@c"}, {"upn": "B@C", "role": "attendee"}]
)
PEOPLE = st.lists(PERSON, max_size=2, unique_by=lambda each: each.get("id"))
TIMES = st.sampled_from(
    [
        {},
        {"startDateTime": "2027-01-04T09:00:00Z"},
        {"startDateTime": "2027-01-04T10:00:00.0+01:00", "endDateTime": "2027-01-04T10:00:00.0000001Z"},
    ]
)
DECLARED = st.tuples(
    TIMES,
    st.fixed_dictionaries(
        {},
        optional={
            "subject": st.sampled_from(["", "Stand-up", "Ünï"]),
            "allowMeetingChat": CHAT,
            "allowPowerPointSharing": st.booleans(),
            "lobbyBypassSettings": LOBBY,
            "watermarkProtection": MARKS,
            "allowedPresenters": st.just("roleIsPresenter"),
            "participants": st.fixed_dictionaries({}, optional={"attendees": PEOPLE}),
            "deletionPolicy": st.just("retain"),
        },
    ),
).map(lambda parts: {**parts[0], **parts[1]})
EDITED = st.fixed_dictionaries(
    {},
    optional={
        "subject": st.none() | st.just("Edited"),
        "allowMeetingChat": CHAT,
        "lobbyBypassSettings": st.none() | LOBBY,
        "watermarkProtection": st.none() | MARKS,
        "endDateTime": st.just("2027-01-05T00:00:00Z"),
    },
)
POLICY = st.fixed_dictionaries({}, optional={"allowMeetingChat": CHAT, "watermarkProtection": st.none()})
STEP = st.tuples(DECLARED, EDITED, POLICY)
HIDDEN = st.sets(st.sampled_from(["subject", "allowMeetingChat"]))


def declared(news: dict[str, Any], made: Made | None) -> dict[str, Any]:
    """The arguments as check hands them on."""
    checked = check({} if made is None else {"userId": USER, "externalId": "x"}, news, Settings(user_id=USER), "x")
    return checked.inputs if not checked.failures else {"userId": USER, "externalId": "x"}


@given(st.lists(STEP, min_size=1, max_size=4), HIDDEN)
def test_second_deployment_has_nothing_to_do(
    steps: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]], hidden: set[str]
) -> None:
    world, made = World(), None
    world.service.hidden = hidden
    for news, edits, policy in steps:
        world.service.policy = policy
        inputs = declared(news, made)
        made = deployed(world, made, inputs)
        assert diff(made.state, inputs).changes == ()
        made = refreshed(world, made)
        assert diff(made.state, inputs).changes == ()
        world.held(made).update(edits)
        made = deployed(world, refreshed(world, made), inputs)
        assert diff(made.state, inputs).changes == ()
        assert diff(refreshed(world, made).state, inputs).changes == ()


def deployed(world: World, made: Made | None, inputs: dict[str, Any]) -> Made:
    """The meeting after one ``up``, which sends at most one PATCH."""
    world.service.forget_requests()
    if made is None:
        after = world.lifecycle.create(inputs, world.operation())
        assert world.methods in ("POST", "POST PATCH")
        return after
    if not diff(made.state, inputs).changes:
        return made
    after = Made(made.id, world.lifecycle.update(made.id, made.state, inputs, world.operation()))
    assert world.methods in ("", "PATCH")
    return after


def refreshed(world: World, made: Made) -> Made:
    """The meeting after a refresh."""
    found = world.read(made)
    assert found is not None
    assert found.id == made.id
    return Made(found.id, found.state)
