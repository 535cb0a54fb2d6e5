"""The provider object by itself, in this process: what it decodes, encodes and says."""

from __future__ import annotations

import os
import sys
import traceback
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from pulumi.dynamic import Config, ConfigureRequest
from pulumi.output import Unknown

from msgraph_meetings.dynamic import OnlineMeetingProvider
from msgraph_meetings.dynamic.provider import HIDE_EXTERNAL_ID, HIDE_USER, PLACE
from msgraph_meetings.dynamic.tracebacks import without_traceback
from msgraph_meetings.errors import ConfigurationError, RefusedError, UnexpectedError
from msgraph_meetings.model.external_id import Place

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

HERE = Place("meetings", "dev", "", "standup")
USER = "dc17674c-81d9-4adb-bfb2-8f6a442e4622"
_READ = ("ARM_", "AZURE_", "MSGRAPH_", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(_READ):
            monkeypatch.delenv(name)


def configured(**configuration: str) -> OnlineMeetingProvider:
    """A provider of a stack whose configuration is this."""
    provider = OnlineMeetingProvider()
    raw = {f"msgraph-meetings:{name}": value for name, value in configuration.items()}
    provider.configure(ConfigureRequest(Config(raw | {"meetings:userId": "another's"}, "meetings")))
    return provider


def test_a_provider_is_configured_by_its_own_namespace_alone() -> None:
    assert configured().check({}, {PLACE: HERE.text()}).inputs == {"externalId": HERE.external_id()}
    assert configured(userId=USER).check({}, {}).inputs == {"userId": USER}


def test_prefix_of_the_stack_goes_into_the_derived_id() -> None:
    checked = configured(externalIdPrefix="north").check({}, {PLACE: HERE.text()})
    assert checked.inputs == {"externalId": HERE.external_id("north")}


def test_external_id_is_unknown_as_long_as_the_place_is() -> None:
    checked = configured().check({}, {PLACE: Unknown()})  # type: ignore[no-untyped-call]
    assert isinstance(checked.inputs["externalId"], Unknown)


def test_dynamic_resource_prints_the_line_to_add_once_when_the_place_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    provider = configured(userId=USER)
    for _ in range(2):
        provider.check({"externalId": "kept", "userId": USER}, {PLACE: HERE.text()})
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("warning: resource standup: the external id in the state no longer matches")
    assert 'external_id="kept"' in line


def test_dynamic_diff_warns_of_a_kept_organizer_that_only_the_state_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    state = {"externalId": "x", "organizer": {"id": "11111111-aaaa-4bbb-8ccc-000000000001"}}
    provider = configured(userId=USER)
    for _ in range(2):
        provider.diff("id", state, {"externalId": "x"})
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("warning: meeting x: the meeting keeps its organizer")


def test_organizer_of_a_secret_setting_is_a_secret_on_the_wire() -> None:
    checked = configured(userId=USER).check({}, {PLACE: HERE.text(), HIDE_USER: True})
    assert checked.inputs["userId"] == {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        "value": USER,
    }


def test_external_id_with_a_secret_rotation_is_a_secret_on_the_wire() -> None:
    news = {PLACE: HERE.text(), HIDE_EXTERNAL_ID: True, "externalId": "team", "rotation": "canary"}
    assert configured(userId=USER).check({}, news).inputs["externalId"] == {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        "value": "team#canary",
    }


def test_wrong_setting_raises_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="21Vianet"):
        configured(environment="china")


@pytest.mark.parametrize("name", ["tenentId", "TenantID", "TENANTID"])
def test_unknown_setting_is_refused_with_the_nearest_name(name: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"Unknown setting '{name}'. Did you mean 'tenantId'\?"):
        configured(**{name: "x", "userId": USER})


def test_every_unknown_setting_is_reported_at_once_without_the_engine_s_own_names() -> None:
    with pytest.raises(ConfigurationError, match=r"(?s)'rainbow'\. Unknown setting 'tenentId'\. .*config rm"):
        configured(tenentId="x", rainbow="x", version="1.0.0", pluginDownloadURL="https://example.com")
    assert configured(version="1.0.0", pluginDownloadURL="https://example.com").check({}, {"externalId": "x"})


def test_a_setting_of_azuread_is_refused_with_its_reason() -> None:
    with pytest.raises(ConfigurationError, match="does not have the setting 'metadataHost': environment selects"):
        configured(metadataHost="x")


