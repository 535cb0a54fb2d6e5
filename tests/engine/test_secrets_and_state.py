"""The content of the state: little, and no secret in clear."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from tests.engine.stack import APP_VARIABLES

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Stack

USUAL = """
    OnlineMeeting("m", subject="Weekly planning of the platform team", external_id="platform-weekly",
                  start_date_time="2027-01-04T09:00:00Z", end_date_time="2027-01-04T10:00:00Z",
                  participants={"attendees": [{"upn": "ada@example.com", "role": "presenter"},
                                              {"upn": "grace@example.com"}]},
                  allowed_presenters="roleIsPresenter", record_automatically=True,
                  lobby_bypass_settings={"scope": "organization"})
"""


def test_a_meeting_with_the_usual_arguments_takes_at_most_two_kilobytes_of_state(stack: Stack) -> None:
    stack.up(USUAL)
    kept = stack.resources()["m"]
    compact = json.dumps({"inputs": kept["inputs"], "outputs": kept["outputs"]}, separators=(",", ":"))
    assert len(compact) <= 2048
    assert "joinInformation" not in compact
    assert "allowWhiteboard" not in compact  # a setting that nobody wrote


def test_the_provider_in_the_state_is_short_and_names_the_class_alone(stack: Stack) -> None:
    stack.up(USUAL)
    pickled = stack.resources()["m"]["inputs"]["__provider"]
    assert len(pickled) <= 100
    assert b"msgraph_meetings.dynamic" in base64.b64decode(pickled)


def test_the_state_names_the_line_that_declares_a_meeting_and_nothing_of_pulumis_runtime(stack: Stack) -> None:
    stack.up("""OnlineMeeting("m", external_id="m", subject="S")""")
    trace = [frame.get("sourcePosition", "") for frame in stack.resources()["m"]["stackTrace"]]
    assert trace[-1] == "project:///__main__.py#4"
    assert all(frame.rpartition("#")[0].endswith("/msgraph_meetings/dynamic/resource.py") for frame in trace[:-1])


def test_no_credential_is_found_in_state_or_output(stack: Stack, msgraph_emulator: Emulator) -> None:
    token = msgraph_emulator.application_token()
    said = stack.up(USUAL).output
    stack.environment["MSGRAPH_ACCESS_TOKEN"] = token
    said += stack.up(USUAL.replace("Weekly", "Daily"), "--logtostderr", "-v=9").output
    for secret in (token, msgraph_emulator.client_secret):
        assert secret not in said
        assert secret not in json.dumps(stack.export())


def test_a_credential_of_the_stack_configuration_is_encrypted_in_the_state(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    for name in (*APP_VARIABLES, "MSGRAPH_USER_ID"):
        stack.environment.pop(name, None)
    stack.run("config", "set", "msgraph-meetings:tenantId", msgraph_emulator.tenant_id)
    stack.run("config", "set", "msgraph-meetings:clientId", msgraph_emulator.client_id)
    stack.run("config", "set", "--secret", "msgraph-meetings:clientSecret", msgraph_emulator.client_secret)
    stack.run("config", "set", "msgraph-meetings:userId", msgraph_emulator.user_id)

    said = stack.up(USUAL).output
    assert len(msgraph_emulator.meetings()) == 1
    assert msgraph_emulator.client_secret not in said + json.dumps(stack.export())


def test_the_passcode_is_a_secret_in_the_state_and_on_the_console(stack: Stack, msgraph_emulator: Emulator) -> None:
    program = USUAL.replace('OnlineMeeting("m"', 'm = OnlineMeeting("m"') + "\n    pulumi.export('code', m.passcode)"
    stack.up(program)
    meeting = msgraph_emulator.meetings()[0]
    number = meeting["joinMeetingIdSettings"]["joinMeetingId"]
    msgraph_emulator.edit(meeting["id"], joinMeetingIdSettings={"joinMeetingId": number, "passcode": "Cq7-canary"})

    said = stack.refresh().output + stack.up().output + stack.run("stack", "output").output
    assert "Cq7-canary" not in said + json.dumps(stack.export())
    assert stack.outputs()["code"] == "Cq7-canary"


def test_a_secret_argument_stays_secret_and_reaches_the_service(stack: Stack, msgraph_emulator: Emulator) -> None:
    program = """
        m = OnlineMeeting("m", external_id="m", subject=pulumi.Output.secret("Project canary"),
                          participants={"attendees": [{"upn": pulumi.Output.secret("canary@example.com")}]})
        pulumi.export("subject", m.subject)
    """
    msgraph_emulator.policy_override(subject="Overridden by policy")
    said = stack.up(program).output + stack.preview().output + stack.refresh().output
    assert "canary" not in said + json.dumps(stack.export()["deployment"]["resources"][-1])
    (patch,) = msgraph_emulator.journal(method="PATCH")
    assert patch.body["subject"] == "Project canary"


def test_argument_from_another_meeting_is_unknown_in_preview_and_known_after_up(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.program("""
        first = OnlineMeeting("first", external_id="first")
        OnlineMeeting("second", subject=first.join_web_url, external_id=first.id.apply(lambda i: i[:20]),
                      participants={"attendees": [{"upn": first.chat_thread_id}]},
                      opts=ResourceOptions(depends_on=[first]))
    """)
    assert "3 to create" in stack.preview().output
    stack.up()
    first, second = msgraph_emulator.meetings()
    assert (second["subject"], second["externalId"]) == (first["joinWebUrl"], first["id"][:20])


def test_a_signed_in_users_token_makes_the_meeting_under_me(stack: Stack, msgraph_emulator: Emulator) -> None:
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id)
    for name in (*APP_VARIABLES, "MSGRAPH_USER_ID"):
        stack.environment.pop(name, None)
    stack.environment["MSGRAPH_ACCESS_TOKEN"] = token

    stack.up(USUAL)
    stack.refresh("--expect-no-changes")
    stack.destroy()
    assert {entry.path.split("/")[2] for entry in msgraph_emulator.journal(path="*onlineMeetings*")} == {"me"}
    assert msgraph_emulator.meetings() == []


def test_a_token_is_asked_for_once_by_a_deployment(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up("for n in range(8): OnlineMeeting(f'm{n}', external_id=f'm{n}', record_automatically=True)")
    assert len(msgraph_emulator.journal(method="POST", path="*/token")) == 1


@pytest.mark.proof
def test_secret_rotation_is_encrypted_in_the_state_with_the_external_id(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.up("""OnlineMeeting("m", external_id="m", rotation=pulumi.Output.secret("canary"))""")
    stack.refresh()
    stack.up(None, "--expect-no-changes")
    assert "canary" not in json.dumps(stack.export()["deployment"]["resources"][-1])
    assert [meeting["externalId"] for meeting in msgraph_emulator.meetings()] == ["m#canary"]
