"""The identity of a resource's meeting, with the real engine and both providers: derived ids, kept ids, organizer."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.engine.requests import requests
from tests.engine.stack import APP_VARIABLES, Stack
from tests.plugin.plugin_stack import PluginStack
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

KINDS = {"dynamic": Stack, "plugin": PluginStack}
NOT_DERIVED = "no longer matches the resource's place"


@pytest.fixture
def make(tmp_path: Path, msgraph_emulator: Emulator) -> Callable[..., Stack]:
    """Makes stacks of either kind that deploy to one tenant."""
    return lambda kind, name="dev", folder="one": KINDS[kind](
        tmp_path / f"{kind}-{folder}", msgraph_emulator.environment(), name
    )


@pytest.fixture(params=sampled(KINDS, ["dynamic"]))
def stack(request: pytest.FixtureRequest, make: Callable[..., Stack]) -> Stack:
    """One stack for each way in."""
    return make(request.param)


def in_ways(program: str, stack: Stack) -> str:
    """The program with the names that the stack's way in uses."""
    names = {"external_id": "externalId", "user_id": "userId", "join_web_url": "joinWebUrl"}
    if isinstance(stack, PluginStack):
        for python, wire in names.items():
            program = program.replace(python, wire)
    return program


def up(stack: Stack, program: str, *options: str, fails: bool = False) -> str:
    """Deploys the program and returns the diagnostics, in which each message is once."""
    return stack.up(in_ways(program, stack), *options, fails=fails).output.partition("Diagnostics:")[2]


def ids(stack: Stack) -> list[tuple[str, str]]:
    """Graph's id and the external id of each meeting in the state."""
    every = stack.export()["deployment"]["resources"]
    return sorted(
        (item["id"], item["outputs"]["externalId"]) for item in every if item["type"].endswith(":OnlineMeeting")
    )


def meetings(emulator: Emulator) -> list[tuple[str, str]]:
    """Graph's id and the external id of each meeting on the service."""
    return sorted((meeting["id"], meeting["externalId"]) for meeting in emulator.meetings())


TEAMS = """
    class Team(pulumi.ComponentResource):
        def __init__(self, kind, name, parent=None):
            super().__init__(f"my:mod:{kind}", name, None, ResourceOptions(parent=parent))

    for kind in ("Sales", "Support"):
        team = Team(kind, kind.lower() + "::$x")
        OnlineMeeting("meeting", ResourceOptions(parent=team))
        OnlineMeeting("meeting", ResourceOptions(parent=Team("Desk", "desk", team)))
    OnlineMeeting("meeting")
    OnlineMeeting("odd::na$me")
    OnlineMeeting("below", ResourceOptions(parent=OnlineMeeting("above")))
"""


def test_children_of_one_name_are_two_meetings_and_both_ways_in_derive_the_same(
    make: Callable[..., Stack], msgraph_emulator: Emulator
) -> None:
    dynamic, plugin = make("dynamic"), make("plugin")
    up(dynamic, TEAMS)
    made = meetings(msgraph_emulator)
    assert len({external_id for _, external_id in made}) == len(made) == 8

    up(plugin, TEAMS)
    assert meetings(msgraph_emulator) == made
    assert ids(dynamic) == ids(plugin) == made
    requests(msgraph_emulator)
    assert NOT_DERIVED not in up(dynamic, TEAMS) + up(plugin, TEAMS)
    assert msgraph_emulator.journal() == []


MOVED = """
    team = pulumi.ComponentResource("my:mod:Team", "team")
    OnlineMeeting("m", ResourceOptions(parent=team, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]))"""
RENAMES = {
    "alias": ("OnlineMeeting('old')", "OnlineMeeting('new', ResourceOptions(aliases=[pulumi.Alias(name='old')]))"),
    "move": ("OnlineMeeting('m')", MOVED),
    "line": ("OnlineMeeting('m', external_id='own')", "OnlineMeeting('m')"),
}


