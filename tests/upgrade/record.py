"""Record what this version leaves behind: ``python -m tests.upgrade.record`` writes the folder of its version.

Run it at the tag of a release, with the code of that tag, and commit the folder.
"""

from __future__ import annotations

import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgraph_meetings.plugin.schema import schema
from msgraph_meetings_emulator import Emulator
from tests.engine.stack import Stack
from tests.upgrade.programs import WAYS_IN, program

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
CALLS = ("Configure", "Check", "Diff")
"""The calls that are replayed: the others need the service, or name folders of the machine."""


def main() -> None:
    """Record both ways in, and the schema."""
    folder = HERE / version("msgraph-meetings")
    folder.mkdir(exist_ok=True)
    (folder / "schema.json").write_text(f"{json.dumps(json.loads(schema()), indent=1)}\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        for way_in in WAYS_IN:
            with Emulator() as emulator:
                recorded = _recorded(way_in, Path(scratch, way_in), emulator)
            for name, text in recorded.items():
                (folder / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"Recorded in {folder}.\n")


def _recorded(way_in: str, folder: Path, emulator: Emulator) -> dict[str, str]:
    stack = Stack(folder, emulator.environment())
    log = folder / "grpc.jsonl"
    stack.environment["PULUMI_DEBUG_GRPC"] = str(log)
    _deploy(stack, program(way_in))
    found = {
        f"{way_in}.state.json": f"{json.dumps(_elsewhere(stack.export()), indent=1)}\n",
        f"{way_in}.user": emulator.user_id,
        f"{way_in}.settings.yaml": (folder / "Pulumi.dev.yaml").read_text(encoding="utf-8"),
    }
    _deploy(stack, program(way_in, subject="Changed"))
    _deploy(stack, program(way_in, other="another"))
    if way_in == "plugin":
        lines = log.read_text(encoding="utf-8").splitlines()
        found[f"{way_in}.calls.jsonl"] = "".join(f"{json.dumps(call)}\n" for call in _calls(map(json.loads, lines)))
    return found


def _elsewhere(state: dict[str, Any]) -> dict[str, Any]:
    """Return a state without the places in source files, which name folders of this machine."""
    for resource in state["deployment"]["resources"]:
        for name in ("sourcePosition", "stackTrace"):
            resource.pop(name, None)
    return state


def _deploy(stack: Stack, text: str) -> None:
    (stack.folder / "__main__.py").write_text(text, encoding="utf-8")
    stack.up()


def _calls(entries: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        service, _, name = str(entry["method"]).rpartition("/")
        if service != "/pulumirpc.ResourceProvider" or name not in CALLS or entry.get("response") is None:
            continue
        if name == "Configure":
            yield {"call": name}
        elif "msgraph-meetings:index:OnlineMeeting" in entry["request"]["urn"]:
            yield {"call": name, "request": entry["request"], "response": entry["response"]}


if __name__ == "__main__":
    main()
