"""The experiment about the rate limit, run on request only: reads one meeting faster and faster, up to a bound.

It stops at the first refusal, waits as long as Graph asks, and sends at most ``RATES`` times ``SECONDS`` requests.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

from msgraph_meetings.http.retry_after import retry_after
from msgraph_meetings.probe.findings import Seen
from msgraph_meetings.probe.wire import REQUEST_SECONDS, Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgraph_meetings.http.transport import Answer
    from msgraph_meetings.probe.lab import Lab

RATES = (2, 4, 8, 16, 32)
"""Requests a second, one step after the other."""
SECONDS = 5.0
THREADS = 32
"""Requests under way at once: enough for the highest rate if an answer takes a second."""
_TOO_MANY = 429


def rate_limit(lab: Lab, rates: Sequence[int] = RATES, seconds: float = SECONDS, threads: int = THREADS) -> Seen:
    """Return the rate at which reading one meeting is refused first.

    Args:
        lab: makes the meeting.
        rates: requests a second, in rising order.
        seconds: for each rate.
        threads: the requests that may be under way at once.
    """
    request = Request("GET", lab.path(lab.make().id))
    for rate in rates:
        refused = _refusal(lab, request, rate, round(rate * seconds), threads)
        if refused is not None:
            wait = retry_after(refused.headers)
            asked = "no Retry-After" if wait is None else f"Retry-After {wait:.0f} s"
            lab.note(f"GET at {rate} requests a second for {seconds:.0f} s: {_TOO_MANY}, {asked}")
            lab.wire.wait(min(wait or 0.0, REQUEST_SECONDS))
            return Seen(f"{rate} a second", f"GET is refused at {rate} requests a second, with {asked}.")
        lab.note(f"GET at {rate} requests a second for {seconds:.0f} s: no refusal")
    return Seen("none", f"GET is not refused up to {rates[-1]} requests a second.")


def _refusal(lab: Lab, request: Request, rate: int, number: int, threads: int) -> Answer | None:
    """Send requests at a rate, and return the first answer with status 429, or None if there is none.

    After a 429, requests that still wait for their turn are not sent.
    """
    refused = Event()
    with ThreadPoolExecutor(threads) as pool:
        sent: list[Future[Answer | None]] = []
        for _ in range(number):
            if refused.is_set():
                break
            sent.append(pool.submit(_once, lab, request, refused))
            lab.wire.wait(1 / rate)
    answers = (one.result() for one in sent)
    return next((answer for answer in answers if answer is not None and answer.status == _TOO_MANY), None)


def _once(lab: Lab, request: Request, refused: Event) -> Answer | None:
    """Send the request, unless another one was refused meanwhile."""
    if refused.is_set():
        return None
    operation = lab.wire.operation()
    answer = lab.wire.send(request, lab.wire.tokens.token(operation), operation.remaining)
    if answer.status == _TOO_MANY:
        refused.set()
    return answer
