"""Check: everything that is wrong with the arguments at once, each at its property path; nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pulumi.runtime.proto import provider_pb2

from msgraph_meetings.model.arguments import MeetingArguments
from msgraph_meetings.model.external_id import Place
from tests.plugin.door import UNKNOWN, asset, external_id, output, secret, urn

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.plugin.door import Door
    from tests.plugin.fake_engine import FakeEngine

USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
START, END = "2027-01-04T09:00:00Z", "2027-01-04T09:15:00Z"


def attendees(*people: dict[str, Any]) -> dict[str, Any]:
    return {"participants": {"attendees": list(people)}}


BAD: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "a blank external id": ({"externalId": ""}, {"externalId": "must not be blank"}),
    "a blank organizer": ({"userId": "  "}, {"userId": "must not be blank"}),
    "an end without a start": ({"endDateTime": END}, {"endDateTime": "needs startDateTime"}),
    "an end before the start": (
        {"startDateTime": END, "endDateTime": START},
        {"endDateTime": "must not be before startDateTime"},
    ),
    "the year 0": ({"startDateTime": "0000-01-01T00:00:00Z"}, {"startDateTime": "is not a valid date and time"}),
    "24 o'clock": ({"startDateTime": "2027-01-04T24:00:00Z"}, {"startDateTime": "is not a valid date and time"}),
    "a time without an offset": ({"startDateTime": "2027-01-04T09:00:00"}, {"startDateTime": "has no offset"}),
    "eight fractional digits": (
        {"startDateTime": "2027-01-04T09:00:00.12345678Z"},
        {"startDateTime": "has 8 fractional digits"},
    ),
    "no time at all": ({"startDateTime": "tomorrow"}, {"startDateTime": "is not an RFC 3339 date and time"}),
    "a member that an enumeration lacks": (
        {"allowedPresenters": "organisation", "lobbyBypassSettings": {"scope": "nobody"}},
        {"allowedPresenters": "Did you mean 'organization'?", "lobbyBypassSettings.scope": "is not one of: organizer,"},
    ),
    "an attendee who is nobody": (
        attendees({"upn": "a@example.com"}, {"role": "attendee"}),
        {"participants.attendees[1]": "an attendee needs an id (the object id) or a upn"},
    ),
    "the same attendee twice": (
        attendees({"upn": "a@example.com"}, {"upn": "A@example.com"}),
        {"participants.attendees[1].upn": "this attendee is already listed at participants.attendees[0]"},
    ),
    "a presenter whose role does not count": (
        attendees({"upn": "a@example.com", "role": "presenter"}),
        {"participants.attendees[0].role": "the role presenter works only with allowedPresenters"},
    ),
    "values of the wrong type": (
        {"subject": 5, "recordAutomatically": "yes", "participants": [], "anonymizeIdentityForRoles": "attendee"},
        {
            "subject": "must be a string",
            "recordAutomatically": "must be true or false",
            "participants": "must be an object",
            "anonymizeIdentityForRoles": "must be a list",
        },
    ),
    "an argument that there is not": ({"subjekt": "x"}, {"subjekt": "Did you mean 'subject'?"}),
    "a property that cannot be set": ({"joinWebUrl": "https://x"}, {"joinWebUrl": "cannot be set"}),
    "an unknown part of an argument": (
        {"watermarkProtection": {"isEnabledForVideos": True}},
        {"watermarkProtection.isEnabledForVideos": "unknown argument"},
    ),
    "assets": (
        {"subject": asset(), **attendees({"upn": asset()})},
        {"subject": "is an asset", "participants.attendees[0].upn": "is an asset"},
    ),
}


@pytest.mark.parametrize(("news", "says"), BAD.values(), ids=BAD)
def test_bad_arguments_are_refused_at_their_paths(door: Door, news: dict[str, Any], says: dict[str, str]) -> None:
    _, failures = door.check({"userId": USER} | news)
    assert failures.keys() == says.keys()
    for path, text in says.items():
        assert text in failures[path]


def test_check_reports_all_problems_at_once(door: Door) -> None:
    news = {
        "userId": USER,
        "endDateTime": END,
        "subject": asset(),
        "allowMeetingChat": "sometimes",
        "rainbow": True,
        **attendees({"upn": " "}, {"id": 5}),
    }
    assert door.check(news)[1].keys() == {
        "endDateTime",
        "subject",
        "allowMeetingChat",
        "rainbow",
        "participants.attendees[0].upn",
        "participants.attendees[1].id",
    }


@pytest.mark.parametrize("user", ["ada@example.com", None])
def test_an_app_must_name_the_organizer_by_object_id(new_door: Callable[[], Door], user: str | None) -> None:
    door = new_door()
    door.configure(tenantId="t", clientId="c", clientSecret=secret("s"))
    _, failures = door.check({} if user is None else {"userId": user})
    assert ("is a sign-in name" if user else "must name the organizer") in failures["userId"]


def test_property_that_the_cloud_lacks_is_refused(new_door: Callable[[], Door]) -> None:
    door = new_door()
    door.configure(environment="usgovernment")
    assert "'usgovernment' (environment) does not have" in door.check({"allowRecording": True})[1]["allowRecording"]


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "x" * 100_000,
        "\U0001f389 \"quoted\" 'and' \\ back",
        "two\nlines\ttabs",
        "\u202eright \u05e9\u05dc\u05d5\u05dd",
    ],
    ids=["empty", "100 KB", "emoji and quotes", "newlines", "right to left"],
)
def test_any_text_is_a_subject_and_the_service_decides(door: Door, subject: str) -> None:
    checked, failures = door.check({"subject": subject})
    assert (checked["subject"], failures) == (subject, {})


ARGUMENTS = sorted(MeetingArguments.model_fields)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_every_argument_may_be_unknown_and_stays_so(door: Door, name: str) -> None:
    needed = {"startDateTime": START} if name == "endDateTime" else {}
    checked, failures = door.check({name: UNKNOWN, **needed})
    assert (checked[name], failures) == (UNKNOWN, {})


@pytest.mark.parametrize("name", ARGUMENTS)
def test_every_argument_may_be_a_secret_and_stays_so(door: Door, name: str) -> None:
    needed = {"startDateTime": START} if name == "endDateTime" else {}
    checked, failures = door.check({name: secret(UNKNOWN), **needed})
    assert (checked[name], failures) == (secret(UNKNOWN), {})


def test_a_secret_an_unknown_and_an_output_inside_an_argument_stay_where_they_are(door: Door) -> None:
    news = attendees(
        {"upn": secret("a@example.com"), "id": UNKNOWN},
        {"upn": output("urn:a", value="b@example.com", secret=False), "role": output("urn:b", secret=True)},
    )
    checked, failures = door.check(news)
    assert (checked["participants"], failures) == (news["participants"], {})


def test_external_id_takes_the_secrecy_and_the_dependencies_of_the_rotation(door: Door) -> None:
    checked, failures = door.check({"externalId": "team", "rotation": secret("canary"), "userId": USER})
    assert (checked["externalId"], failures) == (secret("team#canary"), {})
    checked, _ = door.check({"externalId": "team", "rotation": output("urn:a", value="1", secret=False)}, name="two")
    assert checked["externalId"] == output("urn:a", value="team#1", secret=False)


def test_warning_about_a_secret_external_id_with_a_rotation_hides_it(door: Door, engine: FakeEngine) -> None:
    door.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
    olds = {"externalId": secret("kept#1"), "rotation": "1", "userId": USER}
    door.check({"rotation": "1"}, olds, name="renamed")
    (line,) = engine.lines
    assert 'external_id="[secret]"' in line.text


def test_a_wrong_value_that_is_secret_is_refused_without_repeating_it(door: Door) -> None:
    news = {"startDateTime": secret("my-secret"), **attendees({"upn": secret("my-secret@x"), "role": "presenter"})}
    _, failures = door.check(news)
    assert failures.keys() == {"startDateTime", "participants.attendees[0].role"}
    assert not any("my-secret" in reason for reason in failures.values())


def test_an_argument_that_is_null_is_one_that_is_left_out(door: Door) -> None:
    checked, failures = door.check({"subject": None, "userId": USER, **attendees({"upn": "a@b", "id": None})})
    assert failures == {}
    assert checked == {"userId": USER, "externalId": external_id(), **attendees({"upn": "a@b"})}


def test_an_external_id_that_is_left_out_is_derived_from_project_stack_and_name(door: Door) -> None:
    checked, _ = door.check({}, name="stand::up")
    assert checked == {"externalId": Place("meetings", "dev", "", "stand::up").external_id()}


def test_an_external_id_once_derived_stays_through_a_rename_and_so_does_its_secret(door: Door) -> None:
    olds = {"externalId": secret("kept"), "userId": USER}
    assert door.check({}, olds, name="renamed")[0] == olds


def test_duplicate_in_one_program_is_refused(new_door: Callable[[], Door]) -> None:
    door = new_door()
    door.configure(userId=USER)
    assert door.check({"externalId": "x"}, name="one")[1] == {}
    _, failures = door.check({"externalId": secret("x"), "userId": USER.upper()}, name="two")
    assert failures["externalId"].startswith("Resource 'two' declares the same external id")  # not the secret
    assert "'x'" in door.check({"externalId": "x", "userId": USER}, name="plain")[1]["externalId"]
    assert door.check({"externalId": "x"}, name="one")[1] == {}
    assert door.check({"externalId": "x", "userId": "somebody else"}, name="three")[1] == {}
    assert door.check({"externalId": UNKNOWN}, name="four")[1] == {}


def test_a_plugin_that_serves_one_deployment_after_the_other_begins_each_anew(door: Door) -> None:
    assert door.check({"externalId": "x"}, name="one")[1] == {}
    door.configure()
    assert door.check({"externalId": "x"}, name="two")[1] == {}


def lines(engine: FakeEngine) -> list[tuple[str, str]]:
    """Severity and text of what an engine was told about the renamed resource."""
    assert {line.urn for line in engine.lines} == {urn("renamed")}
    return [(line.severity, line.text) for line in engine.lines]


def test_plugin_prints_the_line_to_add_once_when_the_place_changed(door: Door, engine: FakeEngine) -> None:
    door.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
    for _ in range(2):
        door.check({}, {"externalId": "kept", "userId": USER}, name="renamed")
    ((severity, text),) = lines(engine)
    assert (severity, 'external_id="kept"' in text) == ("WARNING", True)


def test_plugin_hides_a_kept_external_id_that_is_a_secret(door: Door, engine: FakeEngine) -> None:
    door.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
    door.check({}, {"externalId": secret('ke"pt'), "userId": USER}, name="renamed")
    ((_, text),) = lines(engine)
    assert "[secret]" in text
    assert 'pt"' not in text


def test_prefix_of_the_provider_goes_into_the_derived_id(door: Door) -> None:
    door.configure(externalIdPrefix="north")
    assert door.check({})[0] == {"externalId": Place("meetings", "dev", "", "standup").external_id("north")}


def test_organizer_of_a_secret_setting_is_a_secret_of_the_resource(door: Door) -> None:
    door.configure(userId=secret(USER))
    assert door.check({})[0]["userId"] == secret(USER)
    assert door.check({"userId": "another", "externalId": "x"})[0]["userId"] == "another"


def test_plugin_diff_warns_of_a_kept_organizer_that_only_the_state_names(door: Door, engine: FakeEngine) -> None:
    door.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
    door.configure(userId=USER)
    state = {"externalId": "x", "organizer": {"id": "11111111-aaaa-4bbb-8ccc-000000000001"}}
    for _ in range(2):
        door.diff(state, {"externalId": "x"})
    door.diff(state | {"organizer": {"id": USER}}, {"externalId": "x"})
    (line,) = engine.lines
    assert "the meeting keeps its organizer" in line.text
