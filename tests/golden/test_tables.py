"""The examples in the tables of arguments and settings are accepted by the provider."""

from __future__ import annotations

import pytest

from msgraph_meetings.config.table import SETTINGS, Setting
from msgraph_meetings.model.arguments import MeetingArguments
from msgraph_meetings.model.fields import FIELDS, IDENTITY, POLICIES
from tests.golden import tables


@pytest.mark.parametrize("name", tables.ARGUMENTS)
def test_the_example_of_an_argument_is_accepted(name: str) -> None:
    MeetingArguments.model_validate({name: tables.ARGUMENTS[name]})


def test_each_argument_has_an_example() -> None:
    assert set(tables.ARGUMENTS) == {*FIELDS, *IDENTITY, *POLICIES}


def test_each_setting_that_is_not_secret_has_an_example() -> None:
    assert set(tables.SETTING_EXAMPLES) == {row.name for row in SETTINGS if not row.secret}


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_the_example_of_a_setting_has_its_type(row: Setting) -> None:
    example = tables.SETTING_EXAMPLES.get(row.name, "")
    if row.type == "boolean":
        assert example in ("true", "false")
    if row.type in ("integer", "number"):
        assert float(example)
