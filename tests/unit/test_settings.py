"""Settings: where each comes from, what is refused, and that no secret shows."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.config.clouds import CLOUDS, cloud_named
from msgraph_meetings.config.reading import Settings, find_settings, read_settings
from msgraph_meetings.config.table import ALTERNATIVES, NOT_SETTINGS, OIDC_ORIGINS, SETTINGS
from msgraph_meetings.errors import ConfigurationError
from msgraph_meetings.model.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET = "canary-secret"


def read(explicit: Mapping[str, object] | None = None, **environment: str) -> Settings:
    """The settings of a stack and an environment."""
    return read_settings((explicit or {}).get, environment)


def attribute(name: str) -> str:
    """``tenantId`` as the dataclass calls it."""
    return {"environment": "cloud"}.get(name) or re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", name)


SAMPLES: dict[str, tuple[str, Any, str, Any]] = {
    "tenantId": ("t-1", "t-1", "t-2", "t-2"),
    "clientId": ("c-1", "c-1", "c-2", "c-2"),
    "clientIdFilePath": ("/f/1", "/f/1", "/f/2", "/f/2"),
    "accessToken": ("a.b.c", "a.b.c", "opaque", "opaque"),
    "accessTokenFilePath": ("/f/1", "/f/1", "/f/2", "/f/2"),
    "accessTokenType": ("application", "application", "delegated", "delegated"),
    "clientCertificate": ("AAAA", "AAAA", "BBBB", "BBBB"),
    "clientCertificatePath": ("/f/1", "/f/1", "/f/2", "/f/2"),
    "clientCertificatePassword": ("p-1", "p-1", "p-2", "p-2"),
    "clientSecret": ("s-1", "s-1", "s-2", "s-2"),
    "clientSecretFilePath": ("/f/1", "/f/1", "/f/2", "/f/2"),
    "useOidc": ("true", True, "false", False),
    "oidcToken": ("o-1", "o-1", "o-2", "o-2"),
    "oidcTokenFilePath": ("/f/1", "/f/1", "/f/2", "/f/2"),
    "oidcRequestUrl": ("https://one/x?y=1", "https://one/x?y=1", "https://two/x", "https://two/x"),
    "oidcRequestToken": ("r-1", "r-1", "r-2", "r-2"),
    "adoPipelineServiceConnectionId": ("c-1", "c-1", "c-2", "c-2"),
    "useAksWorkloadIdentity": ("true", True, "false", False),
    "federatedTokenFilePath": ("/f/1", "/f/1", "/f/2", "/f/2"),
    "useMsi": ("true", True, "false", False),
    "useCli": ("true", True, "false", False),
    "userId": ("u-1", "u-1", "u-2", "u-2"),
    "externalIdPrefix": ("north", "north", "south", "south"),
    "environment": ("usgovernment", CLOUDS["usgovernment"], "dod", CLOUDS["dod"]),
    "graphEndpoint": ("https://one", "https://one", "https://two", "https://two"),
    "authorityHost": ("https://one", "https://one", "https://two", "https://two"),
    "disableInstanceDiscovery": ("true", True, "false", False),
    "maxParallelRequests": ("3", 3, "4", 4),
    "operationTimeout": ("30", 30.0, "40", 40.0),
    "waitForAccessPolicy": ("0", 0.0, "1800", 1800.0),
    "importByExternalId": ("true", True, "false", False),
}


def test_every_setting_of_the_table_is_a_field_and_every_field_a_setting() -> None:
    fields = {field.name for field in dataclasses.fields(Settings)} - {
        "explicit",
        "user_id_variable",
    }  # where they came from
    assert {attribute(row.name) for row in SETTINGS} == fields
    assert {row.name for row in SETTINGS} == set(SAMPLES)


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_explicit_setting_beats_the_environment_and_an_empty_one_is_not_set(row: Any) -> None:
    text, value, other, other_value = SAMPLES[row.name]
    name = attribute(row.name)
    for variable in row.environment:
        assert getattr(read({}, **{variable: other}), name) == other_value
        assert getattr(read({row.name: text}, **{variable: other}), name) == value
        assert getattr(read({row.name: " "}, **{variable: other}), name) == other_value
        assert getattr(read({row.name: ""}, **{variable: "  "}), name) == getattr(read(), name)


@pytest.mark.parametrize("row", [row for row in SETTINGS if len(row.environment) > 1], ids=lambda row: row.name)
def test_the_first_variable_that_is_set_wins(row: Any) -> None:
    text, value, other, other_value = SAMPLES[row.name]
    first, second = row.environment
    assert getattr(read({}, **{first: text, second: other}), attribute(row.name)) == value
    assert getattr(read({}, **{first: "", second: other}), attribute(row.name)) == other_value


def test_every_variable_belongs_to_one_setting() -> None:
    variables = [variable for row in SETTINGS for variable in row.environment + row.pipeline]
    assert len(variables) == len(set(variables))


def test_every_setting_is_described_in_a_sentence() -> None:
    assert all(row.description.endswith(".") for row in SETTINGS)


def test_no_secret_shows_in_the_settings_nor_in_a_refusal() -> None:
    values: dict[str, object] = {row.name: SECRET for row in SETTINGS if row.secret}
    assert SECRET not in repr(read(values))
    assert SECRET not in str(read(values))


def test_source_of_a_setting_is_known_and_its_value_is_not_shown() -> None:
    found = find_settings({"tenantId": "t"}.get, {"AZURE_CLIENT_SECRET": SECRET, "ARM_USE_CLI": ""})
    assert {name: (value.text, value.source) for name, value in found.items()} == {
        "tenantId": ("t", None),
        "clientSecret": (SECRET, "AZURE_CLIENT_SECRET"),
    }
    assert SECRET not in repr(found)


def test_settings_are_the_key_of_a_session() -> None:
    assert hash(read({"tenantId": "t"})) == hash(read({}, ARM_TENANT_ID="t"))
    assert read({"clientSecret": "one"}) != read({"clientSecret": "two"})


def test_settings_tell_an_explicit_way_to_sign_in_from_one_of_the_environment() -> None:
    assert read({"clientSecret": "s", "tenantId": "t"}, ARM_USE_MSI="true").explicit == {"clientSecret"}
    assert read({"clientSecret": "s"}) != read({}, ARM_CLIENT_SECRET="s")


@pytest.mark.parametrize("name", OIDC_ORIGINS)
def test_an_explicit_origin_of_the_oidc_token_leaves_out_those_of_the_environment(name: str) -> None:
    variables = {row.environment[0]: SAMPLES[row.name][2] for row in SETTINGS if row.name in OIDC_ORIGINS}
    del variables["ARM_OIDC_TOKEN_FILE_PATH" if name != "oidcTokenFilePath" else "ARM_OIDC_TOKEN"]
    settings = read({name: SAMPLES[name][0]}, **variables)
    given = {origin: getattr(settings, attribute(origin)) for origin in OIDC_ORIGINS}
    assert given == dict.fromkeys(OIDC_ORIGINS) | {name: SAMPLES[name][1]}


# Endpoints


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("https://graph.example", "https://graph.example"),
        ("https://graph.example/", "https://graph.example"),
        ("https://graph.example/v1.0", "https://graph.example"),
        ("https://graph.example:8443/v1.0/", "https://graph.example:8443"),
        ("graph.example", "https://graph.example"),
        ("localhost:8443", "https://localhost:8443"),
        ("HTTPS://Graph.Example", "https://Graph.Example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080/v1.0", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
@pytest.mark.parametrize("name", ["graphEndpoint", "authorityHost"])
def test_an_endpoint_is_taken_as_people_write_it(name: str, text: str, root: str) -> None:
    assert getattr(read({name: text}), attribute(name)) == root


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("http://graph.example", "plain http"),
        ("http://localhost.example", "plain http"),
        ("http://127.0.0.1.example", "plain http"),
        ("http://127.0.0.1@graph.example", "not the root URL"),
        ("https://user:pw@graph.example", "not the root URL"),
        ("https://:pw@graph.example", "not the root URL"),
        ("https://graph.example/beta", "path"),
        ("https://graph.example?a=b", "not the root URL"),
        ("https://graph.example#x", "not the root URL"),
        ("ftp://graph.example", "not the root URL"),
        ("https://", "not the root URL"),
        ("https://[", "not the root URL"),
        ("https://graph.example:port", "not the root URL"),
        ("https://graph.example:99999", "not the root URL"),
        ("https://graph.example:0", "not the root URL"),
        ("https://graph example", "not the root URL"),
        ("https://gräph.example", "not the root URL"),
        ("file:///etc/passwd", "not the root URL"),
    ],
)
@pytest.mark.parametrize("name", ["graphEndpoint", "authorityHost"])
def test_implausible_endpoint_is_refused(name: str, text: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason) as refused:
        read({name: text})
    assert name in str(refused.value)
    assert "pw" not in str(refused.value)


# Numbers, members, tokens


@pytest.mark.parametrize("text", ["0", "-1", "0.5", "nan", "inf", "-inf", "many", "1e999", "0x10"])
@pytest.mark.parametrize("name", ["maxParallelRequests", "operationTimeout"])
def test_text_that_is_not_a_number_is_refused(name: str, text: str) -> None:
    with pytest.raises(ConfigurationError, match=f"(?s){name}.*at least 1"):
        read({name: text})


@pytest.mark.parametrize("value", [30, 30.0, "30", " 30 "])
def test_number_setting_may_be_a_number(value: object) -> None:
    assert read({"operationTimeout": value}).operation_timeout == 30.0


PIPELINE = [(row, place) for row in SETTINGS for place in range(len(row.pipeline))]


@pytest.mark.parametrize(("row", "place"), PIPELINE, ids=[row.pipeline[place] for row, place in PIPELINE])
@pytest.mark.parametrize("asked", ["explicit", "environment"])
def test_what_a_pipeline_sets_by_itself_counts_only_where_oidc_was_asked_for(row: Any, place: int, asked: str) -> None:
    text, value, other, other_value = SAMPLES[row.name]
    name = attribute(row.name)
    explicit = {"useOidc": True} if asked == "explicit" else {}
    environment = {"ARM_USE_OIDC": "True"} if asked == "environment" else {}
    ambient = {row.pipeline[place]: text}
    assert getattr(read(explicit, **environment, **ambient), name) == value
    assert getattr(read(explicit, **environment, **ambient, **{row.environment[0]: other}), name) == other_value
    assert getattr(read({"useOidc": False}, **environment, **ambient), name) is None
    assert getattr(read({}, **ambient), name) is None


SWITCHES = [row.name for row in SETTINGS if row.type == "boolean" and row.name != "importByExternalId"]


@pytest.mark.parametrize("name", SWITCHES)
def test_sign_in_switch_is_none_when_it_is_not_set(name: str) -> None:
    assert getattr(read(), attribute(name)) is None


@pytest.mark.parametrize("pair", ALTERNATIVES, ids=lambda pair: pair[0])
def test_two_settings_that_exclude_each_other_are_refused_with_their_sources(pair: Any) -> None:
    (first, second), texts = pair, {name: SAMPLES[name][0] for name in pair}
    variables = [next(row for row in SETTINGS if row.name == name).environment[0] for name in pair]
    for explicit, environment, places in (
        (texts, {}, [f"msgraph-meetings:{first}", f"msgraph-meetings:{second}"]),
        ({}, dict(zip(variables, texts.values(), strict=True)), variables),
    ):
        with pytest.raises(ConfigurationError, match=f"{first} and {second} are both set") as refused:
            read(explicit, **environment)
        assert " and ".join(places) in str(refused.value)


@pytest.mark.parametrize("pair", ALTERNATIVES, ids=lambda pair: pair[0])
def test_a_program_overrules_what_its_machine_says_in_another_way(pair: Any) -> None:
    rows = {name: next(row for row in SETTINGS if row.name == name) for name in pair}
    for one, other in (pair, pair[::-1]):
        settings = read({one: SAMPLES[one][0]}, **{rows[other].environment[0]: SAMPLES[other][0]})
        assert getattr(settings, attribute(one)) == SAMPLES[one][1]
        assert getattr(settings, attribute(other)) is None


def test_an_arm_variable_overrules_what_a_pod_was_given_in_another_way() -> None:
    settings = read({}, ARM_CLIENT_ID_FILE_PATH="/id", AZURE_CLIENT_ID="of the pod")
    assert (settings.client_id_file_path, settings.client_id) == ("/id", None)


@pytest.mark.parametrize("name", NOT_SETTINGS)
def test_a_setting_of_azuread_that_means_nothing_here_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"does not have the setting '{name}': {NOT_SETTINGS[name]}"):
        read({name: "x"})
    assert read({name: ""}) == read()


@pytest.mark.parametrize("tenant", ["--query", "a b", "a/b", "a?b", "é", "a&calc", "../x"])
def test_text_that_is_not_a_tenant_is_refused(tenant: str) -> None:
    with pytest.raises(ConfigurationError, match=r"tenantId .* is neither a tenant id nor a domain"):
        read({"tenantId": tenant})


@pytest.mark.parametrize("url", ["ftp://a/b", "a/b", "https://", "https://u:pw@a/b", "https://[", "http://a.example/b"])
def test_a_request_url_to_which_no_token_may_be_sent_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"oidcRequestUrl is (not a|an http://) URL") as refused:
        read({"oidcRequestUrl": url})
    assert "pw" not in str(refused.value)


@pytest.mark.parametrize(("value", "on"), [(True, True), (False, False), ("True", True), (" false ", False)])
def test_switch_may_be_a_boolean(value: object, *, on: bool) -> None:
    assert read({"importByExternalId": value}).import_by_external_id is on


@pytest.mark.parametrize("value", ["yes", "1", 1.0, "on"])
def test_text_that_is_not_a_boolean_is_refused(value: object) -> None:
    with pytest.raises(ConfigurationError, match="true or false"):
        read({"importByExternalId": value})


def test_unknown_token_type_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="accessTokenType 'user' is not a token type"):
        read({"accessTokenType": "user"})


@pytest.mark.parametrize("token", [f"Bearer {SECRET}", f"{SECRET}\n{SECRET}", f"{SECRET}é", f"{SECRET}\x00"])
@pytest.mark.parametrize("name", ["accessToken", "oidcToken", "oidcRequestToken"])
def test_a_token_that_cannot_be_sent_is_refused_without_being_shown(name: str, token: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} is not a token") as refused:
        read({name: token})
    assert SECRET not in str(refused.value)


# Clouds


@pytest.mark.parametrize(
    ("name", "cloud", "graph", "login"),
    [
        ("public", "public", "https://graph.microsoft.com", "https://login.microsoftonline.com"),
        ("Public", "public", "https://graph.microsoft.com", "https://login.microsoftonline.com"),
        ("global", "public", "https://graph.microsoft.com", "https://login.microsoftonline.com"),
        ("usgovernment", "usgovernment", "https://graph.microsoft.us", "https://login.microsoftonline.us"),
        ("usgovernmentl4", "usgovernment", "https://graph.microsoft.us", "https://login.microsoftonline.us"),
        ("dod", "dod", "https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
        ("USGovernmentL5", "dod", "https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
    ],
)
def test_a_cloud_gives_both_roots(name: str, cloud: str, graph: str, login: str) -> None:
    settings = read({"environment": name})
    assert (settings.cloud.name, settings.graph_endpoint, settings.authority_host) == (cloud, graph, login)


def test_an_explicit_root_beats_the_clouds() -> None:
    settings = read({"environment": "dod", "graphEndpoint": "https://stand-in"})
    assert settings.graph_endpoint == "https://stand-in"
    assert settings.authority_host == "https://login.microsoftonline.us"


def test_china_is_refused_with_the_reason() -> None:
    with pytest.raises(ConfigurationError, match=r"environment '[Cc]hina' has no online meetings API"):
        cloud_named("China")


def test_unknown_cloud_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match="public, usgovernment or dod"):
        cloud_named("german")


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=lambda cloud: cloud.name)
def test_what_a_cloud_lacks_are_properties_of_a_meeting(cloud: Any) -> None:
    assert cloud.lacks <= set(FIELDS)
