"""Bad days, with the real engine: each failure is one clear message, no state is lost, and the next `up` finishes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings_emulator import Fault
from tests.engine.stack import APP_VARIABLES
from tests.sampling import sampled, sampled_values

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Stack


def graph_error(status: int, code: str, message: str) -> dict[str, Any]:
    return {"status": status, "body": {"error": {"code": code, "message": message}}}


@dataclass(frozen=True)
class BadDay:
    """A fault of the service, and the message that the user must read."""

    fault: dict[str, Any]
    says: str
    request_id: bool = True


POLICY = "No application access policy found for this app: app on the user"
DAYS = {
    "unauthorized": BadDay(graph_error(401, "InvalidAuthenticationToken", "x"), "rejected the access token"),
    "policy": BadDay(graph_error(403, "Forbidden", POLICY), "New-CsApplicationAccessPolicy -Identity"),
    "permission": BadDay(graph_error(403, "Forbidden", ""), "OnlineMeetings.ReadWrite.All"),
    "unknown-user": BadDay(graph_error(404, "UnknownError", ""), "does not know the organizer"),
    "conflict": BadDay(graph_error(409, "Conflict", "x"), "Another program changed the meeting"),
    "precondition": BadDay(graph_error(412, "PreconditionFailed", "x"), "Another program changed the meeting"),
    "bad-request": BadDay(graph_error(400, "BadRequest", "An error has occurred."), "400 BadRequest"),
    "html": BadDay(
        {"status": 200, "body": "<html>Sign in</html>", "headers": {"Content-Type": "text/html"}},
        "without a JSON object",
    ),
    "redirect": BadDay({"status": 302, "headers": {"Location": "https://example.com/"}}, "was not followed"),
}
USERS = {name: f"00000000-0000-4000-8000-{number:012d}" for number, name in enumerate(DAYS, start=1)}


def program(subject: str) -> str:
    return f"""
    for name, user in {USERS!r}.items():
        OnlineMeeting(name, external_id=name, user_id=user, subject={subject!r})
    """


def message_of(name: str, output: str) -> str:
    """The diagnostics of one resource."""
    found = re.search(
        rf"OnlineMeeting \({name}\):\n(.*?)(?:\n\n|\Z)", output[output.index("Diagnostics:") :], re.DOTALL
    )
    assert found is not None, output
    return found[1]


@pytest.fixture
def tenant(msgraph_emulator: Emulator) -> Emulator:
    """A tenant with a user for each bad day, so that a fault can be armed for one meeting alone."""
    for name, user in USERS.items():
        msgraph_emulator.put_user(user, upn=f"{name}@emulator.example")
    return msgraph_emulator


def arm_all(emulator: Emulator) -> None:
    for name, day in DAYS.items():
        emulator.arm(Fault(path=f"*/users/{USERS[name]}/*", times=None, **day.fault))


def assert_said_well(output: str) -> None:
    for name, day in DAYS.items():
        said = message_of(name, output)
        assert day.says in said, (name, said)
        assert ("request-id" in said) is day.request_id, (name, said)
        assert "Traceback" not in said
        assert len(said) < 1500, (name, said)


def test_each_refusal_of_a_create_says_what_to_do_and_the_next_up_makes_the_meetings(
    stack: Stack, tenant: Emulator
) -> None:
    arm_all(tenant)
    assert_said_well(stack.up(program("S"), "--continue-on-error", fails=True).output)
    assert stack.resources() == {}
    tenant.disarm()

    stack.up()
    assert sorted(meeting["externalId"] for meeting in tenant.meetings()) == sorted(DAYS)


def test_each_refusal_of_an_update_keeps_the_state_and_the_next_up_finishes(stack: Stack, tenant: Emulator) -> None:
    stack.up(program("before"))
    kept = stack.resources()
    arm_all(tenant)

    assert_said_well(stack.up(program("after"), "--continue-on-error", fails=True).output)
    assert {name: item["outputs"] for name, item in stack.resources().items()} == {
        name: item["outputs"] for name, item in kept.items()
    }
    tenant.disarm()
    stack.up()
    assert {meeting["subject"] for meeting in tenant.meetings()} == {"after"}


@pytest.mark.parametrize("name", sampled(DAYS, ["policy"]))
def test_no_refusal_of_a_refresh_or_a_delete_removes_a_meeting_from_the_state(
    stack: Stack, tenant: Emulator, name: str
) -> None:
    stack.up(f"OnlineMeeting('m', external_id='m', user_id={USERS[name]!r})")
    kept = stack.resources()
    arm_all(tenant)

    for said in (stack.refresh(fails=True).output, stack.destroy(fails=True).output):
        assert DAYS[name].says in said
    assert stack.resources()["m"]["outputs"] == kept["m"]["outputs"]
    assert len(tenant.meetings()) == 1


def test_a_meeting_that_is_gone_is_dropped_by_a_refresh_and_made_anew(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up("OnlineMeeting('m', external_id='m')")
    msgraph_emulator.delete(msgraph_emulator.meetings()[0]["id"])

    said = stack.up("OnlineMeeting('m', external_id='m', subject='S')", fails=True).output
    assert "The meeting no longer exists." in said
    assert "Run `pulumi refresh`" in said
    stack.refresh()
    assert stack.resources() == {}
    stack.up()
    assert [meeting["externalId"] for meeting in msgraph_emulator.meetings()] == ["m"]


PASSING = {
    "throttled twice": {"status": 429, "headers": {"Retry-After": "1"}, "times": 2},
    "overloaded": {"status": 503, "headers": {"Retry-After": "1"}},
    "gateway": {"status": 504, "headers": {"Retry-After": "1"}},
    "failed but done": {"status": 500, "after_work": True},
    "answer lost after the work": {"after_work": True, "drop": True},
    "request lost": {"drop": True},
    "answer cut short": {"cut": 40},
    "empty answer": {"status": 200, "body": "", "after_work": True},
}


@pytest.mark.parametrize("fault", sampled_values(PASSING, ["throttled twice"]))
def test_temporary_failure_is_retried_and_makes_one_meeting_that_is_not_adopted(
    stack: Stack, msgraph_emulator: Emulator, fault: dict[str, Any]
) -> None:
    msgraph_emulator.arm(Fault(path="*/createOrGet", **fault))
    msgraph_emulator.arm(Fault(method="PATCH", **fault))
    said = stack.up("OnlineMeeting('m', external_id='m', record_automatically=True, on_existing='fail')").output

    assert "trying again" in said
    (meeting,) = msgraph_emulator.meetings()
    assert meeting["recordAutomatically"] is True
    assert stack.resources()["m"]["outputs"]["adopted"] is False


def test_next_up_applies_settings_to_the_same_meeting_when_a_patch_failed(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(Fault(method="PATCH", **graph_error(403, "Forbidden", "")))
    said = stack.up("OnlineMeeting('m', external_id='m', record_automatically=True)", fails=True).output
    assert "The meeting was created, but not all of its settings were applied" in said
    assert "`pulumi up` then finishes the same meeting." in said
    (made,) = msgraph_emulator.meetings()

    stack.up()
    (meeting,) = msgraph_emulator.meetings()
    assert (meeting["id"], meeting["recordAutomatically"]) == (made["id"], True)


def test_throttling_without_end_stops_at_the_deadline_and_says_how_long_it_waited(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.environment["MSGRAPH_OPERATION_TIMEOUT"] = "8"
    msgraph_emulator.arm(Fault(path="*/createOrGet", times=None, status=429, headers={"Retry-After": "5"}))
    said = stack.up("OnlineMeeting('m', external_id='m')", fails=True).output
    assert "Throttled: Graph asks to wait 5 s, but only" in said
    assert "of operationTimeout remain" in said


@pytest.mark.parametrize(
    ("status", "says"), [(429, "Throttled: Graph asks to wait"), (503, "it is overloaded or under maintenance")]
)
def test_a_wait_longer_than_the_deadline_is_not_begun_and_leaves_the_state(
    stack: Stack, msgraph_emulator: Emulator, status: int, says: str
) -> None:
    stack.up("OnlineMeeting('m', external_id='m')")
    kept = stack.resources()
    msgraph_emulator.arm(Fault(path="*/onlineMeetings/*", times=None, status=status, headers={"Retry-After": "86400"}))

    for said in (stack.refresh(fails=True).output, stack.destroy(fails=True).output):
        assert says in said
        assert re.search(r"asks to wait 24 hours, but only \d+ s of operationTimeout remain\.", said)
        assert f"Graph answered {status}" in said
    assert stack.resources()["m"]["outputs"] == kept["m"]["outputs"]


def test_an_existing_meeting_is_left_alone_where_on_existing_is_fail(stack: Stack, msgraph_emulator: Emulator) -> None:
    stack.up("OnlineMeeting('m', external_id='m', subject='by hand', deletion_policy='retain')")
    stack.destroy()
    (before,) = msgraph_emulator.meetings()

    said = stack.up("OnlineMeeting('m', external_id='m', subject='mine', on_existing='fail')", fails=True).output
    assert "already has a meeting" in said
    assert msgraph_emulator.meetings() == [before]


WRONG_SECRET = "k4n4r1-of-a-secret"
CONNECTIONS = {
    "no network": (
        {"MSGRAPH_ENDPOINT": "https://127.0.0.1:9", "MSGRAPH_OPERATION_TIMEOUT": "4"},
        "Cannot connect to",
    ),
    "no token service": (
        {"AZURE_AUTHORITY_HOST": "https://127.0.0.1:9", "MSGRAPH_OPERATION_TIMEOUT": "4"},
        "Cannot connect to",
    ),
    "not trusted": (
        {"REQUESTS_CA_BUNDLE": "", "CURL_CA_BUNDLE": "", "SSL_CERT_FILE": ""},
        "Point REQUESTS_CA_BUNDLE at a PEM file",
    ),
    "plain http": ({"MSGRAPH_ENDPOINT": "http://graph.example.com"}, "is an http:// URL"),
    "wrong secret": ({"ARM_CLIENT_SECRET": WRONG_SECRET}, "AADSTS7000215"),
    "wrong tenant": ({"ARM_TENANT_ID": "00000000-0000-4000-8000-00000000dead"}, "the tenant"),
    "nothing configured": (
        {**dict.fromkeys(APP_VARIABLES, ""), "ARM_USE_CLI": "false"},
        "No credentials found.",
    ),
    "china": ({"ARM_ENVIRONMENT": "china"}, "has no online meetings"),
}


@pytest.mark.parametrize(
    ("variables", "says"), sampled_values(CONNECTIONS, ["no network", "not trusted", "wrong secret"])
)
def test_unusable_service_is_reported_in_one_message_and_the_state_stays(
    stack: Stack, msgraph_emulator: Emulator, variables: dict[str, str], says: str
) -> None:
    stack.up("OnlineMeeting('m', external_id='m', subject='S')")
    kept = stack.resources()["m"]["outputs"]
    healthy = dict(stack.environment)
    stack.environment |= variables

    said = stack.up("OnlineMeeting('m', external_id='m', subject='T')", fails=True).output
    assert says in said
    assert "Traceback" not in said
    assert WRONG_SECRET not in said.replace("AADSTS7000215: Invalid client secret provided", "")
    stack.environment = healthy
    assert stack.resources()["m"]["outputs"] == kept
    stack.up()
    assert [meeting["subject"] for meeting in msgraph_emulator.meetings()] == ["T"]


def test_a_preview_needs_no_credentials_and_no_network(stack: Stack, tmp_path: Path) -> None:
    stack.environment = {
        name: value for name, value in stack.environment.items() if not name.startswith(("ARM_", "MSGRAPH_", "AZURE_"))
    } | {"MSGRAPH_ENDPOINT": "https://127.0.0.1:9", "AZURE_AUTHORITY_HOST": "https://127.0.0.1:9"}
    stack.program("OnlineMeeting('m', external_id='m', subject='S', record_automatically=True)")
    assert "2 to create" in stack.preview().output


def test_a_misspelled_setting_of_the_stack_is_refused_with_the_nearest_name(
    stack: Stack, msgraph_emulator: Emulator
) -> None:
    stack.run("config", "set", "msgraph-meetings:TenentID", "x")
    stack.program("OnlineMeeting('m')")
    said = stack.preview(fails=True).output
    assert "Unknown setting 'TenentID'. Did you mean 'tenantId'?" in said
    assert "Traceback" not in said
    stack.run("config", "rm", "msgraph-meetings:TenentID")
    stack.up()
    assert len(msgraph_emulator.meetings()) == 1


BAD_INPUT = """
    OnlineMeeting("m", external_id=" ", user_id="ada@example.com", end_date_time="2027-01-04T09:00:00.12345678Z",
                  allowed_presenters="evryone", participants={"attendees": [{"role": "presenter"}, {"upn": "a"},
                  {"upn": "A"}]})
"""


def test_every_problem_of_the_arguments_is_reported_at_once_with_its_property(stack: Stack) -> None:
    stack.program(BAD_INPUT)
    said = stack.preview(fails=True).output
    for path in (
        "externalId",
        "userId",
        "endDateTime",
        "allowedPresenters",
        "participants.attendees[0]",
        "participants.attendees[2].upn",
    ):
        assert path in said, said
    assert "Did you mean 'everyone'?" in said
