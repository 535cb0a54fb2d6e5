"""schema.json, the models, the settings and Graph's metadata say the same of a meeting; none can drift from the others.

``graph_metadata.json`` holds facts read from Microsoft's v1.0 metadata, at the commit that it names.
"""

from __future__ import annotations

import inspect
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

import pytest
from pydantic import BaseModel

import msgraph_meetings
from msgraph_meetings.config.table import SETTINGS
from msgraph_meetings.meetings.lookup import KEYS, everything
from msgraph_meetings.model import arguments as meeting
from msgraph_meetings.model.answer import held
from msgraph_meetings.model.arguments import MeetingArguments
from msgraph_meetings.model.fields import IDENTITY, POLICIES
from msgraph_meetings.model.not_arguments import NOT_ARGUMENTS
from msgraph_meetings.model.outputs import OF_THE_ORGANIZER, OUTPUTS, SECRET, SECRET_IN_FUNCTION
from msgraph_meetings.model.state import OVERRIDES
from msgraph_meetings.plugin.schema import schema
from tools.places import Places
from tools.publish import names
from tools.sdk import enums

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.model.outputs import Output

ROOT = Places.here().root
GRAPH = json.loads(Path(__file__).with_name("graph_metadata.json").read_text("utf-8"))
SCHEMA: dict[str, Any] = json.loads(schema())
RESOURCE = SCHEMA["resources"]["msgraph-meetings:index:OnlineMeeting"]
FUNCTION = SCHEMA["functions"]["msgraph-meetings:index:getOnlineMeeting"]
SCALARS = {"Edm.String": "string", "Edm.Boolean": "boolean", "Edm.DateTimeOffset": "string"}
OF_US = {"DeletionPolicy", "OnExisting", "Organizer"}
TYPES = {
    "AllowedLobbyAdmitterRoles": "allowedLobbyAdmitterRoles",
    "AudioConferencing": "audioConferencing",
    "BroadcastMeetingAudience": "broadcastMeetingAudience",
    "BroadcastMeetingCaptionSettings": "broadcastMeetingCaptionSettings",
    "BroadcastMeetingSettings": "broadcastMeetingSettings",
    "ChatInfo": "chatInfo",
    "ChatRestrictions": "chatRestrictions",
    "CloudVideoInteropInfo": "cloudVideoInteropInfo",
    "JoinInformation": "itemBody",
    "LobbyBypassScope": "lobbyBypassScope",
    "LobbyBypassSettings": "lobbyBypassSettings",
    "MeetingChatMode": "meetingChatMode",
    "MeetingLiveShareOptions": "meetingLiveShareOptions",
    "OnlineMeetingPresenters": "onlineMeetingPresenters",
    "OnlineMeetingRole": "onlineMeetingRole",
    "SensitivityLabelAssignment": "onlineMeetingSensitivityLabelAssignment",
    "WatermarkProtection": "watermarkProtectionValues",
}
"""Our name of a type, and Graph's. Attendees and participants are flat here, see ``test_schema_has_flat_people``."""


def type_named(name: str) -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA["types"][f"msgraph-meetings:index:{name}"]
    return found


def shape_of(spec: Mapping[str, Any]) -> str:
    """A property's type in a word: ``boolean``, ``LobbyBypassScope``, ``string[]``."""
    if "oneOf" in spec:
        return shape_of(spec["oneOf"][1])
    if "$ref" in spec:
        return str(spec["$ref"]).rpartition(":")[2].rpartition("/")[2]
    return f"{shape_of(spec['items'])}[]" if spec["type"] == "array" else str(spec["type"])


def shape_of_annotation(annotation: Any) -> str:
    """The same for a field of a model: without what lets unknowns and absence pass."""
    if hasattr(annotation, "__metadata__"):
        return shape_of_annotation(annotation.__origin__)
    inner = [item for item in get_args(annotation) if item is not type(None)]
    origin = get_origin(annotation)
    if origin is list:
        return f"{shape_of_annotation(inner[0])}[]"
    if inner and all(isinstance(item, str) for item in inner):
        return "|".join(sorted(inner))
    if inner:
        return shape_of_annotation(inner[0])
    return {str: "string", bool: "boolean"}.get(annotation, getattr(annotation, "__name__", ""))


