"""`--drift`: each meeting of a state is read from the service and compared; against the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings_emulator import Fault
from tests.commands.person import export, resource, secret
from tests.emulator.client import application

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.commands.person import Person, Seen

DAY = {"startDateTime": "2027-01-15T13:00:00Z", "endDateTime": "2027-01-15T14:00:00Z"}


@pytest.fixture
def state(msgraph_emulator: Emulator) -> list[dict[str, Any]]:
    """The resources of three meetings that the service has."""
    with application(msgraph_emulator) as client:
        made = [client.made(name, subject=name.upper(), **DAY) for name in ("a", "b", "c")]
    msgraph_emulator.clear_journal()
    user = msgraph_emulator.user_id
    return [
        resource(
            one["externalId"],
            subject=one["externalId"].upper(),
            **DAY,
            userId=user,
            joinWebUrl=one["joinWebUrl"],
            organizer={"id": user},
        )
        | {"id": one["id"]}
        for one in made
    ]


def drift(admin: Person, state: list[dict[str, Any]], *options: str) -> Seen:
    return admin.runs("list", "-", "--drift", *options, given=export(*state))


def outcomes(seen: Seen) -> dict[str, str]:
    return {one["name"]: one["drift"]["outcome"] for one in seen.object["meetings"]}


def test_without_drift_it_exits_with_0_after_one_read_for_each(
    admin: Person, msgraph_emulator: Emulator, state: list[dict[str, Any]]
) -> None:
    seen = drift(admin, state, "--json")
    assert seen.code == 0, seen.errors
    assert outcomes(seen) == dict.fromkeys("abc", "same")
    assert [entry.method for entry in msgraph_emulator.journal(path="*/onlineMeetings/*")] == ["GET"] * 3


def test_changed_and_deleted_meetings_are_told_and_the_exit_code_is_1(
    admin: Person, msgraph_emulator: Emulator, state: list[dict[str, Any]]
) -> None:
    msgraph_emulator.edit(state[0]["id"], subject="Other")
    msgraph_emulator.delete(state[1]["id"])
    seen = drift(admin, state)
    assert seen.code == 1
    assert '  changed on the service\n    subject: "A" in the state, "Other" on the service\n' in seen.output
    assert "  gone from the service\n" in seen.output
    found = {one["name"]: one["drift"] for one in drift(admin, state, "--json").object["meetings"]}
    assert found["a"]["changes"] == [{"name": "subject", "state": "A", "service": "Other"}]
    assert (found["b"]["outcome"], found["c"]["outcome"]) == ("gone", "same")
    assert drift(admin, state[2:]).code == 0


def test_a_value_in_another_spelling_is_no_drift(
    admin: Person, msgraph_emulator: Emulator, state: list[dict[str, Any]]
) -> None:
    state[0]["outputs"]["startDateTime"] = "2027-01-15T14:00:00+01:00"
    assert outcomes(drift(admin, state, "--json"))["a"] == "same"


def test_show_compares_only_the_named_meeting(
    admin: Person, msgraph_emulator: Emulator, state: list[dict[str, Any]]
) -> None:
    msgraph_emulator.edit(state[0]["id"], subject="Other")
    seen = admin.runs("show", "b", "--file", "-", "--drift", given=export(*state))
    assert seen.code == 0
    assert len(msgraph_emulator.journal(path="*/onlineMeetings/*")) == 1


def test_a_secret_property_is_not_compared_and_not_shown(
    admin: Person, msgraph_emulator: Emulator, state: list[dict[str, Any]]
) -> None:
    state[0]["outputs"]["subject"] = secret("k4n4r1")
    msgraph_emulator.edit(state[0]["id"], subject="Other")
    seen = drift(admin, state)
    assert (seen.code, "k4n4r1" in seen.output) == (0, False)


def test_a_meeting_that_the_service_does_not_show_is_unknown_and_the_exit_code_is_3(
    admin: Person, msgraph_emulator: Emulator, state: list[dict[str, Any]]
) -> None:
    msgraph_emulator.arm(
        Fault(method="GET", path="*/onlineMeetings/*", status=403, body={"error": {"code": "Forbidden"}}, times=1)
    )
    seen = drift(admin, state, "--json")
    assert seen.code == 3
    assert sorted(outcomes(seen).values()) == ["same", "same", "unknown"]


def test_without_a_sign_in_it_says_how_and_compares_nothing(person: Person, state: list[dict[str, Any]]) -> None:
    seen = drift(person, state)
    assert (seen.code, seen.output) == (3, "")
    assert seen.errors.startswith("Error: ")


def test_stack_outputs_cannot_be_compared(admin: Person, state: list[dict[str, Any]]) -> None:
    link = state[0]["outputs"]["joinWebUrl"]
    seen = admin.runs("list", "-", "--drift", given=f'{{"url": "{link}"}}')
    assert seen.code == 3
    assert "--drift needs a state." in seen.errors
