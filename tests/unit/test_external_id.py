"""The derived external id: what goes into it, what does not, and that both ways in read the same place."""

from __future__ import annotations

import uuid

import pytest

from msgraph_meetings.model.external_id import Place, types_below
from msgraph_meetings.plugin.urn import Urn

MEETING = "msgraph-meetings:index:OnlineMeeting"
DYNAMIC = "pulumi-python:dynamic/msgraph-meetings:OnlineMeeting"
PLACE = Place("project", "stack", "my:mod:Team", "name")


def test_derived_id_is_the_same_guid_for_ever() -> None:
    # A new value for the same resource would make a second meeting for everybody who lost a state.
    assert PLACE.external_id() == "9837e5d9-1d46-5d91-95ff-36276412436d"
    assert PLACE.external_id("prefix") == "99a91ff6-81c6-59a8-982d-3a4e398509fd"
    assert uuid.UUID(PLACE.external_id()).version == 5


def test_derived_id_differs_when_any_part_of_the_place_differs() -> None:
    places = [
        Place("a", "b", "t", "c"),
        Place("ab", "", "t", "c"),
        Place("a", "bt", "", "c"),
        Place("a", "b", "t$u", "c"),
        Place("a", "b", "t", "u$c"),
        Place("a", "b", "", "c"),
        Place("b", "a", "t", "c"),
    ]
    ids = {place.external_id(prefix) for place in places for prefix in (None, "x", "xa")}
    assert len(ids) == 3 * len(places)


def test_blank_prefix_derives_what_no_prefix_derives() -> None:
    assert PLACE.external_id("") == PLACE.external_id(None)


def test_both_ways_in_derive_one_id_when_the_parent_is_a_meeting_too() -> None:
    assert (
        Place("p", "s", f"a:b:C${DYNAMIC}", "n").external_id() == Place("p", "s", f"a:b:C${MEETING}", "n").external_id()
    )


@pytest.mark.parametrize("name", ["standup", "stand::up", "a$b::c$", "::", "urn:pulumi:a::b::c::d"])
@pytest.mark.parametrize("parents", ["", "my:mod:Team", "my:mod:Outer$my:mod:Inner"])
def test_urn_gives_the_place_when_names_hold_separators(parents: str, name: str) -> None:
    types = f"{parents}${MEETING}" if parents else MEETING
    assert Urn.of(f"urn:pulumi:dev::meetings::{types}::{name}").place == Place("meetings", "dev", parents, name)
    assert Urn.of(f"urn:pulumi:dev::meetings::{types}::{name}").type == MEETING


@pytest.mark.parametrize(
    ("parent", "types"),
    [
        (None, ""),
        ("", ""),
        ("urn:pulumi:dev::meetings::pulumi:pulumi:Stack::meetings-dev", ""),
        ("urn:pulumi:dev::meetings::my:mod:Team::a$b::c", "my:mod:Team"),
        ("urn:pulumi:dev::meetings::my:mod:Outer$my:mod:Inner::x", "my:mod:Outer$my:mod:Inner"),
    ],
)
def test_child_takes_the_types_of_its_parents_urn(parent: str | None, types: str) -> None:
    assert types_below(parent) == types


def test_place_survives_as_a_text() -> None:
    place = Place("p", "s", "a$b", 'n "quoted" ünï ::$')
    assert Place.read(place.text()) == place


@pytest.mark.parametrize("odd", [None, 7, "", "x", "{}", "[]", '["a","b","c"]', '["a","b","c",1]', "[" * 99])
def test_reading_a_text_that_is_not_a_place_returns_none(odd: object) -> None:
    assert Place.read(odd) is None