def with_members(shape: str) -> str:
    """A shape with an enumeration's members in place of its name, and the model's names of objects."""
    bare = shape.removesuffix("[]")
    if f"msgraph-meetings:index:{bare}" in SCHEMA["types"] and "enum" in type_named(bare):
        bare = "|".join(sorted(row["value"] for row in type_named(bare)["enum"]))
    return (bare.replace("MeetingParticipants", "Participants")) + shape[len(shape.removesuffix("[]")) :]


def of_graph(shape: str) -> str:
    """Our shape of Graph's type."""
    bare, collection = shape.removesuffix("[]"), "[]" if shape.endswith("[]") else ""
    ours = {theirs: name for name, theirs in TYPES.items()}
    return (SCALARS.get(bare) or ours.get(bare) or bare) + collection


MODELS = {
    name: model
    for name, model in inspect.getmembers(meeting, inspect.isclass)
    if issubclass(model, BaseModel) and model.__module__ == meeting.__name__ and not name.startswith("_")
}


def properties_of(model: str) -> dict[str, Any]:
    if model == "MeetingArguments":
        return dict(RESOURCE["inputProperties"])
    return dict(type_named({"Participants": "MeetingParticipants"}.get(model, model))["properties"])


@pytest.mark.parametrize("name", [name for name in MODELS if name != "BaseModel"])
def test_an_argument_in_the_schema_is_one_in_the_models_and_of_the_same_type(name: str) -> None:
    fields = {field: shape_of_annotation(info.annotation) for field, info in MODELS[name].model_fields.items()}
    assert {field: with_members(shape_of(spec)) for field, spec in properties_of(name).items()} == fields


def test_outputs_are_the_arguments_and_what_the_service_makes() -> None:
    assert RESOURCE["properties"].keys() == {
        *RESOURCE["inputProperties"],
        *(row.name for row in OUTPUTS if row.resource),
    }
    for name, spec in RESOURCE["inputProperties"].items():
        assert RESOURCE["properties"][name] == spec


def test_only_a_change_of_identity_replaces_a_meeting_and_the_schema_says_so() -> None:
    for bag in (RESOURCE["properties"], RESOURCE["inputProperties"]):
        assert {name for name, spec in bag.items() if spec.get("willReplaceOnChanges")} == set(IDENTITY)


def test_schema_sets_no_option_by_which_the_engine_deletes_a_declared_meeting() -> None:
    assert '"replaceOnChanges"' not in schema(), "see docs/plugin.md, and tests/plugin/test_engine_replacing.py"


def secrets_in(bag: Mapping[str, Any]) -> set[str]:
    """The properties that a part of the schema marks as secrets."""
    return {name for name, spec in bag.items() if spec.get("secret")}


def test_what_is_secret_is_marked() -> None:
    assert {"passcode", OVERRIDES} == set(SECRET)
    assert secrets_in(RESOURCE["properties"]) == set(SECRET)
    assert secrets_in(FUNCTION["outputs"]["properties"]) == set(SECRET_IN_FUNCTION)
    for bag in (SCHEMA["config"]["variables"], SCHEMA["provider"]["inputProperties"]):
        assert secrets_in(bag) == {row.name for row in SETTINGS if row.secret}


def test_function_shows_what_the_table_of_outputs_says_it_shows() -> None:
    shown = FUNCTION["outputs"]["properties"].keys()
    assert {row.name for row in OUTPUTS if row.name in shown} == {row.name for row in OUTPUTS if row.function}


def test_every_output_that_names_the_organizer_is_a_secret_with_a_secret_organizer() -> None:
    user = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
    url = f"https://teams.example/?context=%7b%22Oid%22%3a%22{user}%22%7d"
    people = {"organizer": {"identity": {"user": {"id": user}}}}
    page = f"https://teams.example/meetingOptions/?organizerId={user}"
    given = {"joinWebUrl": url, "meetingOptionsWebUrl": page, "participants": people}
    made = held({"id": "1", "externalId": "x", **given}).made
    assert {name for name, value in made.items() if user in str(value)} == set(OF_THE_ORGANIZER)


