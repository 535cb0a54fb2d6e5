"""A provider's own configuration: what is wrong is named, what is fine is taken in every form that engines send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2

from tests.plugin.door import UNKNOWN, by_path, plain, secret, struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.plugin.door import Door
    from tests.plugin.fake_engine import FakeEngine

URN = "urn:pulumi:dev::meetings::pulumi:providers:msgraph-meetings::default"
TENANT = "11111111-1111-4111-8111-111111111111"
OTHER_TENANT = "22222222-2222-4222-8222-222222222222"
SOME, NONE = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
Kind = provider_pb2.PropertyDiff


def check_config(door: Door, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    response = door.stub.CheckConfig(provider_pb2.CheckRequest(urn=URN, news=struct(given)))
    return plain(response.inputs), by_path(response.failures)


def diff_config(door: Door, old: dict[str, Any], new: dict[str, Any], *ignored: str) -> provider_pb2.DiffResponse:
    request = provider_pb2.DiffRequest(
        id="x", urn=URN, old_inputs=struct(old), olds=struct(old), news=struct(new), ignoreChanges=ignored
    )
    response: provider_pb2.DiffResponse = door.stub.DiffConfig(request)
    return response


FINE: dict[str, dict[str, Any]] = {
    "nothing": {},
    "strings": {"tenantId": "contoso.com", "clientId": "x", "clientSecret": secret("s"), "userId": "u"},
    "JSON in strings": {"operationTimeout": "60.5", "maxParallelRequests": "8", "importByExternalId": "true"},
    "values as they are": {"operationTimeout": 60.5, "maxParallelRequests": 8, "importByExternalId": False},
    "keys of the engine": {
        "version": "1.2.3",
        "pluginDownloadURL": "https://example.com",
        "pluginChecksums": {"linux-amd64": "00"},
        "parameterization": {"name": "x"},
        "envVarMappings": {"A": "B"},
        "name": "x",
        "__internal": {"pluginDownloadURL": "x"},
        "__defaults": [],
    },
    "two ways to sign in, of which the first is used": {
        "accessToken": secret("t"),
        "clientSecret": secret("s"),
        "useCli": True,
    },
    "empty": {"tenantId": "", "accessToken": "", "importByExternalId": ""},
    "null": {"tenantId": None},
    "unknown": {"tenantId": UNKNOWN, "clientSecret": secret(UNKNOWN), "operationTimeout": UNKNOWN},
    "an endpoint": {"graphEndpoint": "https://localhost:8443/v1.0/", "environment": "usgovernment"},
}


@pytest.mark.parametrize("given", FINE.values(), ids=FINE)
def test_good_configuration_comes_back_as_it_is(door: Door, given: dict[str, Any]) -> None:
    assert check_config(door, given) == (plain(struct(given)), {})


def test_a_secret_that_is_given_in_clear_comes_back_as_a_secret(door: Door) -> None:
    given = {"clientSecret": "s", "oidcToken": "t", "clientId": "x", "version": "1.2.3"}
    expected = {"clientSecret": secret("s"), "oidcToken": secret("t"), "clientId": "x", "version": "1.2.3"}
    assert check_config(door, given) == (expected, {})


BAD = [
    ({"tenantID": "x"}, "tenantID", "Did you mean 'tenantId'?"),
    ({"TENANTID": "x"}, "TENANTID", "Did you mean 'tenantId'?"),
    ({"tenentid": "x"}, "tenentid", "Did you mean 'tenantId'?"),
    ({"rainbow": "x"}, "rainbow", "Unknown setting 'rainbow'."),
    ({"operationTimeout": "soon"}, "operationTimeout", "Use a number of at least 1."),
    ({"operationTimeout": True}, "operationTimeout", "must be a number"),
    ({"maxParallelRequests": [1]}, "maxParallelRequests", "must be a whole number"),
    ({"importByExternalId": "perhaps"}, "importByExternalId", "Use true or false."),
    ({"importByExternalId": 1}, "importByExternalId", "must be true or false"),
    ({"tenantId": 5}, "tenantId", "must be a string"),
    ({"clientSecret": secret({"a": 1})}, "clientSecret", "must be a string"),
    ({"environment": "china"}, "environment", "21Vianet"),
    ({"environment": "moon"}, "environment", "Use public, usgovernment or dod."),
    ({"graphEndpoint": "http://graph.example.com"}, "graphEndpoint", "is an http:// URL"),
    ({"accessTokenType": "mine"}, "accessTokenType", "Use application or delegated."),
    (
        {"clientSecret": "s", "clientSecretFilePath": "f"},
        "clientSecretFilePath",
        "clientSecret and clientSecretFilePath are both set",
    ),
    (
        {"metadataHost": "management.example.com"},
        "metadataHost",
        "does not have the setting 'metadataHost': environment selects",
    ),
]


@pytest.mark.parametrize(("given", "key", "says"), BAD)
def test_bad_configuration_is_refused_with_the_key_named(
    door: Door, given: dict[str, Any], key: str, says: str
) -> None:
    _, failures = check_config(door, given)
    assert failures.keys() == {key}
    assert says in failures[key]


def test_check_reports_all_problems_at_once(door: Door) -> None:
    given = {"rainbow": "x", "operationTimeout": "0", "environment": "moon", "tenantId": [], "userId": "fine"}
    assert check_config(door, given)[1].keys() == {"rainbow", "operationTimeout", "environment", "tenantId"}


def test_problems_of_a_configuration_do_not_repeat_a_secret(door: Door) -> None:
    _, failures = check_config(door, {"clientSecret": "my-secret", "accessToken": "my token\n"})
    assert failures
    assert not any("my" in reason for reason in failures.values())


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ({"tenantId": TENANT}, {"tenantId": OTHER_TENANT}, ["tenantId"]),
        ({"environment": "public"}, {"environment": "dod"}, ["environment"]),
        (
            {"tenantId": TENANT, "environment": "public"},
            {"tenantId": OTHER_TENANT, "environment": "usgovernment"},
            ["tenantId", "environment"],
        ),
    ],
)
def test_another_tenant_or_cloud_replaces_the_meetings_and_says_so(
    door: Door, engine: FakeEngine, old: dict[str, Any], new: dict[str, Any], moved: list[str]
) -> None:
    door.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
    response = diff_config(door, old, new)
    assert (response.changes, list(response.replaces), response.deleteBeforeReplace) == (SOME, moved, False)
    assert {name: diff.kind for name, diff in response.detailedDiff.items()} == dict.fromkeys(
        moved, Kind.UPDATE_REPLACE
    )
    (line,) = engine.lines
    assert (line.severity, line.urn) == ("WARNING", URN)
    assert line.text.startswith(f"{' and '.join(moved)} changed, so the meetings of this provider are replaced")


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ({"clientSecret": "a"}, {"clientSecret": "b"}, {"clientSecret": Kind.UPDATE}),
        ({"clientSecret": "a"}, {"accessToken": "b"}, {"accessToken": Kind.ADD, "clientSecret": Kind.DELETE}),
        ({"accessToken": "a"}, {"accessToken": UNKNOWN}, {"accessToken": Kind.UPDATE}),
        ({"tenantId": TENANT}, {"tenantId": UNKNOWN}, {"tenantId": Kind.UPDATE}),
        ({"tenantId": TENANT}, {}, {"tenantId": Kind.DELETE}),
        ({}, {"tenantId": TENANT}, {"tenantId": Kind.ADD}),
        ({"tenantId": "ABC.com"}, {"tenantId": "abc.com"}, {"tenantId": Kind.UPDATE}),
        ({"tenantId": "contoso.com"}, {"tenantId": TENANT}, {"tenantId": Kind.UPDATE}),
        ({"tenantId": "contoso.com"}, {"tenantId": "contoso.onmicrosoft.com"}, {"tenantId": Kind.UPDATE}),
        ({"tenantId": f"abc{TENANT[3:]}"}, {"tenantId": f"ABC{TENANT[3:]}"}, {"tenantId": Kind.UPDATE}),
        ({"environment": "public"}, {"environment": "global"}, {"environment": Kind.UPDATE}),
        ({"graphEndpoint": "https://a"}, {"graphEndpoint": "https://b"}, {"graphEndpoint": Kind.UPDATE}),
    ],
)
def test_no_other_change_of_configuration_replaces_anything(
    door: Door, old: dict[str, Any], new: dict[str, Any], kinds: dict[str, Any]
) -> None:
    response = diff_config(door, old, new)
    assert (response.changes, list(response.replaces)) == (SOME, [])
    assert {name: diff.kind for name, diff in response.detailedDiff.items()} == kinds


@pytest.mark.parametrize(("old", "new"), [("contoso.com", "fabrikam.com"), ("contoso.com", TENANT), (TENANT, "x.com")])
def test_a_tenant_that_may_be_the_same_replaces_nothing_and_warns(
    door: Door, engine: FakeEngine, old: str, new: str
) -> None:
    door.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
    response = diff_config(door, {"tenantId": old}, {"tenantId": new})
    assert list(response.replaces) == []
    (line,) = engine.lines
    assert (line.severity, line.urn) == ("WARNING", URN)
    assert "A tenant can have several names, so no meeting is replaced" in line.text
    diff_config(door, {"tenantId": old}, {"tenantId": new}, "tenantId")
    assert len(engine.lines) == 1


def test_equal_configuration_is_no_change_with_any_keys_of_the_engine(door: Door) -> None:
    response = diff_config(door, {"userId": "u", "version": "1.0.0"}, {"userId": "u", "version": "2.0.0"})
    assert (response.changes, dict(response.detailedDiff)) == (NONE, {})


def test_a_change_of_tenant_that_the_program_ignores_replaces_nothing(door: Door) -> None:
    response = diff_config(door, {"tenantId": TENANT}, {"tenantId": OTHER_TENANT}, "tenantId")
    assert list(response.replaces) == []


def test_configuration_that_cannot_be_used_is_refused_with_the_setting_named(new_door: Callable[[], Door]) -> None:
    with pytest.raises(grpc.RpcError) as failed:
        new_door().configure(environment="moon")
    assert failed.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "environment 'moon' is not a known cloud" in failed.value.details()


def test_settings_of_an_engine_that_sends_no_args_are_read(new_door: Callable[[], Door]) -> None:
    door = new_door()
    door.stub.Configure(provider_pb2.ConfigureRequest(variables={"msgraph-meetings:config:userId": "somebody"}))
    assert door.check({})[0]["userId"] == "somebody"


def test_an_explicit_setting_beats_the_environment_and_an_empty_one_does_not(
    new_door: Callable[[], Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSGRAPH_USER_ID", "from the environment")
    door = new_door()
    door.configure(userId="from the program")
    assert door.check({})[0]["userId"] == "from the program"
    door.configure(userId="")
    assert door.check({})[0]["userId"] == "from the environment"


def test_each_provider_of_a_program_keeps_its_settings_in_a_shared_plugin(
    new_door: Callable[[], Door],
) -> None:
    one, two = new_door(), new_door()
    one.configure(userId="one")
    two.configure(userId="two")
    assert [door.check({})[0]["userId"] for door in (one, two)] == ["one", "two"]
    assert one.check({"externalId": "x"})[1] == two.check({"externalId": "x"}, name="other")[1] == {}
