"""Microsoft's SDK for Go, which compiles for many minutes once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clients.programs import run
from tests.clients.promises import assert_saw_what_graph_promises, assert_service_did_as_asked

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

pytestmark = pytest.mark.proof


def test_the_sdk_for_go_makes_finds_changes_and_deletes_a_meeting(tmp_path: Path, msgraph_emulator: Emulator) -> None:
    lines = run("go", tmp_path, msgraph_emulator)
    assert_saw_what_graph_promises("go", lines)
    assert_service_did_as_asked("go", msgraph_emulator)


def test_go_sdk_with_microsofts_hosts_does_the_same_through_the_proxy(
    tmp_path: Path, proxied_emulator: Emulator
) -> None:
    lines = run("go", tmp_path, proxied_emulator)
    assert_saw_what_graph_promises("go", lines)
    assert_service_did_as_asked("go", proxied_emulator)