@pytest.mark.parametrize("row", OUTPUTS, ids=lambda row: row.name)
def test_documentation_calls_an_output_a_secret_as_the_table_does(row: Output) -> None:
    page = (Path(__file__).parents[2] / "docs" / "arguments.md").read_text("utf-8").partition("## Outputs")[2]
    name = f"`{re.sub('([A-Z])', lambda letter: '_' + letter[0].lower(), row.name)}`"
    lines = [line for line in page.splitlines() if line.startswith("| ") and name in line.split("|")[1]]
    assert ["a secret" in line for line in lines] == ([row.secret] if row.resource else [])


def test_live_events_are_marked_as_deprecated() -> None:
    deprecated = {name for name, spec in RESOURCE["inputProperties"].items() if spec.get("deprecationMessage")}
    assert deprecated == {"broadcastSettings"}


def test_the_settings_are_those_of_the_provider_with_type_and_environment() -> None:
    variables = SCHEMA["config"]["variables"]
    assert variables.keys() == {row.name for row in SETTINGS}
    for row in SETTINGS:
        spec = variables[row.name]
        assert spec["type"] == row.type
        assert spec["defaultInfo"]["environment"] == list(row.environment)
        assert spec["description"].startswith(row.description.rstrip("."))


def test_schema_gives_explicit_provider_all_settings_but_no_sign_in_default() -> None:
    variables = {name: dict(spec) for name, spec in SCHEMA["config"]["variables"].items()}
    for row in SETTINGS:
        assert row.sign_in or not row.secret
        if row.sign_in:
            del variables[row.name]["defaultInfo"]
    assert SCHEMA["provider"]["inputProperties"] == variables


@pytest.mark.parametrize("name", TYPES)
def test_types_and_enumerations_are_graph_s(name: str) -> None:
    ours, theirs = type_named(name), TYPES[name]
    if theirs in GRAPH["enumTypes"]:
        members = [member for member in GRAPH["enumTypes"][theirs] if member != "unknownFutureValue"]
        assert [row["value"] for row in ours["enum"]] == members
    elif name != "JoinInformation":
        expected = {prop: of_graph(shape) for prop, shape in GRAPH["complexTypes"][theirs].items()}
        assert {prop: shape_of(spec) for prop, spec in ours["properties"].items()} == expected
    else:
        assert ours["properties"].keys() == GRAPH["complexTypes"]["itemBody"].keys()


def test_every_type_is_accounted_for() -> None:
    names = {name.rpartition(":")[2] for name in SCHEMA["types"]}
    assert names == {*TYPES, *OF_US, "Attendee", "MeetingParticipants"}


def test_schema_has_flat_people() -> None:
    assert GRAPH["complexTypes"]["meetingParticipants"]["attendees"] == "meetingParticipantInfo[]"
    assert GRAPH["complexTypes"]["meetingParticipantInfo"].keys() == {"identity", "role", "upn"}
    assert type_named("Attendee")["properties"].keys() == {"id", "role", "upn"}


def test_an_argument_has_graph_s_name_and_type() -> None:
    settable = {*MeetingArguments.model_fields} - {*IDENTITY, *POLICIES, "participants", "anonymizeIdentityForRoles"}
    for name in settable:
        assert shape_of(RESOURCE["inputProperties"][name]) == of_graph(GRAPH["meeting"][name]), name
    assert GRAPH["meeting"]["externalId"] == "Edm.String"


def test_property_of_graph_s_metadata_is_an_argument_or_listed_as_not_one() -> None:
    streams = {name for name, shape in GRAPH["meeting"].items() if shape == "Edm.Stream"}
    assert {*GRAPH["meeting"]} - streams - {*MeetingArguments.model_fields} <= {*NOT_ARGUMENTS}


def test_every_parameter_of_create_or_get_but_the_chat_is_an_argument() -> None:
    assert {*GRAPH["createOrGet"]} - {"chatInfo"} <= {*RESOURCE["inputProperties"]}


def test_the_function_shows_every_property_that_graph_s_metadata_names() -> None:
    shown = FUNCTION["outputs"]["properties"]
    parts = {"joinMeetingIdSettings": {"joinMeetingId", "passcode", "isPasscodeRequired"}}
    for name, shape in GRAPH["meeting"].items():
        if shape != "Edm.Stream":
            assert parts.get(name, {name}) <= shown.keys(), name


