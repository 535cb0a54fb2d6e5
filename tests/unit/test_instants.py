"""Instants: what Graph writes is read exactly, what no calendar knows is refused with a reason."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.model import instants

if TYPE_CHECKING:
    from collections.abc import Iterator

TICKS = st.integers(min_value=0, max_value=instants.ticks("9999-12-31T23:59:59.9999999Z"))
MOMENTS = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1))  # noqa: DTZ001  (offset comes beside)


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose local time is not UTC."""
    with monkeypatch.context() as there:
        there.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@given(TICKS)
def test_what_is_written_is_read_back_to_the_tick(tick: int) -> None:
    assert instants.ticks(instants.written(tick)) == tick


@given(TICKS)
def test_a_written_instant_ends_with_z_and_without_trailing_zeros(tick: int) -> None:
    text = instants.written(tick)
    assert text.endswith("Z")
    assert "." not in text or not text.endswith("0Z")


@given(MOMENTS, st.integers(-23 * 60 - 59, 23 * 60 + 59), st.text("0123456789", max_size=7))
def test_an_offset_moves_the_text_and_not_the_instant(moment: datetime, minutes: int, fraction: str) -> None:
    tail = f".{fraction}" if fraction else ""
    there = moment.replace(microsecond=0) + timedelta(minutes=minutes)
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    here = moment.replace(microsecond=0)
    assert instants.ticks(f"{there.isoformat()}{tail}{offset}") == instants.ticks(f"{here.isoformat()}{tail}Z")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2027-01-04T09:00:00Z", "2027-01-04T10:00:00+01:00", True),
        ("2027-01-04T09:00:00Z", "2027-01-04t09:00:00.0000000z", True),
        ("2027-01-04T09:00:00.1234567Z", "2027-01-04T02:00:00.1234567-07:00", True),
        ("2027-01-04T09:00:00.1234567Z", "2027-01-04T09:00:00.1234568Z", False),
        ("2027-01-04T09:00:00Z", "2027-01-04T09:00:00-00:00", True),
        ("2028-02-29T23:59:59.9Z", "2028-02-29T23:59:59.9000000+00:00", True),
    ],
)
def test_instants_are_equal_at_100_ns_however_they_are_written(one: str, other: str, *, same: bool) -> None:
    assert (instants.ticks(one) == instants.ticks(other)) is same


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not an RFC 3339 date and time"),
        ("tomorrow", "not an RFC 3339 date and time"),
        ("2027-01-04", "not an RFC 3339 date and time"),
        ("2027-01-04T09:00Z", "not an RFC 3339 date and time"),
        ("2027-01-04 09:00:00Z", "not an RFC 3339 date and time"),
        ("2027-01-04T09:00:00,5Z", "not an RFC 3339 date and time"),
        ("2027-01-04T09:00:00.Z", "not an RFC 3339 date and time"),
        ("2027-1-4T09:00:00Z", "not an RFC 3339 date and time"),
        (" 2027-01-04T09:00:00Z", "not an RFC 3339 date and time"),
        ("2027-01-04T09:00:00Z\n", "not an RFC 3339 date and time"),
        ("2027-01-04T09:00:00+0100", "not an RFC 3339 date and time"),
        ("٢٠٢٧-01-04T09:00:00Z", "not an RFC 3339 date and time"),
        ("2027-01-04T09:00:00+24:00", "not an RFC 3339 date and time"),
        ("2027-01-04T09:00:00+01:60", "not an RFC 3339 date and time"),
        ("2027-01-04T09:00:00", "no offset"),
        ("2027-01-04T09:00:00.12345678Z", "8 fractional digits"),
        ("0000-01-01T00:00:00Z", "year 0"),
        ("2027-13-01T00:00:00Z", "month"),
        ("2027-02-29T00:00:00Z", "day"),
        ("2027-01-04T24:00:00Z", "hour must be in 0..23"),
        ("2027-01-04T09:60:00Z", "minute"),
        ("2027-01-04T23:59:60Z", "second"),
        ("0001-01-01T00:00:00+00:01", "outside the years"),
        ("9999-12-31T23:59:59-00:01", "outside the years"),
    ],
)
def test_text_that_is_not_an_instant_is_refused_without_repeating_it(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refused:
        instants.ticks(text)
    assert not text or text not in str(refused.value).replace("2027-01-04T09:00:00Z", "")


@given(st.text("0123456789-:TZ+. ", max_size=40))
def test_text_like_an_instant_is_read_or_refused_with_a_value_error(text: str) -> None:
    try:
        tick = instants.ticks(text)
    except ValueError:
        return
    assert instants.ticks(instants.written(tick)) == tick


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2027-01-04T09:00:00+01:00", "2027-01-04T09:00:00Z"),
        ("2027-12-31T23:30:00.5Z", "2028-01-01T00:30:00.5Z"),
        ("9999-12-31T23:59:59.9999998Z", "9999-12-31T23:59:59.9999999Z"),
    ],
)
def test_an_hour_later_is_never_before_the_start(start: str, end: str) -> None:
    assert instants.hour_after(start) == end


def test_an_http_date_is_read() -> None:
    assert instants.from_http_date("Mon, 04 Jan 2027 09:00:00 GMT") == instants.ticks("2027-01-04T09:00:00Z")


def test_an_http_date_without_a_zone_is_utc_wherever_the_machine_stands(tokyo: None) -> None:
    assert instants.from_http_date("Mon, 04 Jan 2027 09:00:00 -0000") == instants.ticks("2027-01-04T09:00:00Z")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "Mon",
        "soon",
        "Mon, 04 Jan 99999999999999999999 09:00:00 GMT",
        "Mon, 04 Jan 2027 09:00:00 +9999999999",
    ],
)
def test_malformed_http_date_counts_as_missing(text: str | None) -> None:
    assert instants.from_http_date(text) is None


@given(st.text("0123456789 ,:+-GMTJanMon", max_size=40))
def test_no_date_header_breaks_anything(text: str) -> None:
    found = instants.from_http_date(text)
    assert found is None or found >= 0
