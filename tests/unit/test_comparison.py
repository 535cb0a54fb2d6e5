"""Comparison: what the program asked for and what the service holds, compared by meaning."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.model import instants
from msgraph_meetings.model.comparison import Attendees, Caseless, Instant, Kind, Members, Plain, Struct, Words

ROLES = st.sampled_from(["attendee", "presenter", "producer", "coorganizer"])
NAMES = st.text("abcXYZ09", min_size=1, max_size=4)
LAST = instants.ticks("9999-12-31T23:59:59.9999999Z")
INSTANTS = st.integers(min_value=0, max_value=LAST).map(instants.written)


def person(number: int, *, by_id: bool, by_upn: bool, role: str | None) -> dict[str, str]:
    """An attendee who is told from the others by the number."""
    named = {"id": f"ID-{number}"} if by_id or not by_upn else {}
    return named | ({"upn": f"u{number}@example.com"} if by_upn else {}) | ({"role": role} if role else {})


PEOPLE = st.lists(
    st.tuples(st.integers(0, 6), st.booleans(), st.booleans(), st.none() | ROLES),
    max_size=5,
    unique_by=lambda each: each[0],
).map(lambda rows: [person(n, by_id=by_id, by_upn=by_upn, role=role) for n, by_id, by_upn, role in rows])
SUBJECTS = st.text(max_size=5) | st.text("\u0065\u0301\u00e9 a\t", max_size=5)
"""Any text, and texts in which blanks and the two forms of an accented letter are frequent."""
TAGS = st.sampled_from(["en-us", "en-US", "EN-us", "de-de", "de-DE", "zh-Hans"])

VALUES: dict[str, tuple[Kind, st.SearchStrategy[Any]]] = {
    "plain": (Plain(), st.booleans() | st.text(max_size=5)),
    "words": (Words(), SUBJECTS),
    "caseless": (Caseless(), TAGS),
    "instant": (Instant(), INSTANTS),
    "members": (Members(), st.lists(ROLES, max_size=4)),
    "caseless members": (Members(caseless=True), st.lists(TAGS, max_size=4)),
    "attendees": (Attendees(), PEOPLE),
    "struct": (
        Struct({"attendees": Attendees(), "at": Instant()}),
        st.fixed_dictionaries({}, optional={"attendees": PEOPLE, "at": INSTANTS, "on": st.booleans()}),
    ),
}


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_a_value_is_the_same_as_itself_and_shown_as_written(name: str, data: st.DataObject) -> None:
    kind, values = VALUES[name]
    value = data.draw(values)
    assert kind.same(value, value)
    assert kind.shown(value, value) == value
    assert not kind.changed(value, value)


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_what_is_sent_and_answered_as_sent_is_the_same(name: str, data: st.DataObject) -> None:
    kind, values = VALUES[name]
    value = data.draw(values)
    answered = kind.read(kind.wire(value))
    assert kind.same(value, answered)
    assert kind.shown(value, answered) == value


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_what_the_service_holds_is_shown_so_that_it_means_the_same(name: str, data: st.DataObject) -> None:
    kind, values = VALUES[name]
    asked, held = data.draw(values), data.draw(values)
    shown = kind.shown(asked, held)
    assert kind.same(shown, held)
    assert kind.same(asked, held) == kind.same(asked, shown)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "upn", "at", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_no_answer_of_another_shape_breaks_a_comparison(name: str, data: st.DataObject) -> None:
    kind, values = VALUES[name]
    asked, held = data.draw(values), kind.read(data.draw(JUNK))
    assert isinstance(kind.same(asked, held), bool)
    kind.shown(asked, held)


@given(PEOPLE, st.randoms())
def test_the_order_of_attendees_means_nothing(people: list[dict[str, str]], chance: Any) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert Attendees().same(people, shuffled)


ADA, BOB = "11111111-aaaa-4bbb-8ccc-000000000001", "11111111-aaaa-4bbb-8ccc-000000000002"


@pytest.mark.parametrize(
    ("asked", "held", "same"),
    [
        pytest.param([{"id": ADA}], [{"id": ADA.upper()}], True, id="an id has no case"),
        pytest.param([{"upn": "ada@example.com"}], [{"upn": "Ada@Example.com"}], True, id="nor has a upn"),
        pytest.param([{"id": ADA}], [{"id": ADA, "upn": "ada@example.com", "role": "attendee"}], True, id="filled in"),
        pytest.param([{"id": ADA}], [{"id": ADA, "role": "presenter"}], True, id="a role nobody asked for"),
        pytest.param([{"id": ADA, "role": "attendee"}], [{"id": ADA}], True, id="attendee is the default"),
        pytest.param([{"id": ADA, "role": "presenter"}], [{"id": ADA}], False, id="the role is missing"),
        pytest.param([{"id": ADA}], [{"id": BOB}], False, id="somebody else"),
        pytest.param([{"id": ADA}], [{"upn": "ada@example.com"}], False, id="no common key"),
        pytest.param([{"id": ADA, "upn": "a@b"}], [{"upn": "a@b"}], True, id="the upn where there is no id"),
        pytest.param([], [{"id": ADA}], False, id="one too many"),
        pytest.param([{"id": ADA}, {"id": BOB}], [{"id": ADA}], False, id="one too few"),
        pytest.param([], None, True, id="nobody is null"),
    ],
)
def test_attendees_are_a_set_of_people_with_the_roles_asked_for(asked: Any, held: Any, *, same: bool) -> None:
    assert Attendees().same(asked, held) is same


@pytest.mark.parametrize(
    ("before", "new", "changed"),
    [
        pytest.param([{"id": ADA, "role": "presenter"}], [{"id": ADA}], True, id="role taken out"),
        pytest.param([{"id": ADA}], [{"id": ADA, "role": "presenter"}], True, id="role put in"),
        pytest.param([{"id": ADA, "role": "attendee"}], [{"id": ADA}], False, id="the default taken out"),
        pytest.param([{"id": ADA}, {"id": BOB}], [{"id": BOB}, {"id": ADA}], False, id="order"),
        pytest.param([{"id": ADA}], [], True, id="emptied"),
    ],
)
def test_a_change_of_the_program_counts_in_both_directions(before: Any, new: Any, *, changed: bool) -> None:
    assert Attendees().changed(before, new) is changed
    assert Struct({"attendees": Attendees()}).changed({"attendees": before}, {"attendees": new}) is changed


def test_a_member_that_is_asked_for_no_longer_is_nothing_to_send() -> None:
    assert not Struct().changed({"scope": "everyone", "isDialInBypassEnabled": True}, {"scope": "everyone"})
    assert Struct().changed({"scope": "everyone"}, {"scope": "everyone", "isDialInBypassEnabled": True})
    assert Struct().changed(None, {"scope": "everyone"})


def test_an_attendee_is_nested_on_the_wire_and_flat_in_the_program() -> None:
    wire = [{"upn": "ada@example.com", "role": "presenter", "identity": {"user": {"id": ADA}}}]
    assert Attendees().wire([{"id": ADA, "upn": "ada@example.com", "role": "presenter"}]) == wire
    assert Attendees().read(wire) == [{"id": ADA, "upn": "ada@example.com", "role": "presenter"}]


def test_an_attendee_as_the_live_service_answered_is_read_without_its_nulls() -> None:
    user = {"id": ADA, "displayName": None, "tenantId": None, "identityProvider": "MSA"}
    wire = [{"upn": None, "role": "attendee", "identity": {"application": None, "device": None, "user": user}}]
    assert Attendees().read(wire) == [{"id": ADA, "role": "attendee"}]


def test_an_instant_is_sent_in_utc_and_kept_as_written() -> None:
    assert Instant().wire("2027-01-04T10:00:00.5000000+01:00") == "2027-01-04T09:00:00.5Z"
    assert Instant().shown("2027-01-04T10:00:00+01:00", "2027-01-04T09:00:00Z") == "2027-01-04T10:00:00+01:00"
    assert Instant().shown("2027-01-04T10:00:00+01:00", "2027-01-04T10:00:00Z") == "2027-01-04T10:00:00Z"


def test_members_are_a_set() -> None:
    assert Members().same(["attendee", "presenter"], ["presenter", "attendee", "attendee"])
    assert not Members().same(["attendee"], ["attendee", {"odd": True}])
    assert Members().shown(["attendee", "presenter"], ["presenter", "attendee"]) == ["attendee", "presenter"]


def test_an_object_is_compared_and_shown_by_the_members_asked_for() -> None:
    held = {"scope": "organization", "isDialInBypassEnabled": False}
    assert Struct().same({"scope": "organization"}, held)
    assert not Struct().same({"scope": "everyone"}, held)
    assert Struct().shown({"scope": "everyone"}, held) == {"scope": "organization"}
    assert Struct().shown({"scope": "everyone"}, {"scope": None}) == {}
    assert Struct().shown({"scope": "everyone"}, None) == {}


@given(SUBJECTS)
def test_trimmed_or_normalised_words_are_what_was_asked_for(asked: str) -> None:
    for held in (asked.strip(), unicodedata.normalize("NFC", asked), unicodedata.normalize("NFC", asked.strip())):
        assert Words().same(asked, held)
        assert Words().shown(asked, held) == asked


@pytest.mark.parametrize(
    ("asked", "held", "same"),
    [
        pytest.param("Caf\u0065\u0301 ", "Caf\u00e9", True, id="trimmed and NFC"),
        pytest.param("Daily", "Daily ", False, id="somebody added a blank"),
        pytest.param("Daily", "daily", False, id="case counts"),
        pytest.param("a  b", "a b", False, id="blanks within count"),
        pytest.param("Daily", None, False, id="nothing"),
    ],
)
def test_words_are_compared_as_people_read_them(asked: str, held: Any, *, same: bool) -> None:
    assert Words().same(asked, held) is same


def test_program_that_changes_a_blank_has_it_sent() -> None:
    assert Words().changed("Daily ", "Daily")
    assert not Caseless().changed("en-us", "en-US")