def test_the_function_returns_what_its_schema_says() -> None:
    content = dict.fromkeys(GRAPH["meeting"]) | {
        "id": "1",
        "joinInformation": {"content": "data:text/html,%3cp%3eone+two%3c%2fp%3e", "contentType": "html"},
        "joinMeetingIdSettings": {"joinMeetingId": "1", "passcode": "2", "isPasscodeRequired": True},
        "chatInfo": {"threadId": "19:x", "messageId": None},
        "isBroadcast": False,
        "newcomer": {"a": None, "b": 1},
        "@odata.context": "x",
    }
    shown = everything(content)
    assert shown.keys() <= FUNCTION["outputs"]["properties"].keys()
    assert shown["joinInformation"] == {"content": "<p>one two</p>", "contentType": "html"}
    assert shown["otherProperties"] == {"newcomer": {"b": 1}}
    assert (shown["isBroadcast"], shown["passcode"], shown["chatThreadId"]) == (False, "2", "19:x")
    assert FUNCTION["inputs"]["properties"].keys() == {*KEYS, "userId"}


def test_the_function_takes_members_of_enumerations_that_graph_gets_later() -> None:
    for spec in FUNCTION["outputs"]["properties"].values():
        named = shape_of(spec).removesuffix("[]")
        assert "enum" not in SCHEMA["types"].get(f"msgraph-meetings:index:{named}", {})


def test_every_enumeration_can_be_given_as_text() -> None:
    assert enums.or_text(SCHEMA) == SCHEMA, "run `make sdk`"


def test_schema_has_the_names_of_the_publisher_and_no_placeholder() -> None:
    assert names.named(json.loads(schema()), names.read(ROOT)) == SCHEMA, "run `make sdk`"
    for placeholder in ("example.com", "@pulumi/msgraph", "com.pulumi.msgraph"):
        assert placeholder not in schema()
    for name in ("homepage", "repository", "logoUrl", "pluginDownloadURL", "namespace", "publisher", "license"):
        assert SCHEMA[name]
    assert {"category/cloud", "kind/native"} <= {*SCHEMA["keywords"]}


def described(node: Any, path: str = "") -> list[str]:
    """The paths of properties, types and members that have no description."""
    missing = []
    if isinstance(node, dict):
        for key in ("properties", "inputProperties", "variables"):
            missing += [f"{path}.{name}" for name, spec in node.get(key, {}).items() if not spec.get("description")]
        missing += [f"{path}.{row['value']}" for row in node.get("enum", []) if not row.get("description")]
        for name, item in node.items():
            missing += described(item, f"{path}.{name}")
    return missing


def test_everything_in_the_schema_is_described() -> None:
    assert described({name: part for name, part in SCHEMA.items() if name != "language"}) == []
    assert all(spec.get("description") for spec in SCHEMA["types"].values())


def test_all_five_languages_have_their_names_and_take_the_version_of_the_schema() -> None:
    assert SCHEMA["language"].keys() == {"csharp", "go", "java", "nodejs", "python"}
    assert SCHEMA["language"]["python"]["packageName"] == "pulumi_msgraph_meetings"
    for name in ("csharp", "go", "nodejs", "python"):
        assert SCHEMA["language"][name]["respectSchemaVersion"] is True


def test_the_schema_carries_the_version_that_is_installed_and_its_file_carries_none() -> None:
    assert SCHEMA["version"] == version("msgraph-meetings")
    assert re.fullmatch(r"\d+\.\d+\.\d+", SCHEMA["version"])
    file = Path(msgraph_meetings.__file__).with_name("schema.json")
    assert "version" not in json.loads(file.read_text("utf-8"))


def test_no_program_tries_to_download_a_plugin_because_this_package_is_installed() -> None:
    """Pulumi's Python host looks for one behind a name with ``pulumi-`` and behind a ``pulumi-plugin.json``."""
    package = Path(msgraph_meetings.__file__).parent
    assert not SCHEMA["name"].startswith("pulumi-")
    assert not list(package.rglob("pulumi-plugin.json"))
