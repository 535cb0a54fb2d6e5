"""Programs as hypothesis writes them, and what each of them asks a meeting to hold."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.properties.engine import Bag

NAMES = ("a", "b", "c")
EXTERNAL_IDS = ("standup", "lunch / 50 %", "review")
ADA, BOB = "11111111-aaaa-4bbb-8ccc-000000000001", "22222222-aaaa-4bbb-8ccc-000000000002"
_TIMES = st.sampled_from(
    [
        {},
        {"startDateTime": "2027-01-04T09:00:00Z"},
        {"startDateTime": "2027-01-04T10:00:00.0+01:00", "endDateTime": "2027-01-04T10:00:00Z"},
    ]
)
_PEOPLE = st.lists(st.sampled_from([{"id": ADA}, {"id": BOB}]), max_size=2, unique_by=lambda one: one["id"])
_SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "subject": st.sampled_from(["Stand-up", "Ünï 👩‍👧", ""]),
        "allowMeetingChat": st.sampled_from(["enabled", "disabled", "limited"]),
        "recordAutomatically": st.booleans(),
        "lobbyBypassSettings": st.fixed_dictionaries({"scope": st.sampled_from(["everyone", "organizer"])}),
        "participants": st.fixed_dictionaries({"attendees": _PEOPLE}),
        "deletionPolicy": st.just("retain"),
    },
)
EDITS = st.fixed_dictionaries(
    {},
    optional={"subject": st.just("Edited"), "allowMeetingChat": st.sampled_from(["enabled", "disabled"])},
)


@st.composite
def programs(draw: st.DrawFn, users: tuple[str, ...]) -> dict[str, Bag]:
    """Resources by name; no two of them declare one meeting, which is an error that has tests of its own."""
    identities = [(user, external_id) for user in users for external_id in EXTERNAL_IDS]
    chosen = draw(st.permutations(identities))
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=len(NAMES)))
    return {
        name: {"userId": user, "externalId": external_id} | draw(_TIMES) | draw(_SETTINGS)
        for name, (user, external_id) in zip(names, chosen, strict=False)
    }


def identity(inputs: Bag) -> tuple[str, str]:
    return inputs["userId"], inputs["externalId"]


def holds(meeting: dict[str, Any], inputs: Bag) -> bool:
    """Whether a meeting on the service has everything that the arguments ask for."""
    people = {person["identity"]["user"]["id"] for person in meeting["participants"]["attendees"]}
    lobby = meeting["lobbyBypassSettings"]
    plain = ("subject", "allowMeetingChat", "recordAutomatically")
    return (
        all(meeting[name] == inputs[name] for name in plain if name in inputs)
        and all(lobby[name] == value for name, value in inputs.get("lobbyBypassSettings", {}).items())
        and ("participants" not in inputs or people == {one["id"] for one in inputs["participants"]["attendees"]})
        and all(_at(meeting[name]) == _at(inputs[name]) for name in ("startDateTime", "endDateTime") if name in inputs)
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00").replace(".0+", "+"))
