"""Failures of the token service's requests."""

from __future__ import annotations

from tests.bad_days.day import lasting, passing, quiet
from tests.bad_days.graph import HTML

_LATE = "ended before the whole answer|did not finish within"
"""Whichever is over first: the time of the last request, or that of the operation."""
TOKEN_SERVICE = {
    "400": lasting("token service", status=400),
    "401": lasting("token service", status=401),
    "403": lasting("token service", status=403),
    "404, the path is wrong": lasting("token service", status=404),
    "429 for good": lasting("refused the sign-in, because too many were sent", status=429),
    "429, and how long to wait": passing(status=429, headers={"Retry-After": "1"}, times=2),
    "500": passing(status=500),
    "502": passing(status=502),
    "503, twice": passing(status=503, times=2),
    "504": passing(status=504),
    "500 for good": lasting("failed during the sign-in: it answered 500", status=500),
    "503 for good": lasting("failed during the sign-in: it answered 503", status=503),
    "late by 1 s": quiet(delay=1),
    "connection lost before": passing(drop=True),
    "connection lost after the work": passing(after_work=True, drop=True),
    "connection reset before": passing(reset=True),
    "connection lost for good": lasting(_LATE, drop=True),
    "slow drip for good": lasting(_LATE, drip=1.0),
    "no answer at all": lasting(_LATE, delay=600),
    "answer cut for good": lasting("token service", cut=40),
    "HTML": lasting("token service", **HTML),
    "redirect": lasting("token service", status=302, headers={"Location": "https://example.com/"}),
    "called text/plain": quiet(headers={"Content-Type": "text/plain"}, times=None),
}