def test_names_of_a_project_called_like_the_package_are_its_own() -> None:
    config = Config({"msgraph-meetings:team": "x"}, "msgraph-meetings")
    OnlineMeetingProvider().configure(ConfigureRequest(config))


def test_an_sdk_that_keeps_its_configuration_elsewhere_refuses_no_name() -> None:
    config = Config({"msgraph-meetings:tenentId": "x"}, "meetings")
    hidden = SimpleNamespace(get=config.get)
    OnlineMeetingProvider().configure(ConfigureRequest(hidden))  # type: ignore[arg-type]


def test_unknowns_are_swapped_on_the_way_in_and_out() -> None:
    unknown = Unknown()  # type: ignore[no-untyped-call]
    news = {"subject": unknown, "participants": {"attendees": [unknown, {"id": unknown}]}, "userId": USER}
    checked = configured().check({}, news | {"__provider": "canary"})
    assert checked.failures == []
    assert isinstance(checked.inputs["subject"], Unknown)
    assert isinstance(checked.inputs["participants"]["attendees"][1]["id"], Unknown)
    assert "__provider" not in checked.inputs
    assert configured().diff("1", {"subject": "x"}, {"subject": unknown}).changes is True


def test_check_failure_has_its_path_in_the_reason() -> None:
    (failure,) = configured(userId=USER).check({}, {"subjekt": "x"}).failures
    assert (failure.property, failure.reason) == ("", "subjekt: unknown argument. Did you mean 'subject'?")


def test_bug_becomes_an_unexpected_error() -> None:
    with pytest.raises(UnexpectedError, match=r"AttributeError at provider\.py"):
        OnlineMeetingProvider().check({}, {})


@pytest.fixture
def provider(msgraph_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> OnlineMeetingProvider:
    """A provider against the emulator."""
    for name, value in msgraph_emulator.environment().items():
        monkeypatch.setenv(name, value)
    return configured(operationTimeout="60")


def test_a_meeting_is_made_read_changed_and_kept(
    provider: OnlineMeetingProvider, msgraph_emulator: Emulator, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = {"userId": msgraph_emulator.user_id, "externalId": "in-process", "subject": "Stand-up"}
    made = provider.create(inputs)
    state = made.outs or {}
    read = provider.read(made.id, state)
    assert (read.id, read.inputs) == (made.id, inputs)
    changed = provider.update(made.id, state, inputs | {"subject": "Daily"}).outs or {}
    assert changed["subject"] == "Daily"
    provider.delete(made.id, changed)
    assert "warning: meeting in-process: the meeting was not deleted" in capsys.readouterr().err
    msgraph_emulator.delete(made.id)
    assert provider.read(made.id, state).id == ""


def test_persons_meeting_is_read_under_its_organizer_when_a_setting_names_another(
    provider: OnlineMeetingProvider, msgraph_emulator: Emulator
) -> None:
    made = provider.create({"userId": msgraph_emulator.user_ids[1], "externalId": "hers"})
    state = {name: value for name, value in (made.outs or {}).items() if name != "userId"}
    assert provider.read(made.id, state).outs == state


# Errors without a traceback


def server(name: str, **attributes: Any) -> ModuleType:
    """A main module of that name."""
    module = ModuleType("__main__")
    module.__spec__ = SimpleNamespace(name=name)  # type: ignore[assignment]
    module.__dict__.update(attributes)
    return module


def test_the_dynamic_server_answers_our_errors_with_their_message(monkeypatch: pytest.MonkeyPatch) -> None:
    module = server("pulumi.dynamic.__main__", traceback=traceback)
    monkeypatch.setitem(sys.modules, "__main__", module)
    without_traceback()
    assert told(module, RefusedError("Refused.", fix="Do this.")) == "Refused.\nDo this."
    assert "Traceback" in told(module, KeyError("x"))


def told(module: ModuleType, error: Exception) -> str:
    """Return the server's answer to an error."""
    try:
        raise error
    except type(error):
        return str(module.__dict__["traceback"].format_exc())


@pytest.mark.parametrize(
    "module",
    [
        server("pulumi.dynamic.__main__"),
        server("somebody.else", traceback=traceback),
        ModuleType("__main__"),
    ],
)
def test_any_other_process_is_left_alone(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(module.__dict__)
    monkeypatch.setitem(sys.modules, "__main__", module)
    without_traceback()
    assert module.__dict__ == before
