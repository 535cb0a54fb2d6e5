"""Import: which meeting an id means, and arguments for a program that then changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
import yaml
from pulumi.runtime.proto import provider_pb2

from msgraph_meetings.meetings.importing import wanted
from msgraph_meetings.plugin.old_engines import FIXED
from msgraph_meetings_emulator import Fault
from tests.plugin.door import plain, secret
from tests.plugin.processes import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator import Emulator
    from tests.plugin.door import Door
    from tests.plugin.fake_engine import FakeEngine

USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
DAY = {"startDateTime": "2027-01-04T09:00:00Z", "endDateTime": "2027-01-04T09:15:00Z"}
FORMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "Graph's id": lambda meeting: str(meeting["id"]),
    "join URL": lambda meeting: str(meeting["joinWebUrl"]),
    "join meeting id": lambda meeting: str(meeting["joinMeetingIdSettings"]["joinMeetingId"]),
    "join meeting id with blanks": lambda meeting: " ".join(meeting["joinMeetingIdSettings"]["joinMeetingId"]),
}


@pytest.fixture
def meeting(meetings: Door, msgraph_emulator: Emulator) -> dict[str, Any]:
    """A meeting that some other program made."""
    meetings.make({"externalId": "team/stand-up", "subject": "Stand-up", "recordAutomatically": True, **DAY})
    meetings.configure_for(msgraph_emulator)
    msgraph_emulator.clear_journal()
    return msgraph_emulator.meetings()[0]


def imported(door: Door, import_id: str, given: dict[str, Any] | None = None) -> tuple[str, dict[str, Any], Any]:
    response = door.read(import_id, given, None)
    return response.id, plain(response.inputs), plain(response.properties)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("prefixed", [False, True], ids=["provider's organizer", "organizer in the id"])
def test_each_form_finds_the_meeting_with_the_arguments_worth_writing(
    meetings: Door, msgraph_emulator: Emulator, meeting: dict[str, Any], form: Any, *, prefixed: bool
) -> None:
    user = msgraph_emulator.user_id
    if prefixed:
        meetings.configure_for(msgraph_emulator, userId=None)
    id_, inputs, state = imported(meetings, f"{user}/{form(meeting)}" if prefixed else form(meeting))
    assert id_ == meeting["id"]
    assert inputs == {"userId": user, "externalId": "team/stand-up", "subject": "Stand-up", **DAY}
    assert (state["joinWebUrl"], state["adopted"]) == (meeting["joinWebUrl"], True)

    checked, failures = meetings.check(inputs, inputs)
    assert (checked, failures, dict(meetings.diff(state, checked).detailedDiff)) == (inputs, {}, {})
    assert [entry.method for entry in msgraph_emulator.journal(path="*/onlineMeetings*")] == ["GET"]


@pytest.mark.parametrize(
    ("import_id", "user", "key", "value"),
    [
        ("MSoabc", None, "id", "MSoabc"),
        ("MSo/a/b+c=", None, "id", "MSo/a/b+c="),
        (f"{USER}/MSo/a", USER, "id", "MSo/a"),
        (f" {USER.upper()}/https://x/y\n", USER.upper(), "joinWebUrl", "https://x/y"),
        ("ada@example.com/123", "ada@example.com", "joinMeetingId", "123"),
        ("https://teams.microsoft.com/l/meetup-join/19%3ax@y/0", None, "joinWebUrl", None),
        (USER, None, "id", USER),
    ],
)
def test_only_a_leading_organizer_is_taken_off_an_id(
    import_id: str, user: str | None, key: str, value: str | None
) -> None:
    found = wanted(import_id, None)
    assert (found.user_id, found.key, found.value) == (user, key, import_id if value is None else value)


@pytest.mark.parametrize("form", ["{id}AAAA", "https://teams.microsoft.com/l/meetup-join/none", "123456789"])
def test_import_of_a_missing_meeting_returns_no_resource(meetings: Door, meeting: dict[str, Any], form: str) -> None:
    response = meetings.read(form.format(id=meeting["id"][:-4]), None, None)
    assert (response.id, response.HasField("properties"), response.HasField("inputs")) == ("", False, False)


@pytest.mark.parametrize("import_id", ["  ", f"{USER}/"])
def test_an_id_that_names_nothing_is_refused(meetings: Door, import_id: str) -> None:
    with pytest.raises(grpc.RpcError) as failed:
        meetings.read(import_id, None, None)
    assert failed.value.details().splitlines()[0].endswith("does not name a meeting.")


def test_an_external_id_is_refused_with_the_reason_and_nothing_is_made(
    meetings: Door, msgraph_emulator: Emulator, meeting: dict[str, Any]
) -> None:
    with pytest.raises(grpc.RpcError) as failed:
        meetings.read(f"{msgraph_emulator.user_id}/team/stand-up", None, None)
    said = failed.value.details()
    assert "'team/stand-up' is not a meeting id." in said
    assert "set msgraph-meetings:importByExternalId (MSGRAPH_IMPORT_BY_EXTERNAL_ID) to true: Graph finds" in said
    assert len(msgraph_emulator.meetings()) == 1


def test_an_external_id_finds_the_meeting_where_that_is_switched_on(
    meetings: Door, msgraph_emulator: Emulator, meeting: dict[str, Any]
) -> None:
    meetings.configure_for(msgraph_emulator, importByExternalId=True)
    id_, inputs, _ = imported(meetings, f"{msgraph_emulator.user_id}/team/stand-up")
    assert (id_, inputs["externalId"]) == (meeting["id"], "team/stand-up")
    assert len(msgraph_emulator.meetings()) == 1


def test_the_id_of_a_deleted_meeting_is_never_taken_for_an_external_id(
    meetings: Door, msgraph_emulator: Emulator, meeting: dict[str, Any]
) -> None:
    meetings.configure_for(msgraph_emulator, importByExternalId="true")
    msgraph_emulator.delete(meeting["id"])
    assert meetings.read(meeting["id"], None, None).id == ""
    assert msgraph_emulator.meetings() == []


def test_people_are_imported_with_roles_that_differ_from_the_default(
    meetings: Door, msgraph_emulator: Emulator, meeting: dict[str, Any]
) -> None:
    people = [
        {"upn": "a@example.com", "role": "presenter"},
        {"upn": "b@example.com"},
        {"upn": "c@example.com", "role": "coorganizer"},
    ]
    given = {"externalId": "p", "allowedPresenters": "roleIsPresenter", "participants": {"attendees": people}}
    id_, _, _ = meetings.make(given, name="people")
    _, inputs, state = imported(meetings, id_)
    assert inputs["participants"] == {"attendees": people}
    assert inputs["allowedPresenters"] == "roleIsPresenter"

    msgraph_emulator.edit(id_, allowedPresenters="everyone")
    _, inputs, state = imported(meetings, id_)
    assert inputs["participants"]["attendees"][0] == {"upn": "a@example.com"}
    assert "allowedPresenters" not in inputs
    assert meetings.check(inputs, inputs, "people")[1] == {}
    assert not meetings.diff(state, inputs).detailedDiff


def test_people_that_check_would_refuse_are_left_out_of_an_import(meetings: Door, msgraph_emulator: Emulator) -> None:
    answer = {
        "id": "m1",
        "subject": None,
        "startDateTime": None,
        "endDateTime": "2027-01-04T09:15:00Z",
        "participants": {"attendees": [{"upn": None, "identity": {"phone": {"id": "+1"}}, "role": "attendee"}]},
    }
    msgraph_emulator.arm(Fault(method="GET", path="*/onlineMeetings/*", status=200, body=answer))
    _, inputs, _ = imported(meetings, "m1")
    assert inputs == {"userId": msgraph_emulator.user_id}


def test_a_meeting_without_an_external_id_is_imported_and_then_unchanged(
    meetings: Door, msgraph_emulator: Emulator, meeting: dict[str, Any]
) -> None:
    msgraph_emulator.edit(meeting["id"], externalId=None)
    _, inputs, state = imported(meetings, meeting["id"])
    assert "externalId" not in inputs
    checked, failures = meetings.check(inputs, inputs)
    assert (checked, failures, dict(meetings.diff(state, checked).detailedDiff)) == (inputs, {}, {})


def test_lookup_uses_the_organizer_of_the_program_and_keeps_it_secret(
    meetings: Door, msgraph_emulator: Emulator, meeting: dict[str, Any]
) -> None:
    meetings.configure_for(msgraph_emulator, userId=None)
    given = {"userId": secret(msgraph_emulator.user_id), "joinWebUrl": None}
    response = meetings.read(meeting["joinWebUrl"], given, given)
    state = plain(response.properties)
    assert (response.id, state["userId"]) == (meeting["id"], secret(msgraph_emulator.user_id))
    assert state["joinWebUrl"] == secret(meeting["joinWebUrl"])  # which holds the organizer's id


def test_a_signed_in_user_imports_without_naming_the_organizer(
    meetings: Door, msgraph_emulator: Emulator, meeting: dict[str, Any]
) -> None:
    token = msgraph_emulator.delegated_token(msgraph_emulator.user_id)
    meetings.configure(accessToken=secret(token), graphEndpoint=msgraph_emulator.endpoint)
    for form in FORMS.values():
        id_, inputs, _ = imported(meetings, form(meeting))
        assert (id_, "userId" in inputs) == (meeting["id"], False)


def test_a_link_that_is_another_organizer_s_says_whom_to_name(
    meetings: Door, msgraph_emulator: Emulator, meeting: dict[str, Any]
) -> None:
    other = msgraph_emulator.user_ids[1]
    message = "3003: User does not have access to lookup meeting"
    body = {"error": {"code": "Forbidden", "message": message}}
    msgraph_emulator.arm(Fault(method="GET", path=f"*/users/{other}/*", status=403, body=body))
    with pytest.raises(grpc.RpcError) as failed:
        meetings.read(f"{other}/{meeting['joinWebUrl']}", None, None)
    assert failed.value.code() is grpc.StatusCode.PERMISSION_DENIED
    assert "Only the organizer can look up a meeting by its joinWebUrl: check userId." in failed.value.details()


def connect(door: Door, engine: FakeEngine, version: str) -> None:
    engine.version = version
    door.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))


@pytest.mark.parametrize("version", ["3.251.0", ""], ids=["3.251.0", "too old to be asked"])
def test_old_engine_cannot_import_by_an_id_that_makes_it_delete_the_meeting_later(
    meetings: Door, engine: FakeEngine, meeting: dict[str, Any], version: str
) -> None:
    connect(meetings, engine, version)
    for form in (FORMS["join URL"], FORMS["join meeting id"]):
        with pytest.raises(grpc.RpcError) as refused:
            imported(meetings, form(meeting))
        assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
        assert refused.value.details().splitlines() == [
            "The import id is not Graph's id of the meeting, and Pulumi is older than 3.252.0.",
            "Older engines ask to delete such a meeting in a later update (pulumi/pulumi#14836).",
            f"Update Pulumi. Or configure userId, and import by Graph's id alone: {meeting['id']}",
        ]
    assert imported(meetings, meeting["id"])[0] == meeting["id"]


@pytest.mark.parametrize("version", ["3.252.0", "3.276.0"])
def test_engine_without_that_fault_imports_by_every_id(
    meetings: Door, engine: FakeEngine, meeting: dict[str, Any], version: str
) -> None:
    connect(meetings, engine, version)
    assert {imported(meetings, form(meeting))[0] for form in FORMS.values()} == {meeting["id"]}


def test_engine_that_cannot_be_reached_is_not_taken_for_an_old_one(meetings: Door, meeting: dict[str, Any]) -> None:
    meetings.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:1"))
    assert imported(meetings, meeting["joinWebUrl"])[0] == meeting["id"]


def test_lookup_by_another_id_works_with_an_old_engine_because_it_manages_nothing(
    meetings: Door, engine: FakeEngine, meeting: dict[str, Any]
) -> None:
    connect(meetings, engine, "3.251.0")
    assert meetings.read(meeting["joinWebUrl"], {}, {}).id == meeting["id"]


def test_refusal_names_no_meeting_id_when_the_organizer_is_a_secret(
    meetings: Door, engine: FakeEngine, msgraph_emulator: Emulator, meeting: dict[str, Any]
) -> None:
    connect(meetings, engine, "3.251.0")
    meetings.configure_for(msgraph_emulator, userId=secret(msgraph_emulator.user_id))
    with pytest.raises(grpc.RpcError) as refused:
        imported(meetings, meeting["joinWebUrl"])
    assert refused.value.details().endswith("import by Graph's id alone")
    assert meeting["id"] not in refused.value.details()


def test_manifest_demands_the_engine_that_the_plugin_asks_for() -> None:
    assert yaml.safe_load((CHECKOUT / "PulumiPlugin.yaml").read_text("utf-8"))["requiredPulumiVersion"] == FIXED
