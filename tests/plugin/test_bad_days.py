"""Bad days of the service: each has its status code and says what to do; no secret and no traceback in any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from msgraph_meetings_emulator import Fault
from tests.plugin.door import plain, secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.door import Door

Code = grpc.StatusCode


def graph_error(status: int, code: str, message: str = "") -> dict[str, Any]:
    return {"status": status, "body": {"error": {"code": code, "message": message}}, "times": None}


POLICY = "No application access policy found for this app: app on the user"
HTML = {"status": 200, "body": "<html>Sign in</html>", "headers": {"Content-Type": "text/html"}, "times": None}
DAYS: dict[str, tuple[dict[str, Any], grpc.StatusCode, str]] = {
    "401": (graph_error(401, "InvalidAuthenticationToken"), Code.UNAUTHENTICATED, "rejected the access token"),
    "403 policy": (graph_error(403, "Forbidden", POLICY), Code.PERMISSION_DENIED, "Grant-CsApplicationAccessPolicy"),
    "403": (graph_error(403, "Forbidden"), Code.PERMISSION_DENIED, "OnlineMeetings.ReadWrite.All"),
    "404 of the path": (graph_error(404, "UnknownError"), Code.NOT_FOUND, "does not know the organizer"),
    "409": (graph_error(409, "Conflict"), Code.FAILED_PRECONDITION, "Another program changed the meeting"),
    "412": (graph_error(412, "PreconditionFailed"), Code.FAILED_PRECONDITION, "Another program changed the meeting"),
    "400": (graph_error(400, "BadRequest", "An error has occurred."), Code.FAILED_PRECONDITION, "400 BadRequest"),
    "HTML": (HTML, Code.UNAVAILABLE, "without a JSON object"),
    "302": (
        {"status": 302, "headers": {"Location": "https://example.com/"}, "times": None},
        Code.FAILED_PRECONDITION,
        "was not followed",
    ),
    "429 for a day": (
        {"status": 429, "headers": {"Retry-After": "86400"}, "times": None},
        Code.RESOURCE_EXHAUSTED,
        "Throttled: Graph asks to wait 24 hours, but only",
    ),
}


@pytest.fixture
def made(meetings: Door) -> tuple[str, dict[str, Any], dict[str, Any]]:
    return meetings.make({"externalId": "x", "subject": "Stand-up"})


@pytest.mark.parametrize(("fault", "code", "says"), DAYS.values(), ids=DAYS)
@pytest.mark.parametrize("call", ["create", "read", "update", "delete"])
def test_a_refusal_has_its_code_and_says_what_to_do(  # noqa: PLR0917
    meetings: Door,
    made: tuple[str, dict[str, Any], dict[str, Any]],
    msgraph_emulator: Emulator,
    fault: dict[str, Any],
    code: grpc.StatusCode,
    says: str,
    call: str,
) -> None:
    id_, state, inputs = made
    meetings.configure_for(msgraph_emulator)
    msgraph_emulator.arm(Fault(path="*/onlineMeetings/*", **fault))
    calls: dict[str, Callable[[], object]] = {
        "create": lambda: meetings.create(inputs | {"externalId": "y"}),
        "read": lambda: meetings.read(id_, state, inputs),
        "update": lambda: meetings.update(id_, state, inputs | {"subject": "New"}),
        "delete": lambda: meetings.delete(id_, state),
    }
    with pytest.raises(grpc.RpcError) as failed:
        calls[call]()
    said = failed.value.details()
    assert failed.value.code() is code
    assert says in said
    assert not any(word in said for word in ("Traceback", msgraph_emulator.client_secret, "Bearer"))
    assert failed.value.trailing_metadata() == ()


def test_temporary_failure_is_retried_and_its_meeting_is_not_adopted(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(Fault.throttled(2, 0, path="*/createOrGet"))
    _, state, _ = meetings.make({"externalId": "x"})
    assert (state["adopted"], len(msgraph_emulator.meetings())) == (False, 1)


def test_create_is_repeated_after_a_lost_answer_and_is_no_adoption(meetings: Door, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(Fault.lost_answer(path="*/createOrGet"))
    _, state, _ = meetings.make({"externalId": "x", "onExisting": "fail"})
    assert (state["adopted"], len(msgraph_emulator.meetings())) == (False, 1)


def test_an_existing_meeting_is_left_alone_where_the_program_says_so(
    meetings: Door, made: tuple[str, dict[str, Any], dict[str, Any]], msgraph_emulator: Emulator
) -> None:
    meetings.configure_for(msgraph_emulator)
    before = msgraph_emulator.meetings()
    with pytest.raises(grpc.RpcError) as failed:
        meetings.make({"externalId": "x", "subject": "mine", "onExisting": "fail"})
    assert failed.value.code() is Code.ALREADY_EXISTS
    assert msgraph_emulator.meetings() == before


def test_wrong_secret_is_reported_with_entra_s_number(meetings: Door, msgraph_emulator: Emulator) -> None:
    meetings.configure_for(msgraph_emulator, clientSecret=secret("my-wrong-secret"))
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create({"externalId": "x", "userId": msgraph_emulator.user_id})
    assert failed.value.code() is Code.UNAUTHENTICATED
    assert "AADSTS7000215" in failed.value.details()
    assert "my-wrong-secret" not in failed.value.details()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"graphEndpoint": "https://127.0.0.1:9"}, "Cannot connect to 127.0.0.1:9"),
        ({"authorityHost": "https://127.0.0.1:9"}, "Cannot connect to 127.0.0.1:9"),
    ],
)
def test_missing_network_is_reported_with_the_host(
    meetings: Door, msgraph_emulator: Emulator, settings: dict[str, str], says: str
) -> None:
    meetings.configure_for(msgraph_emulator, operationTimeout=1, **settings)
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create({"externalId": "x", "userId": msgraph_emulator.user_id})
    assert failed.value.code() is Code.UNAVAILABLE
    assert says in failed.value.details()


def test_a_certificate_that_is_not_trusted_names_the_variable_to_set(
    meetings: Door, msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    meetings.configure_for(msgraph_emulator)
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create({"externalId": "x", "userId": msgraph_emulator.user_id})
    assert "Point REQUESTS_CA_BUNDLE at a PEM file" in failed.value.details()


def test_missing_sign_in_is_reported_only_when_it_is_needed(door: Door) -> None:
    inputs, failures = door.check({"userId": "u", "subject": "x"})
    assert failures == {}
    assert door.create(inputs, preview=True)[1]["subject"] == "x"
    with pytest.raises(grpc.RpcError) as failed:
        door.create(inputs)
    assert failed.value.code() is Code.INVALID_ARGUMENT
    assert failed.value.details().startswith("No credentials found.")


def test_delegated_token_of_another_user_is_refused_before_a_request_is_sent(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_ids[1])
    endpoint = msgraph_emulator.endpoint
    meetings.configure(accessToken=secret(token), graphEndpoint=endpoint, userId=msgraph_emulator.user_id)
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create({"externalId": "x", "userId": msgraph_emulator.user_id})
    assert failed.value.code() is Code.INVALID_ARGUMENT
    assert token not in failed.value.details()
    assert msgraph_emulator.journal() == []


def test_state_is_as_it_was_after_a_failed_update(
    meetings: Door, made: tuple[str, dict[str, Any], dict[str, Any]], msgraph_emulator: Emulator
) -> None:
    id_, state, inputs = made
    msgraph_emulator.arm(Fault(method="PATCH", status=400))
    with pytest.raises(grpc.RpcError):
        meetings.update(id_, state, inputs | {"subject": "New"})
    assert plain(meetings.read(id_, state, inputs).properties) == state


def test_secret_organizer_is_in_no_message(meetings: Door, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(**graph_error(403, "Forbidden", POLICY), path="*/createOrGet")
    user = msgraph_emulator.user_ids[1]
    with pytest.raises(grpc.RpcError) as refused:
        meetings.create({"externalId": "x", "userId": secret(user)})
    assert "Grant-CsApplicationAccessPolicy" in refused.value.details()
    assert "[secret]" in refused.value.details()
    assert user not in refused.value.details()
