"""States, calls and schemas of older versions, with today's code: nothing is replaced, and nothing changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf.json_format import MessageToDict, ParseDict
from pulumi.runtime.proto import provider_pb2

from msgraph_meetings.plugin.schema import schema
from tests.engine.stack import Stack
from tests.upgrade.programs import WAYS_IN, program
from tools.publish.changes import changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.plugin.door import Door

HERE = Path(__file__).parent
VERSIONS = sorted(folder.name for folder in HERE.iterdir() if (folder / "schema.json").is_file())
REQUESTS: dict[str, Any] = {"Check": provider_pb2.CheckRequest, "Diff": provider_pb2.DiffRequest}


def recorded(version: str, way_in: str, folder: Path) -> Stack:
    """A stack with the state that a version left, without a service."""
    source = HERE / version
    user = (source / f"{way_in}.user").read_text(encoding="utf-8")
    stack = Stack(folder / way_in, {"MSGRAPH_USER_ID": user})
    settings = (source / f"{way_in}.settings.yaml").read_text(encoding="utf-8")
    (stack.folder / "Pulumi.dev.yaml").write_text(settings, encoding="utf-8")
    stack.run("stack", "import", "--file", str(source / f"{way_in}.state.json"))
    return stack


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("way_in", WAYS_IN)
def test_program_of_an_older_version_is_unchanged_with_todays_code(version: str, way_in: str, tmp_path: Path) -> None:
    stack = recorded(version, way_in, tmp_path)
    (stack.folder / "__main__.py").write_text(program(way_in), encoding="utf-8")
    said = stack.preview("--expect-no-changes").output
    assert "replace" not in said
    assert "4 unchanged" in said


@pytest.mark.proof
def test_recorded_state_is_really_compared_with_the_program(tmp_path: Path) -> None:
    stack = recorded(VERSIONS[0], "plugin", tmp_path)
    (stack.folder / "__main__.py").write_text(program("plugin", other="another"), encoding="utf-8")
    assert "+-msgraph-meetings:index:OnlineMeeting: (replace)" in stack.preview().output


def promised(answer: Any, expected: Any) -> dict[str, Any]:
    """Return the answer without the outputs that the older version did not have."""
    found: dict[str, Any] = MessageToDict(answer)
    before = MessageToDict(expected)
    if "stables" in before:
        found["stables"] = [name for name in found["stables"] if name in before["stables"]]
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_plugin_answers_the_calls_of_an_older_version_as_that_version_did(
    version: str, new_door: Callable[[], Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSGRAPH_USER_ID", (HERE / version / "plugin.user").read_text(encoding="utf-8"))
    lines = (HERE / version / "plugin.calls.jsonl").read_text(encoding="utf-8").splitlines()
    calls: list[dict[str, Any]] = [json.loads(line) for line in lines]
    door, answered = new_door(), 0
    for call in calls:
        if call["call"] == "Configure":
            door.configure()
            continue
        answer = getattr(door.stub, call["call"])(ParseDict(call["request"], REQUESTS[call["call"]]()))
        expected = ParseDict(call["response"], type(answer)())
        assert promised(answer, expected) == MessageToDict(expected), call["request"]["urn"]
        answered += 1
    assert answered > 10


@pytest.mark.parametrize("version", VERSIONS)
def test_each_breaking_change_of_the_schema_since_a_version_is_one_that_was_decided(version: str) -> None:
    old = json.loads((HERE / version / "schema.json").read_text(encoding="utf-8"))
    found = [change.where for change in changes(old, json.loads(schema())) if change.breaks]
    decided = (HERE / version / "breaking.txt").read_text(encoding="utf-8").splitlines()
    assert found == decided, "say it in CHANGELOG.md, and then in breaking.txt of that version"