@pytest.mark.parametrize("how", sampled(RENAMES, ["move"]))
def test_external_id_is_kept_with_the_line_to_add_when_the_place_changes(
    stack: Stack, msgraph_emulator: Emulator, how: str
) -> None:
    before, after = RENAMES[how]
    up(stack, before)
    made = meetings(msgraph_emulator)
    requests(msgraph_emulator)

    said = up(stack, after)
    assert said.count(NOT_DERIVED) == 1
    (line,) = re.findall(r'external_id="([^"]*)"', said)
    assert [line] == [external_id for _, external_id in made]
    assert NOT_DERIVED not in up(stack, f"{after[:-1]}, external_id={line!r})")
    assert (meetings(msgraph_emulator), requests(msgraph_emulator)) == (made, [])


def test_external_id_is_kept_when_state_stack_or_project_is_renamed(stack: Stack, msgraph_emulator: Emulator) -> None:
    up(stack, "OnlineMeeting('m')")
    made = meetings(msgraph_emulator)
    requests(msgraph_emulator)

    urn = next(iter(stack.resources().values()))["urn"]
    stack.run("state", "rename", urn, "renamed", "--yes")
    assert up(stack, "OnlineMeeting('renamed')").count(NOT_DERIVED) == 1

    stack.run("stack", "rename", "prod")
    stack.name = "prod"
    assert up(stack, "OnlineMeeting('renamed')").count(NOT_DERIVED) == 1

    project = stack.folder / "Pulumi.yaml"
    stack.run("stack", "rename", "organization/calls/prod")
    project.write_text(project.read_text().replace("name: meetings", "name: calls"))
    assert up(stack, "OnlineMeeting('renamed')").count(NOT_DERIVED) == 1
    assert (meetings(msgraph_emulator), requests(msgraph_emulator)) == (made, [])


def test_adoption_by_a_derived_id_warns_of_another_stack_and_a_prefix_avoids_it(
    request: pytest.FixtureRequest, make: Callable[..., Stack], msgraph_emulator: Emulator, stack: Stack
) -> None:
    kind = "plugin" if isinstance(stack, PluginStack) else "dynamic"
    other, third = make(kind, folder="two"), make(kind, folder="three")
    assert "externalIdPrefix" not in up(stack, "OnlineMeeting('m')")
    assert "another stack with the same names" in up(other, "OnlineMeeting('m')")
    assert len(meetings(msgraph_emulator)) == 1
    up(stack, "OnlineMeeting('m'), OnlineMeeting('x', external_id='own')")
    own = "OnlineMeeting('m'), OnlineMeeting('y', external_id='own')"
    assert "another stack with the same names" not in up(other, own)

    third.run("config", "set", "msgraph-meetings:externalIdPrefix", "third")
    assert "another stack" not in up(third, "OnlineMeeting('m')")
    fourth = make(kind, folder="four")
    fourth.environment["MSGRAPH_EXTERNAL_ID_PREFIX"] = "third"
    assert "another stack with the same names" in up(fourth, "OnlineMeeting('m')")
    assert ids(third) == ids(fourth) != ids(stack)


ORGANIZER_KEPT = "the meeting keeps its organizer"


