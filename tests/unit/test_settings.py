"""Settings: where each comes from, what is refused, and that no secret shows."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from msgraph_meetings.clouds import CLOUDS, cloud_named
from msgraph_meetings.errors import ConfigurationError
from msgraph_meetings.meeting import FIELDS
from msgraph_meetings.settings import SETTINGS, Settings, read_settings

SECRET = "canary-secret"


def read(explicit: dict[str, object] | None = None, **environment: str) -> Settings:
    """The settings of a stack and an environment."""
    return read_settings((explicit or {}).get, environment)


def attribute(name: str) -> str:
    """``tenantId`` as the dataclass calls it."""
    return {"environment": "cloud"}.get(name) or re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", name)


SAMPLES: dict[str, tuple[str, Any, str, Any]] = {
    "tenantId": ("t-1", "t-1", "t-2", "t-2"),
    "clientId": ("c-1", "c-1", "c-2", "c-2"),
    "clientSecret": ("s-1", "s-1", "s-2", "s-2"),
    "accessToken": ("a.b.c", "a.b.c", "opaque", "opaque"),
    "accessTokenType": ("application", "application", "delegated", "delegated"),
    "userId": ("u-1", "u-1", "u-2", "u-2"),
    "environment": ("usgovernment", CLOUDS["usgovernment"], "dod", CLOUDS["dod"]),
    "graphEndpoint": ("https://one", "https://one", "https://two", "https://two"),
    "authorityHost": ("https://one", "https://one", "https://two", "https://two"),
    "maxParallelRequests": ("3", 3, "4", 4),
    "operationTimeout": ("30", 30.0, "40", 40.0),
    "importByExternalId": ("true", True, "false", False),
}


def test_every_setting_of_the_table_is_a_field_and_every_field_a_setting() -> None:
    assert {attribute(row.name) for row in SETTINGS} == {field.name for field in dataclasses.fields(Settings)}
    assert {row.name for row in SETTINGS} == set(SAMPLES)


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_an_explicit_setting_beats_the_environment_and_an_empty_one_counts_as_not_set(row: Any) -> None:
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
    variables = [variable for row in SETTINGS for variable in row.environment]
    assert len(variables) == len(set(variables))


def test_every_setting_is_described_in_a_sentence() -> None:
    assert all(row.description.endswith(".") for row in SETTINGS)


def test_no_secret_shows_in_the_settings_nor_in_a_refusal() -> None:
    values: dict[str, object] = {row.name: SECRET for row in SETTINGS if row.secret}
    assert SECRET not in repr(read(values))
    assert SECRET not in str(read(values))


def test_settings_are_the_key_of_a_session() -> None:
    assert hash(read({"tenantId": "t"})) == hash(read({}, ARM_TENANT_ID="t"))
    assert read({"clientSecret": "one"}) != read({"clientSecret": "two"})


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
        ("http://127.0.0.1@graph.example", "no root"),
        ("https://user:pw@graph.example", "no root"),
        ("https://:pw@graph.example", "no root"),
        ("https://graph.example/beta", "path"),
        ("https://graph.example?a=b", "no root"),
        ("https://graph.example#x", "no root"),
        ("ftp://graph.example", "no root"),
        ("https://", "no root"),
        ("https://[", "no root"),
        ("https://graph.example:port", "no root"),
        ("https://graph.example:99999", "no root"),
        ("https://graph.example:0", "no root"),
        ("https://graph example", "no root"),
        ("https://gräph.example", "no root"),
        ("file:///etc/passwd", "no root"),
    ],
)
@pytest.mark.parametrize("name", ["graphEndpoint", "authorityHost"])
def test_an_endpoint_that_cannot_be_meant_is_refused(name: str, text: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason) as refused:
        read({name: text})
    assert name in str(refused.value)
    assert "pw" not in str(refused.value)


# Numbers, members, tokens


@pytest.mark.parametrize("text", ["0", "-1", "0.5", "nan", "inf", "-inf", "many", "1e999", "0x10"])
@pytest.mark.parametrize("name", ["maxParallelRequests", "operationTimeout"])
def test_a_number_that_is_none_is_refused(name: str, text: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}.*at least 1"):
        read({name: text})


@pytest.mark.parametrize("value", [30, 30.0, "30", " 30 "])
def test_a_number_may_come_as_one(value: object) -> None:
    assert read({"operationTimeout": value}).operation_timeout == 30.0


@pytest.mark.parametrize(("value", "on"), [(True, True), (False, False), ("True", True), (" false ", False)])
def test_a_switch_may_come_as_one(value: object, *, on: bool) -> None:
    assert read({"importByExternalId": value}).import_by_external_id is on


@pytest.mark.parametrize("value", ["yes", "1", 1.0, "on"])
def test_a_switch_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(ConfigurationError, match="true or false"):
        read({"importByExternalId": value})


def test_a_type_of_token_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="application, delegated"):
        read({"accessTokenType": "user"})


@pytest.mark.parametrize("token", [f"Bearer {SECRET}", f"{SECRET}\n{SECRET}", f"{SECRET}é", f"{SECRET}\x00"])
def test_a_token_that_cannot_be_sent_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ConfigurationError, match="accessToken is no token") as refused:
        read({"accessToken": token})
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
    with pytest.raises(ConfigurationError, match="21Vianet has no online meetings"):
        cloud_named("China")


def test_a_cloud_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(ConfigurationError, match="public, usgovernment, dod"):
        cloud_named("german")


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=lambda cloud: cloud.name)
def test_what_a_cloud_lacks_are_properties_of_a_meeting(cloud: Any) -> None:
    assert cloud.lacks <= set(FIELDS)
