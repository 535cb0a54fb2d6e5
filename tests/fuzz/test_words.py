"""Dates, settings and import ids: whatever somebody writes is read as it is meant, or refused in a sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from msgraph_meetings.config.reading import Settings, read_settings
from msgraph_meetings.config.table import SETTINGS
from msgraph_meetings.config.validation import check_configuration
from msgraph_meetings.errors import ConfigurationError, MeetingsError
from msgraph_meetings.meetings.importing import import_meeting, wanted
from msgraph_meetings.model import instants
from tests.properties.profiles import chosen
from tests.unit.fakes import USER, graph, operation
from tests.unit.world import World

_CANARY = "canary-that-nobody-may-see"

# Dates


def _days(year: int, month: int, day: int) -> int:
    """Days since the first day of year 1, by counting leap years; no calendar of any library."""
    lengths = (31, 29 if _leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        raise ValueError("no day")
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + sum(lengths[: month - 1]) + day - 1


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_LAST = (_days(9999, 12, 31) + 1) * 86_400 * 10**7


def oracle(text: str) -> int | None:
    """The instant in ticks of 100 ns as plain arithmetic has it; ``None`` where the text is none."""
    shape = re.fullmatch(
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]{1,7})?([Zz]|[+-][0-9]{2}:[0-9]{2})",
        text,
    )
    if shape is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in shape.groups()[:6])
    zone = "+00:00" if shape[8] in "Zz" else shape[8]
    ahead = (int(zone[1:3]) * 60 + int(zone[4:])) * (-60 if zone[0] == "-" else 60)
    if hour > 23 or minute > 59 or second > 59 or int(zone[1:3]) > 23 or int(zone[4:]) > 59:
        return None
    try:
        whole = _days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - ahead
    except ValueError:
        return None
    found = whole * 10**7 + int((shape[7] or ".0")[1:].ljust(7, "0"))
    return found if 0 <= found < _LAST else None


_TWO = st.integers(0, 99).map("{:02d}".format)
_NEARLY = st.builds(
    "{}-{}-{}{}{}:{}:{}{}{}".format,
    st.integers(0, 9999).map("{:04d}".format) | st.sampled_from(["0001", "9999", "2000", "1900", "2024"]),
    st.integers(0, 13).map("{:02d}".format),
    st.integers(0, 32).map("{:02d}".format),
    st.sampled_from("TTTt "),
    st.integers(0, 24).map("{:02d}".format),
    st.integers(0, 60).map("{:02d}".format),
    st.integers(0, 60).map("{:02d}".format),
    st.just("") | st.text("0123456789", min_size=1, max_size=8).map(".{}".format),
    st.sampled_from(["Z", "z", "", "+00:00", "-00:00", "+23:59", "-23:59", "+24:00"])
    | st.builds("{}{}:{}".format, st.sampled_from("+-"), _TWO, _TWO),
)


@chosen(examples=600)
@given(_NEARLY | st.text("0123456789-:TZ.+ ", max_size=30))
def test_an_instant_is_what_plain_arithmetic_makes_of_it(text: str) -> None:
    expected = oracle(text)
    if expected is None:
        with pytest.raises(ValueError, match=r"^(is|has) "):
            instants.ticks(text)
        return
    assert instants.ticks(text) == expected
    assert oracle(instants.written(expected)) == expected


# Settings

_NAMES = st.sampled_from([row.name for row in SETTINGS]) | st.text(max_size=6)
_VARIABLES = st.sampled_from(sorted({name for row in SETTINGS for name in (*row.environment, *row.pipeline)}))
_WORDS = st.text(max_size=10) | st.sampled_from(
    ["true", "false", "1", "-1", "1e309", "nan", "https://x", "http://127.0.0.1", "https://u:p@h/?q#f", "china", "{}"]
)
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@chosen(examples=150)
@given(st.dictionaries(_NAMES, _WORDS, max_size=5), st.dictionaries(_VARIABLES, _WORDS, max_size=5))
def test_settings_are_read_or_refused_by_name(config: dict[str, str], environment: dict[str, str]) -> None:
    try:
        found = read_settings(config.get, environment)
    except ConfigurationError:
        return
    assert hash(found) == hash(read_settings(config.get, environment))


@chosen(examples=100)
@given(st.dictionaries(_NAMES, _ANYTHING, max_size=4))
def test_every_problem_of_a_configuration_names_its_setting(given_: dict[str, Any]) -> None:
    assert {failure.path for failure in check_configuration(given_)} <= set(given_) | {row.name for row in SETTINGS}


@chosen(examples=80)
@given(st.sampled_from([row.name for row in SETTINGS if row.secret]), st.sampled_from(["", "\n", "\0", " ", "é", "{"]))
def test_no_problem_of_a_secret_shows_it(name: str, odd: str) -> None:
    value = f"{odd}{_CANARY}{odd}"
    assert all(_CANARY not in failure.reason for failure in check_configuration({name: value}))
    try:
        said = repr(read_settings({name: value}.get, {}))
    except ConfigurationError as refused:
        said = str(refused)
    assert _CANARY not in said


# Import ids

_PARTS = st.text(max_size=12) | st.sampled_from(
    [USER, "a@b.example", "https://teams.example/l/1", "MSo/x+1==", "..", ".", "%2e", "/", "123 456", "'", "?", "#"]
)


@chosen(examples=100)
@given(st.lists(_PARTS, max_size=4), st.sampled_from(["/", "", " ", "//"]), st.booleans())
@example(["https://teams.example/l/1"], "/", True)  # noqa: FBT003
@example(["123 456"], "/", True)  # noqa: FBT003
def test_an_import_id_names_a_meeting_or_is_refused(parts: list[str], joint: str, known: bool) -> None:  # noqa: FBT001
    text, world = joint.join(parts), World()
    chosen_settings = Settings(user_id=USER if known else None)
    try:
        found = import_meeting(text, None, chosen_settings, graph(world.service), operation())
    except MeetingsError:
        found = None
    assert found is None
    for request in world.service.requests:
        assert re.fullmatch(r"/v1\.0/users/[^/]+/onlineMeetings(/[^/]+)?", request.path)


@chosen(examples=80)
@given(st.text(max_size=20))
def test_an_organizer_before_the_id_is_taken_off_once(tail: str) -> None:
    if not tail.strip():
        return
    assert wanted(f"{USER}/{tail}x", None).user_id == USER
    assert wanted(f"{USER}/{tail}x", None).value == f"{tail}x".strip() or tail != tail.strip()
