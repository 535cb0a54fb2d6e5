"""The experiment about the rate limit: on request only, bounded, and over at the first refusal."""

from __future__ import annotations

from threading import Event
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from msgraph_meetings.http.transport import Answer
from msgraph_meetings.probe.ramp import RATES, SECONDS, rate_limit
from msgraph_meetings_emulator import Fault

if TYPE_CHECKING:
    from msgraph_meetings.probe.lab import Lab
    from tests.probe.asking import Asker


def _lab(answers: list[Answer]) -> tuple[Lab, list[float], list[str]]:
    """Return a lab without a service: it answers with the given answers and then 200, and keeps waits and notes."""
    waits: list[float] = []
    notes: list[str] = []
    wire = SimpleNamespace(
        wait=waits.append,
        operation=lambda: SimpleNamespace(remaining=1.0),
        tokens=SimpleNamespace(token=lambda _operation: None),
        send=lambda *_: answers.pop(0) if answers else Answer(200, {}, b"{}"),
    )
    made: Any = SimpleNamespace(id="made")
    lab = SimpleNamespace(wire=wire, make=lambda: made, path=lambda tail: f"/{tail}", note=notes.append)
    return cast("Lab", lab), waits, notes


def test_ramp_is_off_unless_asked_for(asker: Asker) -> None:
    assert "--ramp asks it" in asker.ask("--only", "rate_limit").answer("rate_limit")["says"]


def test_ramp_reports_the_rate_and_the_wait_of_the_first_refusal(asker: Asker) -> None:
    asker.emulator.arm(Fault.throttled(method="GET", path="/onlineMeetings/*", skip=1, retry_after=1))
    outcome = asker.ask("--ramp", "--only", "rate_limit")
    assert (outcome.code, outcome.value("rate_limit")) == (0, "2 a second")
    assert "Retry-After 1 s" in outcome.answer("rate_limit")["says"]
    assert len(asker.emulator.journal("GET", "/onlineMeetings/*")) <= 4
    assert asker.emulator.meetings() == []


def test_ramp_without_a_refusal_sends_no_more_than_it_says() -> None:
    lab, waits, notes = _lab([])
    assert rate_limit(lab).value == "none"
    assert len(waits) == sum(rate * SECONDS for rate in RATES)
    assert len(notes) == len(RATES)


def test_ramp_waits_the_whole_time_that_a_refusal_asks_for() -> None:
    refused = Answer(429, {"retry-after": "17"}, b"{}")
    lab, waits, _ = _lab([refused])
    assert rate_limit(lab).value == "2 a second"
    assert waits[-1] == 17.0


def test_ramp_sends_nothing_more_after_a_refusal_though_requests_wait_for_their_turn() -> None:
    lab, waits, _ = _lab([])
    all_wait, sent = Event(), []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 20:
            all_wait.set()

    def send(*_: object) -> Answer:
        sent.append(1)
        all_wait.wait()
        return Answer(429, {"retry-after": "17"}, b"{}")

    wire: Any = lab.wire
    wire.wait, wire.send = wait, send
    assert rate_limit(lab, rates=(20,), seconds=1, threads=1).value == "20 a second"
    assert len(sent) == 1
