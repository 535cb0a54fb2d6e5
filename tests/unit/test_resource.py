"""The resource as a program declares it: names, nested values, defaults, and what is refused at once."""

from __future__ import annotations

import asyncio
import base64
import pickletools
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from msgraph_meetings import (
    AttendeeArgs,
    BroadcastMeetingCaptionSettingsArgs,
    BroadcastMeetingSettingsArgs,
    LobbyBypassSettingsArgs,
    MeetingParticipantsArgs,
    OnlineMeeting,
    SensitivityLabelAssignmentArgs,
    WatermarkProtectionArgs,
)
from msgraph_meetings.dynamic.arguments import to_wire, wire_name
from msgraph_meetings.dynamic.provider import PLACE
from msgraph_meetings.model.arguments import MeetingArguments
from msgraph_meetings.model.external_id import Place
from msgraph_meetings.model.not_arguments import NOT_ARGUMENTS
from tests.unit.fakes import USER
from tests.unit.program import PROJECT, STACK, inputs_of, run

if TYPE_CHECKING:
    from collections.abc import Callable

WIRE: dict[str, Any] = {
    "participants": {"attendees": [{"upn": "ada@example.com", "role": "presenter"}, {"id": "1"}]},
    "lobbyBypassSettings": {"scope": "everyone", "isDialInBypassEnabled": False},
    "watermarkProtection": {"isEnabledForContentSharing": True, "isEnabledForVideo": False},
    "sensitivityLabelAssignment": {"sensitivityLabelId": "label"},
    "broadcastSettings": {
        "allowedAudience": "everyone",
        "captions": {"isCaptionEnabled": True, "translationLanguages": ["de-de"]},
    },
    "anonymizeIdentityForRoles": ["attendee"],
    "subject": "Stand-up",
    "externalId": "standup",
}


def of(value: Any) -> Any:
    """The value as an output of another resource."""
    return pulumi.Output.from_input(value)


YES, NO = True, False


def with_classes() -> None:
    OnlineMeeting(
        "standup",
        external_id="standup",
        subject="Stand-up",
        participants=MeetingParticipantsArgs(
            attendees=[AttendeeArgs(upn="ada@example.com", role="presenter"), AttendeeArgs(id="1")]
        ),
        lobby_bypass_settings=LobbyBypassSettingsArgs(scope="everyone", is_dial_in_bypass_enabled=False),
        watermark_protection=WatermarkProtectionArgs(is_enabled_for_content_sharing=True, is_enabled_for_video=False),
        sensitivity_label_assignment=SensitivityLabelAssignmentArgs(sensitivity_label_id="label"),
        broadcast_settings=BroadcastMeetingSettingsArgs(
            allowed_audience="everyone",
            captions=BroadcastMeetingCaptionSettingsArgs(is_caption_enabled=True, translation_languages=["de-de"]),
        ),
        anonymize_identity_for_roles=["attendee"],
    )


def with_dicts() -> None:
    OnlineMeeting(
        "standup",
        external_id="standup",
        subject="Stand-up",
        participants={"attendees": ({"upn": "ada@example.com", "role": "presenter"}, {"id": "1"})},
        lobby_bypass_settings={"scope": "everyone", "is_dial_in_bypass_enabled": False},
        watermark_protection={"is_enabled_for_content_sharing": True, "is_enabled_for_video": False},
        sensitivity_label_assignment={"sensitivity_label_id": "label"},
        broadcast_settings={
            "allowed_audience": "everyone",
            "captions": {"is_caption_enabled": True, "translation_languages": ["de-de"]},
        },
        anonymize_identity_for_roles=("attendee",),
    )


def with_outputs() -> None:
    OnlineMeeting(
        "standup",
        external_id=of("standup"),
        subject=of("Stand-up"),
        participants=of(
            {"attendees": [AttendeeArgs(upn="ada@example.com", role="presenter"), {"id": "1", "role": None}]}
        ),
        lobby_bypass_settings=LobbyBypassSettingsArgs(scope=of("everyone"), is_dial_in_bypass_enabled=of(NO)),
        watermark_protection={"is_enabled_for_content_sharing": of(YES), "is_enabled_for_video": of(NO)},
        sensitivity_label_assignment=of(SensitivityLabelAssignmentArgs(sensitivity_label_id="label")),
        broadcast_settings={
            "allowed_audience": of("everyone"),
            "captions": of({"is_caption_enabled": True, "translation_languages": [of("de-de")]}),
        },
        anonymize_identity_for_roles=[of("attendee")],
    )


