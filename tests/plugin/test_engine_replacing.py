"""With the real engine: a resource that a meeting depends on is deleted before its replacement; the meeting stays.

The engine asks for a diff with an unknown external id then, before it checks the meeting. The option
`replaceOnChanges` turns that diff into a replacement, and the engine deletes the meeting. So no SDK may set it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.engine.requests import requests
from tests.plugin import generated_sdk

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.plugin_stack import PluginStack

PROGRAM = """
import pulumi
from pulumi import ResourceOptions
from pulumi_msgraph_meetings import OnlineMeeting


class _Named(pulumi.dynamic.ResourceProvider):
    def create(self, props):
        return pulumi.dynamic.CreateResult("name", props)

    def diff(self, id_, olds, news):
        return pulumi.dynamic.DiffResult(changes=olds["size"] != news["size"], replaces=["size"])


class Named(pulumi.dynamic.Resource):
    name: pulumi.Output[str]

    def __init__(self, name, size, opts=None):
        super().__init__(_Named(), name, {"size": size, "name": name}, opts)


team = Named("team", SIZE, ResourceOptions(delete_before_replace=True))
OnlineMeeting("m", external_id=team.name, subject="Stand-up", opts=ResourceOptions(OPTIONS))
"""


def test_meeting_of_the_generated_sdk_stays_when_what_names_it_is_deleted_first(
    stack: PluginStack, msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    before, after = _replaced(stack, msgraph_emulator, tmp_path, options="")
    assert after == before
    assert requests(msgraph_emulator) == []


@pytest.mark.proof
def test_engine_deletes_that_meeting_when_its_program_sets_replace_on_changes(
    stack: PluginStack, msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    before, after = _replaced(stack, msgraph_emulator, tmp_path, options="replace_on_changes=['externalId']")
    assert after.keys() == before.keys()
    assert after != before, "the engine no longer deletes it: the option could be given to the SDKs again"


def _replaced(
    stack: PluginStack, emulator: Emulator, folder: Path, *, options: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Deploy, replace the resource that names the meeting, and return the join URLs before and after."""
    sdk = generated_sdk.installed(folder / "sdk")
    stack.environment["PYTHONPATH"] = os.pathsep.join([str(sdk), stack.environment["PYTHONPATH"]])
    program = PROGRAM.replace("OPTIONS", options)
    stack.plain_program(program.replace("SIZE", "1"))
    stack.up()
    before = _urls(emulator)
    requests(emulator)
    stack.plain_program(program.replace("SIZE", "2"))
    stack.up()
    return before, _urls(emulator)


def _urls(emulator: Emulator) -> dict[str, str]:
    return {meeting["externalId"]: meeting["joinWebUrl"] for meeting in emulator.meetings()}
