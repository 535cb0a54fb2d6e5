"""The registrations of a program, with this SDK and with one that keeps them elsewhere."""

from __future__ import annotations

import sys
import threading

import pulumi
import pytest

from msgraph_meetings import OnlineMeeting
from msgraph_meetings.dynamic.registrations import await_in_turn
from tests.unit.program import run


@pytest.mark.parametrize("manager", [None, object()], ids=["no-manager", "no-list"])
def test_program_runs_with_an_sdk_that_keeps_registrations_elsewhere(
    monkeypatch: pytest.MonkeyPatch, manager: object
) -> None:
    monkeypatch.setattr(pulumi.runtime.settings, "_get_rpc_manager", lambda: manager)
    await_in_turn()


def test_meeting_outside_a_program_meets_no_error_of_the_event_loop() -> None:
    await_in_turn()


@pytest.mark.parametrize("own", [None, 3], ids=["no-limit", "a-limit"])
def test_declaring_a_meeting_leaves_the_programs_limit_of_tracebacks_as_it_was(
    monkeypatch: pytest.MonkeyPatch, own: int | None
) -> None:
    if own is not None:
        monkeypatch.setattr(sys, "tracebacklimit", own, raising=False)
    run(lambda: OnlineMeeting("m", external_id="m", subject="S"))
    assert getattr(sys, "tracebacklimit", None) == own


def test_a_meeting_that_is_refused_leaves_no_limit_of_tracebacks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("refused")

    monkeypatch.setattr(pulumi.dynamic.Resource, "__init__", refuse)
    with pytest.raises(RuntimeError, match="refused"):
        run(lambda: OnlineMeeting("m", external_id="m", subject="S"))
    assert not hasattr(sys, "tracebacklimit")


def test_engine_hears_of_the_first_meeting_before_the_last_one_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, in_time = threading.Event(), list[bool]()

    def prepared(meeting: OnlineMeeting, prop: str) -> str:
        if (meeting._name, prop) == ("last", "subject"):
            in_time.append(heard.wait(20))  # the event loop does nothing else meanwhile
        return prop

    def program() -> None:
        for number in range(50):
            OnlineMeeting(f"meeting-{number}", external_id=f"x-{number}", subject="One")
        OnlineMeeting("last", external_id="last", subject="Last")

    monkeypatch.setattr(OnlineMeeting, "translate_input_property", prepared)
    run(program, heard=heard.set)
    assert in_time == [True], "all meetings were prepared before the first was sent"