@pytest.mark.parametrize("where", sampled(["environment", "configuration"], ["configuration"]))
def test_organizer_stays_with_a_warning_when_only_a_setting_names_another(
    stack: Stack, msgraph_emulator: Emulator, where: str
) -> None:
    first, second = msgraph_emulator.user_ids[:2]
    program = "pulumi.export('url', OnlineMeeting('m', external_id='m').join_web_url)"
    assert ORGANIZER_KEPT not in up(stack, program)
    before = stack.outputs()
    requests(msgraph_emulator)

    if where == "environment":
        stack.environment["MSGRAPH_USER_ID"] = second
    else:
        stack.run("config", "set", "msgraph-meetings:userId", second)
    assert up(stack, program, "--refresh").count(ORGANIZER_KEPT) == 1
    assert (stack.outputs(), requests(msgraph_emulator)) == (before, ["GET meeting"])

    said = up(stack, program.replace("external_id", f"user_id={second!r}, external_id"))
    assert ORGANIZER_KEPT not in said
    assert requests(msgraph_emulator) == ["POST createOrGet", "DELETE meeting"]
    assert stack.outputs() != before

    stack.environment["MSGRAPH_USER_ID"] = first
    stack.run("config", "rm", "msgraph-meetings:userId")
    moved = stack.outputs()
    assert up(stack, program).count(ORGANIZER_KEPT) == 1  # a line that is taken out replaces nothing
    assert stack.outputs() == moved


def test_signed_in_persons_meeting_is_kept_when_an_app_with_an_organizer_takes_over(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    app = {name: stack.environment.pop(name) for name in (*APP_VARIABLES, "MSGRAPH_USER_ID")}
    stack.environment["MSGRAPH_ACCESS_TOKEN"] = msgraph_emulator.delegated_token(msgraph_emulator.user_ids[0])
    program = "pulumi.export('url', OnlineMeeting('m', external_id='m', subject='S').join_web_url)"
    up(stack, program)
    before = stack.outputs()
    requests(msgraph_emulator)

    del stack.environment["MSGRAPH_ACCESS_TOKEN"]
    stack.environment |= app
    for user, warned in ((None, 0), (msgraph_emulator.user_ids[0], 0), (msgraph_emulator.user_ids[1], 1)):
        stack.environment |= {"MSGRAPH_USER_ID": user or ""}
        assert up(stack, program, "--refresh", "--expect-no-changes").count(ORGANIZER_KEPT) == warned
    assert requests(msgraph_emulator) == ["GET meeting"] * 3
    up(stack, program.replace("'S'", "'T'"))
    assert (stack.outputs(), requests(msgraph_emulator)) == (before, ["PATCH meeting"])
    up(stack, program.replace("external_id", f"user_id={msgraph_emulator.user_ids[1]!r}, external_id"))
    assert stack.outputs() != before


SECRETS = {
    "argument": "user_id=pulumi.Output.concat(pulumi.Output.secret({user!r}), '')",
    "setting": "",
}


@pytest.mark.parametrize("how", sampled(SECRETS, ["argument"]))
def test_secret_organizer_is_in_the_state_nowhere_in_clear(stack: Stack, msgraph_emulator: Emulator, how: str) -> None:
    user = msgraph_emulator.user_id
    del stack.environment["MSGRAPH_USER_ID"]
    if how == "setting":
        stack.run("config", "set", "--secret", "msgraph-meetings:userId", user)
    program = f"OnlineMeeting('m', subject='{{subject}}', external_id='m', {SECRETS[how].format(user=user)})"
    up(stack, program.format(subject="S"))
    assert user not in of_meeting(stack)
    stack.refresh()
    assert user not in of_meeting(stack)
    up(stack, program.format(subject="T"))
    assert user not in of_meeting(stack)
    assert user in stack.run("stack", "export", "--show-secrets").output


def of_meeting(stack: Stack) -> str:
    """The meeting in the state, as a text."""
    (kept,) = stack.resources().values()
    assert {"organizer", "joinWebUrl"} <= kept["outputs"].keys()
    return json.dumps(kept)


def test_join_url_is_readable_when_the_organizer_is_not_a_secret(stack: Stack, msgraph_emulator: Emulator) -> None:
    up(stack, f"OnlineMeeting('m', user_id=pulumi.Output.from_input({msgraph_emulator.user_id!r}))")
    (kept,) = stack.resources().values()
    assert kept["outputs"]["joinWebUrl"] == msgraph_emulator.meetings()[0]["joinWebUrl"]