def with_awaitables() -> None:
    async def later(value: Any) -> Any:
        await asyncio.sleep(0)
        return value

    OnlineMeeting(
        "standup",
        external_id=later("standup"),
        subject=later("Stand-up"),
        participants=later({"attendees": [AttendeeArgs(upn="ada@example.com", role="presenter"), {"id": "1"}]}),
        lobby_bypass_settings={"scope": later("everyone"), "is_dial_in_bypass_enabled": False},
        watermark_protection=later({"is_enabled_for_content_sharing": True, "is_enabled_for_video": False}),
        sensitivity_label_assignment=SensitivityLabelAssignmentArgs(sensitivity_label_id=later("label")),
        broadcast_settings={
            "allowed_audience": "everyone",
            "captions": later({"is_caption_enabled": True, "translation_languages": ["de-de"]}),
        },
        anonymize_identity_for_roles=later(["attendee"]),
    )


@pytest.mark.parametrize("program", [with_classes, with_dicts, with_outputs, with_awaitables])
def test_classes_dicts_outputs_and_awaitables_mean_the_same(program: Any) -> None:
    assert inputs_of(program) == WIRE


def test_graphs_own_names_are_taken_too() -> None:
    named: Any = {"scope": "everyone", "isDialInBypassEnabled": True}
    inputs = inputs_of(lambda: OnlineMeeting("standup", lobby_bypass_settings=named))
    assert inputs["lobbyBypassSettings"] == named


def test_every_argument_of_the_program_is_one_of_the_provider() -> None:
    arguments = set(OnlineMeeting.__init__.__annotations__) - {"resource_name", "opts", "return"}
    assert {wire_name(name) for name in arguments} == set(MeetingArguments.model_fields)


def test_every_argument_reaches_the_engine_under_graphs_name() -> None:
    arguments = set(OnlineMeeting.__init__.__annotations__) - {"resource_name", "opts", "return"}
    given: dict[str, Any] = dict.fromkeys(arguments, "value")
    assert inputs_of(lambda: OnlineMeeting("standup", **given)) == {wire_name(name): "value" for name in arguments}


# Defaults


def test_program_sends_the_place_when_external_id_is_left_out() -> None:
    assert inputs_of(lambda: OnlineMeeting("standup")) == {PLACE: Place(PROJECT, STACK, "", "standup").text()}


def test_place_holds_the_types_of_all_parents_when_components_are_nested() -> None:
    def program() -> None:
        outer = pulumi.ComponentResource("my:mod:Outer", "outer")
        inner = pulumi.ComponentResource("my:mod:Inner", "in::ner$", opts=pulumi.ResourceOptions(parent=outer))
        OnlineMeeting("standup", pulumi.ResourceOptions(parent=inner))

    place = run(program)[-1].inputs[PLACE]
    assert Place.read(place) == Place(PROJECT, STACK, "my:mod:Outer$my:mod:Inner", "standup")


def test_a_given_external_id_needs_no_default() -> None:
    assert inputs_of(lambda: OnlineMeeting("standup", external_id="x")) == {"externalId": "x"}


def test_outputs_have_pythons_names() -> None:
    found: dict[str, Any] = {}

    def program() -> None:
        made = OnlineMeeting("standup", subject="x")
        for name in ("join_web_url", "passcode", "subject", "adopted", "user_id", "audio_conferencing"):
            getattr(made, name).apply(lambda value, name=name: found.update({name: value}))

    run(program, joinWebUrl="https://x", passcode="1", adopted=False)
    assert found == {
        "join_web_url": "https://x",
        "passcode": "1",
        "subject": "x",
        "adopted": False,
        "user_id": None,
        "audio_conferencing": None,
    }


def held(program: Callable[[], OnlineMeeting], **made: Any) -> list[Any]:
    """The subject that the program sees, where the state holds more than it wrote."""
    found: list[Any] = []
    run(lambda: program().subject.apply(found.append), **made)
    return found


def test_omitted_argument_is_none_and_registers_no_output() -> None:
    assert held(lambda: OnlineMeeting("standup")) == [None]
    kept: list[Any] = []
    run(lambda: kept.extend(vars(OnlineMeeting("standup", subject="x"))))
    assert "subject" in kept
    assert "participants" not in kept


def test_program_sees_what_ignore_changes_keeps_from_the_state() -> None:
    opts = pulumi.ResourceOptions(ignore_changes=["subject"])
    assert held(lambda: OnlineMeeting("standup", opts), subject="From the service") == ["From the service"]


def test_dynamic_resource_with_import_option_is_refused_with_what_to_do() -> None:
    with pytest.raises(
        ValueError, match=r"'standup' has the option import_.*\n.*set external_id.*\n.*https://.*/plugin\.md"
    ):
        run(lambda: OnlineMeeting("standup", pulumi.ResourceOptions(import_="MSo1")))


def test_a_meeting_that_is_only_read_shows_all_of_it() -> None:
    assert held(lambda: OnlineMeeting.get("read", "MSo1"), subject="From the service") == ["From the service"]


def test_a_misspelt_attribute_is_refused_by_python() -> None:
    def program() -> None:
        meeting: Any = OnlineMeeting("standup")
        with pytest.raises(AttributeError, match="no attribute 'join_url'"):
            _ = meeting.join_url

    run(program)


