"""A program that moves from the dynamic resource to the plugin keeps its meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.requests import requests

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Stack

BEFORE = """
    m = OnlineMeeting("m", subject="S", record_automatically=True, deletion_policy="retain")
    pulumi.export("url", m.join_web_url)
"""
AFTER = """
    class Plugin(pulumi.CustomResource):
        joinWebUrl: pulumi.Output[str]
        def __init__(self, name, props, opts=None):
            super().__init__("msgraph-meetings:index:OnlineMeeting", name, props | {"joinWebUrl": None}, opts)

    m = Plugin("m", {"subject": "S", "recordAutomatically": True})
    pulumi.export("url", m.joinWebUrl)
"""
ALIAS = 'pulumi.Alias(type_="pulumi-python:dynamic/msgraph-meetings:OnlineMeeting")'


def test_a_retained_dynamic_meeting_is_taken_over_by_the_plugin_with_the_same_link(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.up(BEFORE)
    before = stack.outputs()
    requests(msgraph_emulator)

    stack.up(AFTER)
    assert stack.outputs() == before
    assert requests(msgraph_emulator) == ["POST createOrGet"]
    assert len(msgraph_emulator.meetings()) == 1
    assert [item["type"] for item in stack.resources().values()] == ["msgraph-meetings:index:OnlineMeeting"]

    stack.destroy()
    assert msgraph_emulator.meetings() == []


def test_an_alias_of_the_dynamic_type_moves_a_meeting_without_a_request(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.up(BEFORE)
    before = stack.outputs()
    requests(msgraph_emulator)

    with_alias = AFTER.replace("True})", f"True}}, ResourceOptions(aliases=[{ALIAS}]))")
    assert "created" not in stack.up(with_alias).output
    assert stack.outputs() == before
    assert [item["type"] for item in stack.resources().values()] == ["msgraph-meetings:index:OnlineMeeting"]

    stack.up(AFTER)
    assert requests(msgraph_emulator) == []
    assert stack.outputs() == before
    assert len(msgraph_emulator.meetings()) == 1
