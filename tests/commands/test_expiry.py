"""The expiry of meetings: 60 days after the end, after the start where there is no end; by a clock that tests set."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.commands.stacks import clock
from msgraph_meetings.commands.stacks.expiry import expiry_of
from msgraph_meetings.model import instants
from tests.commands.person import export, resource

if TYPE_CHECKING:
    from tests.commands.person import Person

START, END, CREATED = "2027-01-04T09:00:00Z", "2027-01-04T09:15:00Z", "2026-12-01T08:00:00Z"


@pytest.mark.parametrize(
    ("properties", "expires", "basis"),
    [
        ({"startDateTime": START, "endDateTime": END, "creationDateTime": CREATED}, "2027-03-05T09:15:00Z", "end"),
        ({"startDateTime": START, "creationDateTime": CREATED}, "2027-03-05T09:00:00Z", "start"),
        ({"creationDateTime": CREATED}, "2027-01-30T09:00:00Z", "creation"),
        ({"endDateTime": END, "expiryDateTime": "2027-06-01T00:00:00Z"}, "2027-06-01T00:00:00Z", "service"),
        ({"endDateTime": "2027-01-04T10:15:00+01:00"}, "2027-03-05T09:15:00Z", "end"),
    ],
    ids=["end", "start", "neither", "the service says it", "an offset"],
)
def test_expiry_is_60_days_after_the_end_or_the_start_unless_the_service_says_it(
    properties: dict[str, Any], expires: str, basis: str
) -> None:
    found = expiry_of(properties)
    assert found is not None
    assert (instants.written(found.at), found.basis, found.estimated) == (expires, basis, basis != "service")


def test_a_meeting_without_any_time_has_no_known_expiry() -> None:
    assert expiry_of({"subject": "x", "endDateTime": "soon"}) is None


@pytest.mark.parametrize(
    ("now", "code", "names"),
    [
        ("2027-01-04T09:00:00Z", 0, []),
        ("2027-02-19T09:14:59Z", 0, []),
        ("2027-02-19T09:15:00Z", 1, ["soon"]),
        ("2027-03-06T00:00:00Z", 1, ["soon"]),
        ("2028-01-01T00:00:00Z", 1, ["soon", "later"]),
    ],
)
def test_expiring_exits_1_from_two_weeks_before_the_expiry_on(
    person: Person, now: str, code: int, names: list[str]
) -> None:
    text = export(
        resource("later", startDateTime="2027-10-04T09:00:00Z"), resource("soon", startDateTime=START, endDateTime=END)
    )
    seen = person.runs("expiring", "-", "--within", "14d", "--now", now, "--json", given=text)
    assert seen.code == code
    assert [one["name"] for one in seen.object["meetings"]] == names
    assert all(one["expiresSoon"] for one in seen.object["meetings"])


def test_over_a_year_each_meeting_is_reported_on_exactly_its_days(person: Person) -> None:
    first = datetime(2027, 1, 1, tzinfo=timezone.utc)
    text = export(resource("m", startDateTime="2027-03-01T12:00:00Z", endDateTime="2027-03-01T12:00:00Z"))
    reported = [
        day
        for day in range(0, 365, 10)
        if person.runs("expiring", "-", "--now", f"{first + timedelta(day):%Y-%m-%dT%H:%M:%SZ}", given=text).code == 1
    ]
    # The expiry is 2027-04-30T12:00, day 119; it is reported from the 16th, day 105, on.
    assert reported == list(range(110, 365, 10))


def test_without_an_expiry_nothing_is_printed_and_the_exit_code_is_0(person: Person) -> None:
    text = export(resource("m", startDateTime=START))
    seen = person.runs("expiring", "-", "--now", START, given=text)
    assert (seen.code, seen.output, seen.errors) == (0, "", "No meeting expires in that span.\n")


def test_an_expiry_that_is_not_known_is_no_success(person: Person) -> None:
    text = export(resource("m", creationDateTime=None), resource("n", startDateTime=START))
    seen = person.runs("expiring", "-", "--now", START, given=text)
    assert (seen.code, seen.output) == (3, "")
    assert seen.errors == "The expiry is not known, because no time is: m.\n"
    assert person.runs("expiring", "-", "--now", "2028-01-01T00:00:00Z", given=text).code == 1


@pytest.mark.parametrize("span", ["", "14", "d", "-3d", "1.5d", "14 days", "9999999d"])
def test_what_is_not_a_span_is_wrong_use(person: Person, span: str) -> None:
    seen = person.runs("expiring", "-", "--within", span, given=export())
    assert seen.code == 2
    assert "is not a span of time such as 36h, 14d or 2w." in seen.errors


@given(st.integers(0, 999_999), st.sampled_from(["h", "d", "w"]))
def test_each_span_is_read(number: int, unit: str) -> None:
    hours = {"h": 1, "d": 24, "w": 168}[unit]
    assert clock.span_of(f" {number}{unit.upper()} ") == number * hours * instants.TICKS_PER_HOUR


@given(st.datetimes(timezones=st.just(timezone.utc)))
def test_moments_and_ticks_agree(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert clock.moment_of(instants.ticks(f"{whole.year:04d}-{whole:%m-%dT%H:%M:%SZ}")) == whole


def test_an_expiry_after_the_last_year_is_no_error(person: Person) -> None:
    text = export(resource("m", startDateTime="9999-12-31T09:00:00Z", endDateTime="9999-12-31T10:00:00Z"))
    assert person.runs("list", "-", "--json", given=text).object["meetings"][0]["expires"] is None
    for command in ("list", "show", "expiring"):
        assert person.runs(command, "--file", "-", given=text).code == 0
