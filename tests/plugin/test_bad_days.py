"""Bad days of the service: each has its status code and says what to do; no secret and no traceback in any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from msgraph_meetings.config.table import SETTINGS as SETTINGS_TABLE
from msgraph_meetings_emulator import Fault
from tests.bad_days.graph import PASSING, REFUSED, TOLD_TO_WAIT, TOO_LONG
from tests.bad_days.machine import SETTINGS, WRONG_SECRET
from tests.plugin.door import plain, secret
from tests.sampling import sampled_values
from tests.signing_in.messages import tells
from tests.signing_in.ways import explicit

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator import Emulator
    from tests.bad_days.day import Day
    from tests.plugin.door import Door

Code = grpc.StatusCode
DAYS = REFUSED | TOO_LONG
SECRET = {row.name for row in SETTINGS_TABLE if row.secret}


@pytest.fixture
def made(meetings: Door) -> tuple[str, dict[str, Any], dict[str, Any]]:
    return meetings.make({"externalId": "x", "subject": "Stand-up"})


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
@pytest.mark.parametrize("call", ["create", "read", "update", "delete"])
def test_a_refusal_has_its_code_and_says_what_to_do(
    meetings: Door, made: tuple[str, dict[str, Any], dict[str, Any]], msgraph_emulator: Emulator, day: Day, call: str
) -> None:
    id_, state, inputs = made
    meetings.configure_for(msgraph_emulator)
    msgraph_emulator.arm(Fault(path="*/onlineMeetings/*", **day.fault))
    calls: dict[str, Callable[[], object]] = {
        "create": lambda: meetings.create(inputs | {"externalId": "y"}),
        "read": lambda: meetings.read(id_, state, inputs),
        "update": lambda: meetings.update(id_, state, inputs | {"subject": "New"}),
        "delete": lambda: meetings.delete(id_, state),
    }
    with pytest.raises(grpc.RpcError) as failed:
        calls[call]()
    said = failed.value.details()
    assert failed.value.code() is Code[day.code]
    assert day.missing(said) == [], said
    assert not day.row or tells(said, day.row), said
    assert not any(word in said for word in ("Traceback", msgraph_emulator.client_secret, "Bearer"))
    assert failed.value.trailing_metadata() == ()


@pytest.mark.parametrize(
    "day", sampled_values(TOLD_TO_WAIT | PASSING, ["429, wait 0 s, twice", "connection lost after the work"])
)
def test_a_failure_that_passes_is_waited_out_and_its_meeting_is_not_adopted(
    meetings: Door, msgraph_emulator: Emulator, day: Day
) -> None:
    msgraph_emulator.arm(Fault(path="*/createOrGet", **day.fault))
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


@pytest.mark.parametrize("name", ["no network", "no token service", "wrong secret"])
def test_wrong_argument_of_a_provider_has_its_code_and_is_not_shown(
    meetings: Door, msgraph_emulator: Emulator, name: str
) -> None:
    day = SETTINGS[name]
    settings, _ = explicit(day.environment({}))
    marked = {key: secret(text) if key in SECRET else text for key, text in settings.items()}
    meetings.configure_for(msgraph_emulator, **marked)
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create({"externalId": "x", "userId": msgraph_emulator.user_id})
    assert failed.value.code() is Code[day.code]
    assert day.missing(failed.value.details()) == []
    assert WRONG_SECRET not in failed.value.details()


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
    msgraph_emulator.arm(**REFUSED["403, no access policy"].fault, path="*/createOrGet")
    user = msgraph_emulator.user_ids[1]
    with pytest.raises(grpc.RpcError) as refused:
        meetings.create({"externalId": "x", "userId": secret(user)})
    assert "Grant-CsApplicationAccessPolicy" in refused.value.details()
    assert "[secret]" in refused.value.details()
    assert user not in refused.value.details()