def test_the_type_in_the_state_never_changes() -> None:
    (seen,) = run(lambda: OnlineMeeting("standup"))
    assert seen.typ == "pulumi-python:dynamic/msgraph-meetings:OnlineMeeting"


def test_reading_by_id_sends_no_external_id_and_declares_nothing() -> None:
    def program() -> None:
        OnlineMeeting("standup", external_id="x")
        OnlineMeeting.get("read", "MSo1", user_id=USER)
        OnlineMeeting.get("other", of("MSo1"))

    seen = {one.name: one for one in run(program)}  # two reads are sent in any order
    read, other = seen["read"], seen["other"]
    assert {name: value for name, value in read.inputs.items() if name != "__provider"} == {"userId": USER}
    assert read.resource_id == other.resource_id == "MSo1"


# What is refused where it is written


@pytest.mark.parametrize("name", NOT_ARGUMENTS)
def test_a_property_that_cannot_be_set_explains_itself(name: str) -> None:
    written = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    for spelling in {written, name}:
        given: dict[str, Any] = {spelling: "x"}
        with pytest.raises(TypeError, match=f"has no argument '{spelling}': ") as refused:
            OnlineMeeting("standup", **given)
        assert NOT_ARGUMENTS[name] in str(refused.value)


def test_unknown_argument_is_refused_by_python() -> None:
    given: dict[str, Any] = {"sabject": "x"}
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        OnlineMeeting("standup", **given)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"external_id": "x"}, {"external_id": "x"}),
        ({"external_id": "x", "user_id": USER}, {"external_id": "x", "user_id": USER.upper()}),
    ],
)
def test_program_is_refused_when_two_resources_have_one_identity(one: Any, other: Any) -> None:
    def program() -> None:
        OnlineMeeting("first", **one)
        with pytest.raises(
            ValueError, match=r"Resource 'second' declares external id 'x' for the organizer, as resource 'first' does"
        ):
            OnlineMeeting("second", **other)

    assert [seen.name for seen in run(program)] == ["first"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"external_id": "x"}, {"external_id": "X"}),
        ({"external_id": "x", "user_id": "1"}, {"external_id": "x", "user_id": "2"}),
        ({"external_id": "x"}, {"external_id": of}),
        ({"external_id": "x", "user_id": of}, {"external_id": "x", "user_id": of}),
        ({}, {}),
    ],
)
def test_identities_that_differ_or_are_not_known_pass(one: Any, other: Any) -> None:
    def program() -> None:
        for name, arguments in (("first", one), ("second", other)):
            OnlineMeeting(name, **{key: of("x") if value is of else value for key, value in arguments.items()})

    assert len(run(program)) == 2


@pytest.mark.parametrize("odd", [{"a": 1}, 7, 1.5, True])
def test_an_odd_value_anywhere_is_left_to_check(odd: Any) -> None:
    def program() -> None:
        OnlineMeeting("first", external_id=odd, user_id=odd, subject=odd, participants=odd)
        OnlineMeeting("second", external_id=odd, user_id=odd)

    assert [seen.inputs["externalId"] for seen in run(program, refuse=True)] == [odd, odd]


def test_two_runs_of_a_program_in_one_process_do_not_see_each_other() -> None:
    run(lambda: OnlineMeeting("first", external_id="x"))
    run(lambda: OnlineMeeting("second", external_id="x"))


# What is kept in the state of every resource


def test_the_provider_in_the_state_is_a_name_and_nothing_else() -> None:
    (seen,) = run(lambda: OnlineMeeting("standup", subject="canary"))
    text = seen.inputs["__provider"]
    assert len(text) <= 100
    pickled = base64.b64decode(text)
    strings = [argument for _, argument, _ in pickletools.genops(pickled) if isinstance(argument, str)]
    assert strings == ["msgraph_meetings.dynamic", "OnlineMeetingProvider"]


_SERIALIZE = """
from pulumi.dynamic.dynamic import serialize_provider
from msgraph_meetings.dynamic import OnlineMeetingProvider
print(len({serialize_provider(OnlineMeetingProvider()) for _ in range(2000)}))
"""


def test_two_thousand_meetings_can_be_declared() -> None:
    # The SDK's serializer nests one call deeper each time for a provider that holds anything.
    done = subprocess.run([sys.executable, "-c", _SERIALIZE], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


# Names


@pytest.mark.parametrize(
    ("python", "wire"),
    [
        ("subject", "subject"),
        ("is_enabled_for_video", "isEnabledForVideo"),
        ("isEnabledForVideo", "isEnabledForVideo"),
        ("allow_power_point_sharing", "allowPowerPointSharing"),
    ],
)
def test_names_are_translated(python: str, wire: str) -> None:
    assert wire_name(python) == wire


def test_a_class_itself_and_other_odd_values_stay_as_they_are() -> None:
    assert to_wire(AttendeeArgs) is AttendeeArgs
    assert to_wire({1: "x", "is_on": {2: None}}) == {"1": "x", "isOn": {}}
    assert to_wire(b"bytes") == b"bytes"
