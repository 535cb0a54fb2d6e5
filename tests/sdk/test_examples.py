"""The examples in the schema: made from one source each, type-checked and deployed in every language."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from msgraph_meetings.plugin.schema import schema
from tests.engine.stack import Stack
from tests.sampling import sampled
from tests.sdk.languages import LANGUAGES, workshop
from tools.places import Places
from tools.sdk import generate, pcl, shown

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

SCHEMA: dict[str, Any] = json.loads(schema())
DESCRIPTIONS = {name: SCHEMA[part][token]["description"] for name, (part, token) in shown.EXAMPLES.items()}
PAIRS = [(name, language) for name in shown.EXAMPLES for language in LANGUAGES]
HERE = [("online-meeting", "yaml"), ("get-online-meeting", "python")]


@pytest.mark.parametrize("name", shown.EXAMPLES)
def test_schema_shows_an_example_in_every_language(name: str) -> None:
    assert shown.shown(DESCRIPTIONS[name]).keys() == {*shown.LANGUAGES, "yaml"}


@pytest.mark.parametrize("name", shown.EXAMPLES)
def test_example_in_yaml_is_the_source_of_the_others(name: str) -> None:
    source = yaml.safe_load((shown.SOURCES / f"{name}.yaml").read_text("utf-8"))
    parts = {key: value for key, value in source.items() if key not in ("name", "description", "runtime")}
    assert yaml.safe_load(shown.shown(DESCRIPTIONS[name])["yaml"]) == parts


@pytest.mark.parametrize("name", shown.EXAMPLES)
def test_example_in_go_uses_only_names_that_the_sdk_for_go_has(name: str) -> None:
    used = set(re.findall(r"\bmsgraphmeetings\.(\w+)", shown.shown(DESCRIPTIONS[name])["go"]))
    source = "".join(file.read_text("utf-8") for file in (Places.here().sdk / "go").rglob("*.go"))
    assert used - set(re.findall(r"^(?:func |type |\t)(\w+)", source, re.MULTILINE)) == set()


def test_make_sdk_makes_the_examples_that_the_schema_shows() -> None:
    places = Places.here()
    before = places.schema.read_text(encoding="utf-8")
    try:
        generate.examples(places)
        assert places.schema.read_text(encoding="utf-8") == before, "run `make sdk`"
    finally:
        places.schema.write_text(before, encoding="utf-8")


def test_example_with_a_part_that_is_not_translated_is_refused() -> None:
    with pytest.raises(ValueError, match="config"):
        pcl.pcl({"config": {}})
    with pytest.raises(ValueError, match="whole value"):
        pcl.pcl({"outputs": {"a": "x ${b.c}"}})


@pytest.mark.parametrize(("name", "language"), sampled(PAIRS, HERE))
def test_example_in_each_language_type_checks_and_deploys(
    name: str, language: str, tmp_path: Path, msgraph_emulator: Emulator
) -> None:
    made = workshop(language, tmp_path)
    text = shown.shown(DESCRIPTIONS[name])[language]
    if language == "yaml":
        text = f"name: example\nruntime: yaml\n{text}"
    if language == "java":  # the program of the example is its class
        text = re.sub(r"^package .*$", "package meetings;", text, flags=re.MULTILINE).replace(
            "class App", "class App", 1
        )
    made.source.write_text(text, encoding="utf-8")
    stack = Stack(made.folder, msgraph_emulator.environment())
    stack.environment = made.environment(stack.environment)
    checked = made.run(made.check, stack.environment)
    assert checked.returncode == 0, checked.stdout

    stack.up()
    (meeting,) = msgraph_emulator.meetings()
    assert meeting["externalId"] == "team-standup"
    wanted = {"joinUrl": meeting["joinWebUrl"]} if name == "online-meeting" else {"subject": "Stand-up"}
    assert wanted.items() <= stack.outputs().items()
    stack.destroy()
    assert msgraph_emulator.meetings() == []
