"""Many requests at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Emulator
from tests.emulator.client import Client

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CROWD = 50


def _at_once(emulator: Emulator, external_id: Callable[[int], str]) -> list[tuple[int, str]]:
    """Send many createOrGet at once, each over its own connection, when all are ready."""
    token, barrier = emulator.application_token(), threading.Barrier(CROWD)

    def ask(number: int) -> tuple[int, str]:
        with Client(emulator, token, f"users/{emulator.user_id}") as client:
            barrier.wait()
            answer = client.create_or_get(external_id(number))
            return answer.status_code, str(answer.json()["id"])

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(ask, range(CROWD)))


@pytest.mark.parametrize("on_disk", [False, True])
def test_fifty_at_once_with_one_external_id_make_one_meeting(tmp_path: Path, on_disk: bool) -> None:  # noqa: FBT001
    with Emulator(state=tmp_path / "state.sqlite" if on_disk else None) as emulator:
        answers = _at_once(emulator, lambda _: "team")
        assert sorted(status for status, _ in answers) == [200] * (CROWD - 1) + [201]
        assert len({meeting_id for _, meeting_id in answers}) == 1
        assert len(emulator.meetings()) == 1


def test_fifty_at_once_with_their_own_external_ids_make_fifty_meetings(msgraph_emulator: Emulator) -> None:
    answers = _at_once(msgraph_emulator, str)
    assert {status for status, _ in answers} == {201}
    assert len(msgraph_emulator.meetings()) == CROWD
    assert len(msgraph_emulator.journal()) == CROWD
