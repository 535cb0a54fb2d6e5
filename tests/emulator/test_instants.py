"""Times: sent in several forms, returned in Graph's format."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings_emulator.state import instants

_offsets = st.integers(-14 * 60, 14 * 60)
_moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29))  # noqa: DTZ001  (the zone is drawn apart)
_ticks = st.integers(0, instants.parse("9999-12-31T23:59:59.9999999Z"))


@pytest.mark.parametrize(
    ("sent", "returned"),
    [
        ("2021-06-30T08:00:00+00:00", "2021-06-30T08:00:00Z"),
        ("2021-06-30T08:00:00.0000000Z", "2021-06-30T08:00:00Z"),
        ("2021-06-30T08:00:00.3897590Z", "2021-06-30T08:00:00.389759Z"),
        ("2021-06-30T08:00:00.1909168-07:00", "2021-06-30T15:00:00.1909168Z"),
        ("2024-02-29T23:30:00-01:00", "2024-03-01T00:30:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z"),
    ],
)
def test_an_instant_comes_back_in_utc_without_needless_zeros(sent: str, returned: str) -> None:
    assert instants.render(instants.parse(sent)) == returned


@given(_moments, _offsets, st.integers(0, 9), st.integers(1, 7))
def test_an_instant_keeps_its_moment_and_each_of_its_ticks(
    moment: datetime, offset: int, tenth: int, digits: int
) -> None:
    sign, (hours, minutes) = ("-" if offset < 0 else "+"), divmod(abs(offset), 60)
    fraction = f"{moment.microsecond:06}{tenth}"[:digits]
    sent = f"{moment.replace(microsecond=0).isoformat()}.{fraction}{sign}{hours:02}:{minutes:02}"

    returned = instants.render(instants.parse(sent))

    zoned = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset))).astimezone(timezone.utc)
    seconds, _, rest = returned.removesuffix("Z").partition(".")
    assert datetime.fromisoformat(seconds).replace(tzinfo=timezone.utc) == zoned
    assert rest == fraction.rstrip("0")


@given(_ticks)
def test_a_returned_time_can_be_sent_again(ticks: int) -> None:
    assert instants.parse(instants.render(ticks)) == ticks


@given(_ticks, _ticks)
def test_the_later_instant_counts_more_ticks(one: int, other: int) -> None:
    widest = [f"{instants.render(ticks).removesuffix('Z'):0<28}" for ticks in (one, other)]
    assert (one < other) == (widest[0].replace(".", "0") < widest[1].replace(".", "0"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2027-01-04",
        "2027-01-04T09:00:00",
        "2027-01-04T09:00:00.12345678Z",
        "2027-01-04T09:00:00.Z",
        "2027-01-04T24:00:00Z",
        "2027-01-04T23:59:60Z",
        "2027-02-29T09:00:00Z",
        "0000-01-04T09:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "2027-01-04T09:00:00+15:00",
        "2027-01-04T09:00:00+01:60",
        "2027-01-04 09:00:00Z",
        "2027-01-04T09:00:00z",
        "٢٠٢٧-01-04T09:00:00Z",
    ],
)
def test_text_that_is_not_a_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        instants.parse(text)
