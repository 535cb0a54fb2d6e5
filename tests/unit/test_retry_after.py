"""Retry-After: seconds or a date, and nothing else."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.http.retry_after import retry_after

NOW = "Mon, 04 Jan 2027 09:00:00 GMT"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1", 1.0),
        ("120", 120.0),
        (" 5 ", 5.0),
        ("0.5", 0.5),
        ("Mon, 04 Jan 2027 09:00:30 GMT", 30.0),
        ("Mon, 04 Jan 2027 10:00:30 +0100", 30.0),
        ("Mon, 04 Jan 2027 09:00:00 GMT", None),
        ("Mon, 04 Jan 2027 08:00:00 GMT", None),
        ("0", None),
        ("-1", None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("Mon, 04 Jan 99999999999999999999 09:00:00 GMT", None),
    ],
)
def test_a_wait_is_read_from_the_answer(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text, "date": NOW}) == seconds


def test_answer_without_retry_after_asks_for_no_wait() -> None:
    assert retry_after({}) is None


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_a_date_without_the_answers_own_counts_from_this_machines_clock(date: str | None) -> None:
    headers = {"retry-after": formatdate(4_000_000_000, usegmt=True)} | ({} if date is None else {"date": date})
    found = retry_after(headers)
    assert found is not None
    assert found > 3600


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_breaks_anything(text: str, date: str) -> None:
    found = retry_after({"retry-after": text, "date": date})
    assert found is None or 0 < found < float("inf")
