"""One row of the table of settings: schema, document, CheckConfig and the dynamic resource have it from there."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pulumi.dynamic import Config, ConfigureRequest
from pulumi.runtime.proto import provider_pb2

import msgraph_meetings
from msgraph_meetings.config.table import SETTINGS
from msgraph_meetings.dynamic import OnlineMeetingProvider
from msgraph_meetings.plugin import configuration
from tests.plugin.door import struct
from tests.unit.test_settings import SAMPLES, attribute

if TYPE_CHECKING:
    from msgraph_meetings.config.table import Setting

VARIABLES = json.loads(Path(msgraph_meetings.__file__).with_name("schema.json").read_text("utf-8"))["config"][
    "variables"
]
DOCUMENT = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_a_setting_is_the_same_in_the_schema_and_in_the_document(row: Setting) -> None:
    spec = VARIABLES[row.name]
    assert (spec["type"], spec.get("secret", False)) == (row.type, row.secret)
    assert spec["defaultInfo"]["environment"] == list(row.environment)
    line = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| `{row.name}` |"))
    places = [line.index(f"`{variable}`") for variable in row.environment + row.pipeline]
    assert places == sorted(places)
    assert re.sub(r" \(default [^)]*\)", "", row.description) in line  # the default has a column of its own
    assert ("(secret)" in line) is row.secret


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_dynamic_resource_and_plugin_accept_each_setting_and_refuse_unknown_ones(
    row: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(("ARM_", "AZURE_", "MSGRAPH_"))]:
        monkeypatch.delenv(name)
    text, value, *_ = SAMPLES[row.name]
    provider = OnlineMeetingProvider()
    provider.configure(ConfigureRequest(Config({f"msgraph-meetings:{row.name}": text}, "meetings")))
    assert getattr(provider._settings, attribute(row.name)) == value
    assert [*configuration.check(provider_pb2.CheckRequest(news=struct({row.name: text}))).failures] == []
    (failure,) = configuration.check(provider_pb2.CheckRequest(news=struct({row.name: []}))).failures
    assert failure.reason.startswith(f"{row.name}: ")
