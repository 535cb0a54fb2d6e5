"""Microsoft's own SDKs: what their users write works, with the SDK's sign-in, its types and its errors.

The one for Go is in `go_sdk.py`, which only `make clients` runs: it compiles for many minutes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.clients.programs import run
from tests.clients.promises import assert_saw_what_graph_promises, assert_service_did_as_asked

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("program", ["python", "graph-client", "msgraph-sdk", "java"])
def test_an_sdk_makes_finds_changes_and_deletes_a_meeting(
    program: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    lines = run(program, tmp_path, msgraph_emulator)
    assert_saw_what_graph_promises(program, lines)
    assert_service_did_as_asked(program, msgraph_emulator)


@pytest.mark.parametrize("program", ["python", "java"])
def test_sdk_with_microsofts_hosts_does_the_same_through_the_proxy(
    program: str, tmp_path: Path, proxied_emulator: Emulator
) -> None:
    lines = run(program, tmp_path, proxied_emulator)
    assert_saw_what_graph_promises(program, lines)
    assert_service_did_as_asked(program, proxied_emulator)
    assert {call.audience for call in proxied_emulator.journal(path="/onlineMeetings*")} == {
        "https://graph.microsoft.com"
    }


def test_the_sdk_works_for_the_person_who_is_signed_in_to_the_azure_cli(
    tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    az = msgraph_emulator.az(tmp_path, msgraph_emulator.user_id)
    lines = run("python", tmp_path, msgraph_emulator, {"PATH": f"{az.parent}:/usr/bin:/bin", "MSGRAPH_USER_ID": None})
    assert_saw_what_graph_promises("python", lines)
    calls = msgraph_emulator.journal(path="/me/onlineMeetings*")
    assert json.dumps([call.user_id for call in calls]) == json.dumps([msgraph_emulator.user_id] * 7)
