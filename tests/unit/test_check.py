"""check: every problem of the arguments at once, each with its path, and never a value repeated."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgraph_meetings.config.clouds import CLOUDS
from msgraph_meetings.config.reading import Settings
from msgraph_meetings.meetings.check import Checked, check
from msgraph_meetings.model.arguments import MeetingArguments
from msgraph_meetings.model.not_arguments import NOT_ARGUMENTS
from msgraph_meetings.model.unknowns import UNKNOWN
from tests.unit.fakes import USER

APP = Settings(client_secret="s", user_id=USER)
NOBODY = Settings()
ADA = "11111111-aaaa-4bbb-8ccc-000000000001"
CANARY = "canary-7f3a"


def checked(news: dict[str, Any], olds: dict[str, Any] | None = None, settings: Settings = APP) -> Checked:
    """The check of a resource whose default external id is ``derived``."""
    return check(olds or {}, news, settings, "derived")


def rows(news: dict[str, Any], settings: Settings = APP) -> list[tuple[str, str]]:
    """Return the problems, as plain rows."""
    return [(failure.path, failure.reason) for failure in checked(news, settings=settings).failures]


# What is filled in


def test_the_identity_is_filled_in_for_a_new_resource() -> None:
    assert checked({}).inputs == {"userId": USER, "externalId": "derived"}


def test_what_the_program_says_of_the_identity_wins() -> None:
    news = {"userId": ADA, "externalId": "own"}
    assert checked(news, {"userId": USER, "externalId": "old"}).inputs == news


def test_derived_external_id_stays_when_the_resource_is_renamed_or_the_line_removed() -> None:
    assert checked({}, {"userId": USER, "externalId": "old"}).inputs["externalId"] == "old"


@pytest.mark.parametrize("settings", [APP, NOBODY])
def test_organizer_in_the_state_stays_whomever_the_settings_name(settings: Settings) -> None:
    assert checked({}, {"userId": ADA, "externalId": "old"}, settings).inputs["userId"] == ADA


@pytest.mark.parametrize(("external_id", "user"), [("old", None), ("new", USER), (UNKNOWN, USER)])
def test_setting_names_the_organizer_only_when_the_meeting_is_new(external_id: object, user: str | None) -> None:
    # A signed-in person's meeting has no userId among its arguments; its state tells the organizer.
    assert checked({"externalId": external_id}, {"externalId": "old"}).inputs.get("userId") == user


def test_app_may_keep_a_persons_meeting_when_no_organizer_is_named() -> None:
    app = Settings(client_secret="s")
    assert checked({}, {"externalId": "old"}, app).failures == []
    assert [failure.path for failure in checked({"externalId": "new"}, {"externalId": "old"}, app).failures] == [
        "userId"
    ]
    assert [failure.path for failure in checked({}, {}, app).failures] == ["userId"]


# What the user should know


def test_unchanged_resource_gets_no_notice() -> None:
    assert checked({}, {"userId": USER, "externalId": "derived"}).notices == []
    assert checked({"externalId": "own"}, {"userId": USER.upper(), "externalId": "own"}).notices == []
    assert checked({}).notices == []


def test_broadcast_settings_are_reported_as_deprecated_with_the_line_to_remove() -> None:
    (notice,) = checked({"broadcastSettings": {"isRecordingEnabled": True}}).notices
    assert "broadcastSettings is deprecated" in notice
    assert "Remove broadcast_settings from the resource" in notice


def test_kept_external_id_is_printed_as_a_line_to_add_when_the_place_derives_another() -> None:
    (notice,) = checked({}, {"userId": USER, "externalId": 'kept "1"'}).notices
    assert 'external_id="kept \\"1\\""' in notice
    assert "the next deployment would create a second meeting" in notice


@pytest.mark.parametrize("default", [None, UNKNOWN])
def test_no_line_is_proposed_when_the_place_is_not_known(default: Any) -> None:
    assert check({"userId": USER, "externalId": "kept"}, {}, APP, default).notices == []


def test_notice_says_that_the_organizer_is_kept_when_the_setting_names_another() -> None:
    (notice,) = checked({"externalId": "x"}, {"userId": ADA, "externalId": "x"}).notices
    assert "the meeting keeps its organizer" in notice
    assert "user_id" in notice


@pytest.mark.parametrize(("news", "kept"), [({"userId": ADA}, USER), ({}, "ada@example.com"), ({}, USER.upper())])
def test_organizer_gets_no_notice_when_named_or_maybe_the_same(news: dict[str, Any], kept: str) -> None:
    assert checked(news | {"externalId": "x"}, {"userId": kept, "externalId": "x"}).notices == []


@pytest.mark.parametrize(
    ("olds", "news", "default", "derived"),
    [
        ({}, {}, "derived", True),
        ({}, {"externalId": "own"}, "derived", False),
        ({"externalId": "derived"}, {}, "derived", False),
        ({}, {}, None, False),
        ({}, {}, UNKNOWN, False),
    ],
)
def test_check_tells_whether_it_derived_the_external_id(olds: Any, news: Any, default: Any, *, derived: bool) -> None:
    assert check(olds, news, APP, default).derived is derived


def test_check_fills_in_nothing_when_nothing_is_known() -> None:
    assert check({}, {}, NOBODY, None).inputs == {}


def test_null_is_the_same_as_left_out_however_deep() -> None:
    news = {"subject": None, "lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": None}}
    assert checked(news).inputs == {
        "userId": USER,
        "externalId": "derived",
        "lobbyBypassSettings": {"scope": "everyone"},
    }


def test_empty_object_is_the_same_as_left_out() -> None:
    news = {"participants": {"attendees": None}, "lobbyBypassSettings": {}, "broadcastSettings": {"captions": {}}}
    assert checked(news).inputs == {"userId": USER, "externalId": "derived"}
    assert checked({"participants": {"attendees": []}}).inputs["participants"] == {"attendees": []}


# What is wrong

START = "2027-01-04T09:00:00Z"


@pytest.mark.parametrize(
    ("news", "path", "reason"),
    [
        ({"userId": ""}, "userId", "blank"),
        ({"userId": " \t\n"}, "userId", "blank"),
        ({"externalId": ""}, "externalId", "blank"),
        ({"externalId": "\u00a0"}, "externalId", "blank"),
        ({"userId": "ada@example.com"}, "userId", "object id"),
        ({"endDateTime": START}, "endDateTime", "Set startDateTime"),
        ({"startDateTime": START, "endDateTime": "2027-01-04T08:59:59.9999999Z"}, "endDateTime", "before"),
        ({"startDateTime": START, "endDateTime": "2027-01-04T09:30:00+01:00"}, "endDateTime", "before"),
        ({"startDateTime": "0000-01-04T09:00:00Z"}, "startDateTime", "year 0"),
        ({"startDateTime": "2027-01-04T24:00:00Z"}, "startDateTime", "hour"),
        ({"startDateTime": "2027-01-04T09:00:00"}, "startDateTime", "offset"),
        ({"startDateTime": "2027-01-04T09:00:00.12345678Z"}, "startDateTime", "8 fractional digits"),
        ({"startDateTime": 1.0}, "startDateTime", "must be a string"),
        ({"allowedPresenters": "everybody"}, "allowedPresenters", "Did you mean 'everyone'?"),
        ({"allowedPresenters": "unknownFutureValue"}, "allowedPresenters", "is not one of: "),
        ({"allowedPresenters": {"a": 1}}, "allowedPresenters", "is not one of: "),
        ({"allowMeetingChat": True}, "allowMeetingChat", "enabled, disabled, limited"),
        ({"allowRecording": "true"}, "allowRecording", "true or false"),
        ({"allowRecording": 1.0}, "allowRecording", "true or false"),
        ({"subject": 5.0}, "subject", "must be a string"),
        ({"subject": ["a"]}, "subject", "must be a string"),
        ({"onExisting": "overwrite"}, "onExisting", "adopt, warn, fail"),
        ({"deletionPolicy": "keep"}, "deletionPolicy", "delete, retain"),
        ({"participants": []}, "participants", "must be an object"),
        ({"participants": {"attendees": {}}}, "participants.attendees", "must be a list"),
        ({"participants": {"organizer": {}}}, "participants.organizer", "unknown argument"),
        ({"participants": {"attendees": ["ada"]}}, "participants.attendees[0]", "must be an object"),
        ({"participants": {"attendees": [{}]}}, "participants.attendees[0]", "needs an id"),
        ({"participants": {"attendees": [{"role": "attendee"}]}}, "participants.attendees[0]", "needs an id"),
        ({"participants": {"attendees": [{"id": 1.0}]}}, "participants.attendees[0].id", "must be a string"),
        ({"participants": {"attendees": [{"upn": " "}]}}, "participants.attendees[0].upn", "blank"),
        (
            {"participants": {"attendees": [{"id": ADA, "role": "boss"}]}},
            "participants.attendees[0].role",
            "is not one of: ",
        ),
        (
            {"participants": {"attendees": [{"id": ADA}, {"id": ADA.upper()}]}},
            "participants.attendees[1].id",
            "participants.attendees[0]",
        ),
        (
            {"participants": {"attendees": [{"id": ADA, "upn": "a@b"}, {"upn": "A@B"}]}},
            "participants.attendees[1].upn",
            "participants.attendees[0]",
        ),
        (
            {"participants": {"attendees": [{"id": ADA, "role": "presenter"}]}},
            "participants.attendees[0].role",
            "roleIsPresenter",
        ),
        ({"lobbyBypassSettings": {"scope": "nobody"}}, "lobbyBypassSettings.scope", "is not one of: "),
        ({"lobbyBypassSettings": {"Scope": "everyone"}}, "lobbyBypassSettings.Scope", "unknown argument"),
        ({"anonymizeIdentityForRoles": "attendee"}, "anonymizeIdentityForRoles", "must be a list"),
        ({"anonymizeIdentityForRoles": ["guest"]}, "anonymizeIdentityForRoles[0]", "is not one of: "),
        ({"watermarkProtection": {"isEnabledForVideo": "yes"}}, "watermarkProtection.isEnabledForVideo", "true or"),
        (
            {"sensitivityLabelAssignment": {"sensitivityLabelId": ""}},
            "sensitivityLabelAssignment.sensitivityLabelId",
            "blank",
        ),
        (
            {"broadcastSettings": {"captions": {"isCaptionEnabled": 0.0}}},
            "broadcastSettings.captions.isCaptionEnabled",
            "true",
        ),
        ({"Subject": "x"}, "Subject", "Did you mean 'subject'?"),
        ({"start_date_time": START}, "start_date_time", "unknown argument"),
        ({"@odata.type": "#microsoft.graph.onlineMeeting"}, "@odata.type", "unknown argument"),
        *(({name: {}}, name, NOT_ARGUMENTS[name]) for name in NOT_ARGUMENTS),
    ],
)
def test_a_problem_is_reported_with_its_path_and_what_to_do(news: dict[str, Any], path: str, reason: str) -> None:
    assert [found for found in rows(news) if found[0] == path and reason in found[1]] != []
    assert {found[0] for found in rows(news)} == {path}


@pytest.mark.parametrize(
    "news",
    [
        {},
        {"startDateTime": START},
        {"startDateTime": START, "endDateTime": START},
        {"startDateTime": START, "endDateTime": "2027-01-04T10:00:00+01:00"},
        {"subject": ""},
        {"subject": "x" * 100_000},
        {"subject": 'Ünï "quotes" \n\t\u202emirror 👩‍👩‍👧'},
        {"participants": {}},
        {"participants": {"attendees": []}},
        {"participants": {"attendees": [{"id": ADA}, {"upn": "ada@example.com", "role": "coorganizer"}]}},
        {"participants": {"attendees": [{"id": ADA, "role": "presenter"}]}, "allowedPresenters": "roleIsPresenter"},
        {"lobbyBypassSettings": {"scope": "organizationExcludingGuests", "isDialInBypassEnabled": False}},
        {"anonymizeIdentityForRoles": []},
        {"broadcastSettings": {"captions": {"translationLanguages": ["de-de"]}}},
    ],
)
def test_check_accepts_values_that_graph_may_accept(news: dict[str, Any]) -> None:
    assert rows(news) == []


UNUSABLE = [
    pytest.param({"subject": "a\0b"}, "subject", "control character (U+0000) at position 2", id="NUL"),
    pytest.param({"subject": "\x1b[2J"}, "subject", "control character (U+001B) at position 1", id="escape"),
    pytest.param({"externalId": "a\nb"}, "externalId", "control character (U+000A)", id="line break in an id"),
    pytest.param({"externalId": "a\x85"}, "externalId", "control character (U+0085)", id="C1"),
    pytest.param({"userId": "a\0"}, "userId", "control character (U+0000)", id="organizer"),
    pytest.param({"subject": "\ud83d"}, "subject", "half of a character (U+D8", id="surrogate"),
    pytest.param({"externalId": "a\udc00"}, "externalId", "half of a character (U+D8", id="surrogate in an id"),
    pytest.param({"externalId": "x" * 1025}, "externalId", "1025 characters, and msgraph-meetings allows", id="long"),
    pytest.param(
        {"participants": {"attendees": [{"upn": "a@b"}, {"upn": "c\x07@d"}]}},
        "participants.attendees[1].upn",
        "control character (U+0007) at position 2",
        id="attendee",
    ),
]


@pytest.mark.parametrize(("news", "path", "reason"), UNUSABLE)
def test_check_refuses_a_text_that_cannot_be_sent(news: dict[str, Any], path: str, reason: str) -> None:
    ((where, why),) = rows(news)
    assert where == path
    assert reason in why
    assert why.isprintable()


@pytest.mark.parametrize("news", [{"subject": "Stand-up\n"}, {"subject": "a\tb"}, {"externalId": "x" * 1024}])
def test_check_accepts_a_text_from_a_file_and_a_long_external_id(news: dict[str, Any]) -> None:
    assert rows(news) == []


def test_all_problems_are_reported_at_once() -> None:
    news = {
        "userId": "ada@example.com",
        "subjekt": "x",
        "endDateTime": START,
        "allowRecording": "yes",
        "chatInfo": {},
        "participants": {"attendees": [{"role": "boss"}, {"id": ADA}, {"id": ADA}]},
    }
    assert sorted(path for path, _ in rows(news)) == [
        "allowRecording",
        "chatInfo",
        "endDateTime",
        "participants.attendees[0]",
        "participants.attendees[0].role",
        "participants.attendees[2].id",
        "subjekt",
        "userId",
    ]


def test_an_app_must_name_an_organizer() -> None:
    assert [path for path, _ in rows({}, Settings(client_secret="s"))] == ["userId"]
    assert rows({}, NOBODY) == []
    assert rows({}, Settings(access_token="opaque", access_token_type="delegated")) == []


def test_a_signed_in_user_may_be_named_by_upn() -> None:
    assert rows({"userId": "ada@example.com"}, Settings(access_token="opaque", access_token_type="delegated")) == []


@pytest.mark.parametrize("cloud", ["usgovernment", "dod"])
def test_each_property_that_the_cloud_lacks_is_reported(cloud: str) -> None:
    settings = Settings(user_id=USER, cloud=CLOUDS[cloud])
    news = {"allowWhiteboard": True, "allowRecording": UNKNOWN, "recordAutomatically": True}
    found = rows(news, settings)
    assert [path for path, _ in found] == ["allowRecording", "allowWhiteboard"]
    assert all(cloud in reason for _, reason in found)
    assert rows(news) == []


# What is not known yet

EVERY_PLACE = [
    *({name: UNKNOWN} for name in MeetingArguments.model_fields),
    {"startDateTime": UNKNOWN, "endDateTime": START},
    {"startDateTime": START, "endDateTime": UNKNOWN},
    {"participants": {"attendees": UNKNOWN}},
    {"participants": {"attendees": [UNKNOWN, {"id": UNKNOWN, "upn": UNKNOWN, "role": UNKNOWN}]}},
    {"participants": {"attendees": [{"id": ADA, "role": "presenter"}]}, "allowedPresenters": UNKNOWN},
    {"participants": {"attendees": [{"id": UNKNOWN}, {"id": UNKNOWN}]}},
    {"lobbyBypassSettings": {"scope": UNKNOWN, "isDialInBypassEnabled": UNKNOWN}},
    {"anonymizeIdentityForRoles": [UNKNOWN]},
    {"broadcastSettings": {"captions": {"translationLanguages": [UNKNOWN], "isCaptionEnabled": UNKNOWN}}},
]


@pytest.mark.parametrize("news", EVERY_PLACE, ids=repr)
def test_an_unknown_passes_anywhere_and_stays_unknown(news: dict[str, Any]) -> None:
    news = {"startDateTime": START} | news if "endDateTime" in news else news
    found = checked(news)
    assert found.failures == []
    assert {name: found.inputs[name] for name in news} == news


# What may be secret


def places(value: object) -> list[dict[str, Any]]:
    """The value as each argument, and as each part of one."""
    whole: list[dict[str, Any]] = [{name: value} for name in MeetingArguments.model_fields]
    nested: list[dict[str, Any]] = [
        {"participants": {"attendees": value}},
        {"participants": {"attendees": [value]}},
        {"participants": {"attendees": [{"id": value, "upn": value, "role": value}, {"id": value, "upn": value}]}},
        {"lobbyBypassSettings": {"scope": value, "isDialInBypassEnabled": value}},
        {"anonymizeIdentityForRoles": [value]},
        {"broadcastSettings": {"captions": {"translationLanguages": [value], "spokenLanguage": value}}},
    ]
    return whole + nested


@pytest.mark.parametrize(
    "value",
    [
        CANARY,
        f"{CANARY}@example.com",
        f" {CANARY}\n",
        f"2027-01-04T09:00:00Z{CANARY}",
        [CANARY],
        {"deep": {"deeper": [CANARY]}},
        f"{CANARY}\ud800",
    ],
    ids=repr,
)
def test_no_reason_repeats_a_value(value: object) -> None:
    for news in places(value):
        for settings in (APP, NOBODY):
            assert CANARY not in str(rows(news, settings))


DIGITS = st.text("0123456789", min_size=1, max_size=3)


@given(DIGITS, DIGITS, DIGITS)
def test_no_reason_repeats_an_instant(hour: str, month: str, offset: str) -> None:
    text = f"2031-{month}-07T{hour}:00:00+{offset}:00"
    assert text not in str(rows({"startDateTime": text}))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.text(max_size=4) | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
ARGUMENTS = st.dictionaries(
    st.sampled_from([*MeetingArguments.model_fields, "chatInfo", "", "a.b[0]"]), JSON, max_size=4
)


@given(ARGUMENTS, ARGUMENTS)
def test_check_never_raises_for_any_arguments(olds: dict[str, Any], news: dict[str, Any]) -> None:
    found = checked(news, olds)
    assert all(failure.path or "" in news for failure in found.failures)
    assert all(failure.reason for failure in found.failures)
