"""The program's registrations, where the SDK keeps them elsewhere than today's does."""

from __future__ import annotations

import pulumi
import pytest

from msgraph_meetings.dynamic.registrations import await_in_turn


@pytest.mark.parametrize("manager", [None, object()], ids=["no-manager", "no-list"])
def test_program_runs_with_an_sdk_that_keeps_registrations_elsewhere(
    monkeypatch: pytest.MonkeyPatch, manager: object
) -> None:
    monkeypatch.setattr(pulumi.runtime.settings, "_get_rpc_manager", lambda: manager)
    await_in_turn()


def test_meeting_outside_a_program_meets_no_error_of_the_event_loop() -> None:
    await_in_turn()
