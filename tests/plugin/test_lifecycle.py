"""Create, read, update and delete over gRPC, with the emulator as the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from msgraph_meetings_emulator import Fault
from tests.plugin.door import plain, secret, started, struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.door import Door

ASKED: dict[str, Any] = {"externalId": "x", "subject": "Stand-up", "recordAutomatically": True}


def requests(emulator: Emulator) -> list[str]:
    made = [
        f"{entry.method} {'createOrGet' if entry.path.endswith('/createOrGet') else 'meeting'}"
        for entry in emulator.journal(path="*/onlineMeetings*")
    ]
    emulator.clear_journal()
    return made


def test_a_meeting_is_made_read_changed_and_deleted(meetings: Door, msgraph_emulator: Emulator) -> None:
    id_, state, inputs = meetings.make(ASKED)
    (meeting,) = msgraph_emulator.meetings()
    assert (id_, state["joinWebUrl"], state["adopted"]) == (meeting["id"], meeting["joinWebUrl"], False)
    assert requests(msgraph_emulator) == ["POST createOrGet", "PATCH meeting"]

    response = meetings.read(id_, state, inputs)
    assert (response.id, plain(response.properties), plain(response.inputs)) == (id_, state, inputs)
    assert requests(msgraph_emulator) == ["GET meeting"]

    after = meetings.update(id_, state, inputs | {"subject": "New"})
    assert after == state | {"subject": "New"}
    assert requests(msgraph_emulator) == ["PATCH meeting"]

    meetings.configure_for(msgraph_emulator)
    meetings.delete(id_, after)
    assert (msgraph_emulator.meetings(), requests(msgraph_emulator)) == ([], ["DELETE meeting"])


def test_secret_arguments_are_secret_outputs_and_so_is_the_passcode(meetings: Door, msgraph_emulator: Emulator) -> None:
    given = {
        "subject": secret("Stand-up"),
        "participants": {"attendees": [{"upn": secret("a@example.com")}]},
        "startDateTime": "2027-01-04T09:00:00Z",
    }
    id_, state, inputs = meetings.make(given)
    assert state["subject"] == secret("Stand-up")
    assert state["participants"] == secret({"attendees": [{"upn": "a@example.com"}]})
    assert state["startDateTime"] == "2027-01-04T09:00:00Z"

    msgraph_emulator.edit(id_, joinMeetingIdSettings={"passcode": "p4ss", "isPasscodeRequired": True})
    response = meetings.read(id_, state, inputs)
    assert plain(response.properties) == state | {"passcode": secret("p4ss")}
    assert plain(response.inputs) == inputs

    msgraph_emulator.edit(id_, subject="changed by hand")
    response = meetings.read(id_, state, inputs)
    assert plain(response.properties)["subject"] == secret("changed by hand")
    assert plain(response.inputs) == inputs | {"subject": secret("changed by hand")}

    assert meetings.update(id_, state, inputs | {"subject": "plain now"})["subject"] == "plain now"


def test_a_meeting_that_is_gone_has_no_id_and_no_properties_at_all(meetings: Door, msgraph_emulator: Emulator) -> None:
    id_, state, inputs = meetings.make(ASKED)
    msgraph_emulator.delete(id_)
    response = meetings.read(id_, state, inputs)
    assert (response.id, response.HasField("properties"), response.HasField("inputs")) == ("", False, False)
    meetings.delete(id_, state)


def test_drift_is_in_the_properties_and_in_the_inputs_and_diff_shows_it_at_its_path(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    id_, state, inputs = meetings.make(ASKED)
    msgraph_emulator.edit(id_, recordAutomatically=False, allowMeetingChat="disabled")
    response = meetings.read(id_, state, inputs)
    found = plain(response.properties)
    assert found == state | {"recordAutomatically": False}
    assert plain(response.inputs) == inputs | {"recordAutomatically": False}
    assert [*meetings.diff(found, inputs).detailedDiff] == ["recordAutomatically"]


def test_policy_override_is_reported_once_and_is_no_change_afterwards(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.policy_override(recordAutomatically=False)
    id_, state, inputs = meetings.make(ASKED)
    assert (state["recordAutomatically"], state["policyOverrides"]) == (False, secret({"recordAutomatically": True}))
    assert not meetings.diff(state, inputs).detailedDiff
    response = meetings.read(id_, state, inputs)
    assert (plain(response.properties), plain(response.inputs)) == (state, inputs)


def test_next_update_finishes_the_meeting_when_the_patch_of_a_create_failed(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.arm(Fault(method="PATCH", status=403, body={"error": {"code": "Forbidden", "message": ""}}))
    inputs, _ = meetings.check({**ASKED, "subject": secret("Stand-up")})
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create(inputs)
    details = started(failed.value)
    (meeting,) = msgraph_emulator.meetings()
    assert failed.value.code() is grpc.StatusCode.PERMISSION_DENIED
    assert (details.id, plain(details.inputs)) == (meeting["id"], inputs)
    assert "The meeting was created, but not all of its settings were applied" in details.reasons[0]
    state = plain(details.properties)
    assert (state["subject"], state["recordAutomatically"]) == (secret("Stand-up"), False)

    assert [*meetings.diff(state, inputs).detailedDiff] == ["recordAutomatically"]
    after = meetings.update(details.id, state, inputs)
    assert after["recordAutomatically"] is True
    assert requests(msgraph_emulator) == ["POST createOrGet", "PATCH meeting", "PATCH meeting"]


def test_setting_missing_in_the_answer_counts_as_not_applied_after_a_failed_patch(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    given = {"externalId": "x", "anonymizeIdentityForRoles": ["attendee"]}
    answer = {"id": "m1", "externalId": "x", "joinWebUrl": "https://x"}
    msgraph_emulator.arm(Fault(path="*/createOrGet", status=201, body=answer))
    inputs, _ = meetings.check(given)
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create(inputs)
    state = plain(started(failed.value).properties)
    assert "anonymizeIdentityForRoles" not in state
    assert [*meetings.diff(state, inputs).detailedDiff] == ["anonymizeIdentityForRoles"]


def test_a_state_of_100_kilobytes_survives_a_partial_failure(meetings: Door, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(Fault(method="PATCH", status=400))
    inputs, _ = meetings.check(ASKED | {"subject": "x" * 100_000})
    with pytest.raises(grpc.RpcError) as failed:
        meetings.create(inputs)
    assert plain(started(failed.value).properties)["subject"] == "x" * 100_000


def test_a_configuration_begins_a_new_deployment_with_nothing_left_of_the_last(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    _, state, _ = meetings.make(ASKED)
    meetings.configure_for(msgraph_emulator)
    id_, again, _ = meetings.make(ASKED)
    assert (again["joinWebUrl"], again["adopted"]) == (state["joinWebUrl"], True)
    meetings.cancel()
    meetings.configure_for(msgraph_emulator)
    meetings.delete(id_, again)
    assert msgraph_emulator.meetings() == []


def test_text_of_any_kind_comes_back_as_it_was_written(meetings: Door) -> None:
    subject = "\U0001f389 \"q\" 'q' \\ \n\t \u202e\u05e9\u05dc\u05d5\u05dd"
    _, state, inputs = meetings.make({"externalId": "\u00fc/\U0001f389 ?#%2F", "subject": subject})
    assert (state["subject"], state["externalId"]) == (subject, inputs["externalId"])


def test_unknown_properties_of_the_state_are_ignored(meetings: Door) -> None:
    id_, state, inputs = meetings.make(ASKED)
    foreign = state | {"__defaults": [], "subjectOld": {"a": None}}
    assert plain(meetings.read(id_, foreign, inputs).properties) == state
    assert not meetings.diff(foreign, inputs).detailedDiff


def test_struct_helpers_keep_what_they_are_given() -> None:
    assert plain(struct(ASKED)) == ASKED


def test_delete_of_an_old_name_keeps_the_meeting_when_a_new_name_declares_it(
    new_door: Callable[[], Door], meetings: Door, msgraph_emulator: Emulator
) -> None:
    id_, state, _ = meetings.make({"externalId": "x"}, "old")
    later = new_door()  # the deployment that renamed it failed before its deletions: this is the next one
    later.configure_for(msgraph_emulator)
    later.check({"externalId": "x"}, name="new")
    later.delete(id_, state, "old")
    assert [meeting["id"] for meeting in msgraph_emulator.meetings()] == [id_]
    later.delete(id_, state, "new")
    assert [meeting["id"] for meeting in msgraph_emulator.meetings()] == [id_]
