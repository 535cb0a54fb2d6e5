"""With the real engine: explicit providers, resource options, another cloud, and a plugin started by hand."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.engine.requests import requests
from tests.engine.tracebacks import frames_of_ours
from tests.plugin.processes import CONSOLE_SCRIPT, Process

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.plugin_stack import PluginStack

DOMAIN = "emulator.example"
ONE = "pulumi.export('url', OnlineMeeting('m', externalId='m', subject='S').joinWebUrl)"


def test_several_providers_of_one_program_work_each_for_its_own_organizer(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    first, second, third = msgraph_emulator.user_ids[:3]
    stack.up(f"""
        default = OnlineMeeting("default", externalId="same")
        for name, user in {{"second": {second!r}, "third": {third!r}}}.items():
            provider = Provider(name, userId=user, operationTimeout=60, maxParallelRequests=4, importByExternalId=False)
            OnlineMeeting(name, ResourceOptions(provider=provider), externalId="same")
        """)
    assert {name: item["outputs"]["userId"] for name, item in stack.resources().items()} == {
        "default": first,
        "second": second,
        "third": third,
    }
    assert len(msgraph_emulator.meetings()) == 3
    assert "6 unchanged" in stack.up().output


def test_preview_is_unknown_and_up_succeeds_when_the_provider_is_not_known_yet(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    stack.program(f"""
        class Later(pulumi.dynamic.ResourceProvider):
            def create(self, props):
                return pulumi.dynamic.CreateResult("later", {{"user": {msgraph_emulator.user_ids[1]!r}}})

        class User(pulumi.dynamic.Resource):
            user: pulumi.Output[str]
            def __init__(self, name):
                super().__init__(Later(), name, {{"user": None}})

        provider = Provider("late", userId=User("user").user)
        meeting = OnlineMeeting("m", ResourceOptions(provider=provider), subject=User("other").user)
        """)
    assert "+ msgraph-meetings:index:OnlineMeeting: (create)" in stack.preview().output
    stack.up()
    assert stack.resources()["m"]["outputs"]["userId"] == msgraph_emulator.user_ids[1]


def test_new_secret_replaces_nothing_and_another_cloud_replaces_and_says_so(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    token = msgraph_emulator.application_token()

    def up(**settings: str) -> str:
        fixed = {"graphEndpoint": msgraph_emulator.endpoint, "authorityHost": msgraph_emulator.endpoint}
        return stack.up(f"""
            provider = Provider("p", **{fixed | settings!r})
            OnlineMeeting("m", ResourceOptions(provider=provider), externalId="m")
            """).output

    up(environment="public")
    (before,) = msgraph_emulator.meetings()
    requests(msgraph_emulator)

    said = up(environment="global", accessToken=token)
    assert "~ 1 updated" in said
    assert token not in said
    assert msgraph_emulator.journal() == []

    said = up(environment="usgovernment", accessToken=token)
    assert "warning: environment changed, so the meetings of this provider are replaced" in said
    assert requests(msgraph_emulator) == ["POST createOrGet"]  # this service is the same in each cloud, so it is kept
    assert msgraph_emulator.meetings() == [before]


def test_changed_tenant_of_the_stack_replaces_all_meetings_with_a_preview_warning(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    stack.run("config", "set", "msgraph-meetings:tenantId", msgraph_emulator.tenant_id)
    stack.up(ONE)
    stack.run("config", "set", "msgraph-meetings:tenantId", "22222222-2222-4222-8222-222222222222")
    said = stack.preview().output
    assert "warning: tenantId changed, so the meetings of this provider are replaced" in said
    assert "+-msgraph-meetings:index:OnlineMeeting: (replace)" in said


def test_the_same_tenant_written_otherwise_keeps_every_meeting_and_warns(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    for tenant in (msgraph_emulator.tenant_id, DOMAIN, msgraph_emulator.tenant_id):
        stack.run("config", "set", "msgraph-meetings:tenantId", tenant)
        said = stack.up(ONE).output
    assert "warning: tenantId changed. A tenant can have several names, so no meeting is replaced" in said
    assert requests(msgraph_emulator) == ["POST createOrGet"]


def test_a_secret_set_in_clear_is_encrypted_in_the_state_and_stays_without_a_change(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    token = msgraph_emulator.application_token()
    stack.run("config", "set", "--plaintext", "msgraph-meetings:clientSecret", msgraph_emulator.client_secret)
    stack.up(f"""
        OnlineMeeting("default", externalId="default")
        OnlineMeeting("m", ResourceOptions(provider=Provider("p", accessToken={token!r})), externalId="m")
        """)

    state = stack.run("stack", "export").output
    assert token not in state
    assert msgraph_emulator.client_secret not in state
    assert "4 unchanged" in stack.up().output


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("operationTimeout", "soon", "Use a number of at least 1."),
        ("tenantID", "x", "Did you mean 'tenantId'?"),
    ],
)
def test_wrong_configuration_of_a_stack_is_refused_with_the_key(
    stack: PluginStack, key: str, value: str, says: str
) -> None:
    stack.run("config", "set", f"msgraph-meetings:{key}", value)
    stack.program(ONE)
    said = stack.preview(fails=True).output
    assert (key in said, says in said, frames_of_ours(said)) == (True, True, [])


def test_bad_arguments_are_all_shown_with_their_paths(stack: PluginStack) -> None:
    stack.program("""
        people = {"attendees": [{"upn": "a@example.com"}, {"upn": " "}]}
        OnlineMeeting("m", endDateTime="2027-01-04T09:00:00Z", allowMeetingChat="never", participants=people)
        """)
    said = stack.preview(fails=True).output
    for path in ("endDateTime", "allowMeetingChat", "participants.attendees[1].upn"):
        assert path in said


def test_resource_options_mean_what_users_expect(stack: PluginStack, msgraph_emulator: Emulator) -> None:
    program = """
        def options(**given):
            return ResourceOptions(**given)

        OnlineMeeting("{renamed}", options(aliases=[pulumi.Alias(name="old")]), subject="S")
        OnlineMeeting("ignored", options(ignore_changes=["subject"]), subject="{subject}")
        OnlineMeeting("kept", options(retain_on_delete=True)) if {all} else None
        OnlineMeeting("guarded", options(protect=True)) if {all} else None
        OnlineMeeting("replaced", options(replace_on_changes=["subject"]), subject="{subject}")
        OnlineMeeting("first", options(delete_before_replace=True, replace_on_changes=["subject"]), subject="{subject}")
        """
    stack.up(program.format(renamed="old", subject="before", all=True))
    before = {name: item["id"] for name, item in stack.resources().items()}
    requests(msgraph_emulator)

    stack.up(program.format(renamed="new", subject="after", all=True))
    after = stack.resources()
    assert after["new"]["id"] == before["old"]
    assert after["ignored"]["outputs"]["subject"] == "before"
    for name in ("kept", "guarded", "replaced", "first"):  # a replacement with the same external id is the same meeting
        assert after[name]["id"] == before[name]
    assert after["replaced"]["outputs"]["subject"] == after["first"]["outputs"]["subject"] == "after"
    assert sorted(requests(msgraph_emulator)) == sorted(["PATCH meeting", "POST createOrGet"] * 2)

    said = stack.up(program.format(renamed="new", subject="after", all=False), fails=True).output
    assert "protect" in said
    stack.run("state", "unprotect", after["guarded"]["urn"], "--yes")
    stack.up()
    left = {meeting["id"] for meeting in msgraph_emulator.meetings()}
    assert (before["kept"] in left, before["guarded"] in left) == (True, False)


def test_duplicate_in_one_program_is_refused_before_a_request_is_sent(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    stack.program("OnlineMeeting('a', externalId='x'), OnlineMeeting('b', externalId='x')")
    said = stack.run("up", "--yes", fails=True).output
    assert "for the organizer, as resource" in said
    assert msgraph_emulator.journal() == []


def test_engine_attaches_to_a_plugin_started_by_hand_for_several_deployments(
    stack: PluginStack, msgraph_emulator: Emulator, tmp_path: Path
) -> None:
    with Process((CONSOLE_SCRIPT,), folder=tmp_path, variables=msgraph_emulator.environment()) as plugin:
        stack.environment["PULUMI_DEBUG_PROVIDERS"] = f"msgraph-meetings:{int(plugin.first_line)}"
        stack.environment["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "true"
        user = msgraph_emulator.user_ids[1]
        stack.up(
            ONE + f"; OnlineMeeting('n', ResourceOptions(provider=Provider('p', userId={user!r})), externalId='m')"
        )
        assert {item["outputs"]["userId"] for item in stack.resources().values()} == {*msgraph_emulator.user_ids[:2]}
        said = stack.run("up", "--yes").output
        assert "4 unchanged" in said
        stack.destroy()
        assert msgraph_emulator.meetings() == []
        assert "adopted" not in stack.up().output
        assert plugin.signal(signal.SIGINT) == (0, "", "")


def test_a_program_moved_from_the_dynamic_resource_to_the_plugin_keeps_its_meeting(
    stack: PluginStack, msgraph_emulator: Emulator
) -> None:
    stack.plain_program("""
        from msgraph_meetings import OnlineMeeting

        OnlineMeeting("m", subject="S", record_automatically=True)
        """)
    stack.up()
    (before,) = msgraph_emulator.meetings()
    requests(msgraph_emulator)

    alias = "pulumi.Alias(type_='pulumi-python:dynamic/msgraph-meetings:OnlineMeeting')"
    stack.up(f"OnlineMeeting('m', ResourceOptions(aliases=[{alias}]), subject='S', recordAutomatically=True)")
    assert msgraph_emulator.journal() == []
    (kept,) = stack.resources().values()
    assert (kept["id"], kept["type"]) == (before["id"], "msgraph-meetings:index:OnlineMeeting")

    stack.up("OnlineMeeting('m', subject='New', recordAutomatically=True)")
    assert requests(msgraph_emulator) == ["PATCH meeting"]
    assert [(meeting["id"], meeting["subject"]) for meeting in msgraph_emulator.meetings()] == [(before["id"], "New")]


def test_a_program_that_uses_only_the_dynamic_resource_needs_no_plugin(
    new_stack: Callable[[str], PluginStack], msgraph_emulator: Emulator
) -> None:
    stack = new_stack("dynamic")
    stack.environment["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "true"
    stack.plain_program("from msgraph_meetings import OnlineMeeting; OnlineMeeting('m')")
    stack.up()
    assert len(msgraph_emulator.meetings()) == 1
