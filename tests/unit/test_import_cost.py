"""The modules that a program loads when it imports the package: none that only the provider's process needs."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ("msal", "requests", "urllib3", "pydantic", "tenacity", "cryptography", "starlette", "uvicorn", "rich", "click")


def loaded_by(statement: str) -> set[str]:
    """The modules that the statement loads beyond what ``import pulumi`` loads."""
    lines = (
        "import json, sys, pulumi",
        "before = {*sys.modules}",
        statement,
        "print(json.dumps([*{*sys.modules} - before]))",
    )
    script = "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_importing_the_package_loads_nothing_but_itself() -> None:
    assert loaded_by("import msgraph_meetings") == {"msgraph_meetings"}


def test_a_program_loads_only_the_program_half() -> None:
    loaded = loaded_by("from msgraph_meetings import OnlineMeeting, MeetingParticipantsArgs")
    assert {name for name in loaded if name.startswith("msgraph_meetings")} == {
        "msgraph_meetings",
        "msgraph_meetings.dynamic",
        "msgraph_meetings.dynamic.provider",
        "msgraph_meetings.dynamic.registrations",
        "msgraph_meetings.engine",
        "msgraph_meetings.errors.links",
        "msgraph_meetings.errors.tree",
        "msgraph_meetings.model",
        "msgraph_meetings.engine.call",
        "msgraph_meetings.errors",
        "msgraph_meetings.model.external_id",
        "msgraph_meetings.model.generation",
        "msgraph_meetings.dynamic.arguments",
        "msgraph_meetings.dynamic.resource",
        "msgraph_meetings.dynamic.tracebacks",
        "msgraph_meetings.model.not_arguments",
        "msgraph_meetings.model.outputs",
        "msgraph_meetings.errors.unexpected",
        "msgraph_meetings.model.unknowns",
    }
    assert not {name for name in loaded if name.split(".")[0] in HEAVY}


def test_a_check_does_not_load_what_talks_to_the_network() -> None:
    loaded = loaded_by("import msgraph_meetings.meetings.check, msgraph_meetings.meetings.diff")
    assert "pydantic" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("msal", "requests", "urllib3", "tenacity")}


def test_refresh_and_destroy_do_not_load_the_models_of_arguments() -> None:
    rooms = ("connect", "lifecycle", "diff", "keep_alive", "kept_organizer")  # a refresh compares, too
    loaded = loaded_by(f"import {', '.join(f'msgraph_meetings.meetings.{name}' for name in rooms)}")
    assert "requests" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("pydantic", "pydantic_core")}


def test_the_plugin_loads_the_protocol_without_the_sdk() -> None:
    script = """
import sys, msgraph_meetings.plugin.server
loaded = {name for name in sys.modules if name.split(".")[0] == "pulumi"}
assert all(name.startswith("pulumi.runtime.proto") for name in loaded), loaded
import pulumi.dynamic, pulumi.runtime
from msgraph_meetings.engine.protocol import provider_pb2
from pulumi.runtime.proto import provider_pb2 as of_the_sdk
assert pulumi.Output and pulumi.runtime.settings and provider_pb2 is of_the_sdk
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_every_public_name_can_be_imported_and_is_listed() -> None:
    import msgraph_meetings  # noqa: PLC0415

    assert dir(msgraph_meetings) == msgraph_meetings.__all__
    for name in msgraph_meetings.__all__:
        assert getattr(msgraph_meetings, name).__name__ == name
    assert not hasattr(msgraph_meetings, "Nothing")
