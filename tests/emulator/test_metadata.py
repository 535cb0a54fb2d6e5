"""The emulator accepts the properties and types that Graph's metadata declares, as in docs/contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings_emulator.graph import shapes
from msgraph_meetings_emulator.state.clouds import GOVERNMENT_LACKS
from tests.emulator.answers_seen import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = METADATA["entityTypes"]
DECLARED: dict[str, Any] = {
    **_TYPES["microsoft.graph.onlineMeetingBase"]["properties"],
    **_TYPES["microsoft.graph.onlineMeeting"]["properties"],
}
PARAMETERS: dict[str, Any] = {
    one["name"]: one
    for action in METADATA["actions"]
    if action["name"] == "microsoft.graph.createOrGet"
    for one in action["parameters"]
}
NOT_IN_METADATA = {"anonymizeIdentityForRoles"}
SENTINEL = "unknownFutureValue"
OF_MEETINGS = shapes.CREATABLE | shapes.UPDATABLE | shapes.UNDOCUMENTED
_PLAIN: dict[str, list[Any]] = {
    "Edm.Boolean": [True, False],
    "Edm.String": ["", "text"],
    "Edm.DateTimeOffset": ["2027-01-04T09:00:00Z"],
}
_WRONG: tuple[Any, ...] = ([], 7, {"no such member": 1})


def _values(declared: dict[str, Any]) -> Iterator[Any]:
    """Values of a declared type, with each member once."""
    name = declared["type"]
    if declared["collection"]:
        yield from ([value] for value in _values(declared | {"collection": False}))
    elif name in _PLAIN:
        yield from _PLAIN[name]
    elif name in METADATA["enumTypes"]:
        yield from (member for member in METADATA["enumTypes"][name]["members"] if member != SENTINEL)
    else:
        members = METADATA["complexTypes"][name]["properties"]
        yield from ({member: value} for member, of in members.items() for value in _values(of))


@pytest.mark.parametrize("name", sorted(OF_MEETINGS.keys() - NOT_IN_METADATA))
def test_emulator_takes_each_value_of_a_property_that_the_metadata_declares(name: str) -> None:
    for value in _values(DECLARED[name]):
        assert OF_MEETINGS[name](value) == value


@pytest.mark.parametrize("name", sorted(OF_MEETINGS.keys() - NOT_IN_METADATA))
def test_emulator_refuses_a_value_of_a_type_that_the_metadata_does_not_declare(name: str) -> None:
    wrong = [value for value in _WRONG if value != [] or not DECLARED[name]["collection"]]
    wrong += [SENTINEL] if DECLARED[name]["type"] in METADATA["enumTypes"] else []
    for value in wrong:
        with pytest.raises(shapes.MisfitError):
            OF_MEETINGS[name](value)


def test_emulator_takes_the_parameters_of_create_or_get_that_the_metadata_declares() -> None:
    assert shapes.CREATE_OR_GET.keys() == PARAMETERS.keys()
    for name, shape in shapes.CREATE_OR_GET.items():
        for value in _values(PARAMETERS[name]):
            assert shape(value) == value


def test_emulator_hides_the_members_that_the_metadata_has_above_the_sentinel() -> None:
    above = {name: frozenset(one["membersAfterSentinel"]) for name, one in METADATA["enumTypes"].items()}
    roles, scopes = above["microsoft.graph.onlineMeetingRole"], above["microsoft.graph.lobbyBypassScope"]
    assert {"role": roles, "anonymizeIdentityForRoles": roles, "scope": scopes} == shapes.HIDDEN_MEMBERS


def test_emulator_lacks_in_the_government_s_clouds_what_their_metadata_lacks() -> None:
    changed = METADATA["clouds"]["v1.0-Fairfax"]["differencesFromBase"]["changed_types"]
    own, base = (changed[f"microsoft.graph.{name}"] for name in ("onlineMeeting", "onlineMeetingBase"))
    assert {*own["properties_missing"], *base["properties_missing"]} == GOVERNMENT_LACKS
