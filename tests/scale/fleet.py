"""Runners that share a backend and a service, and the count of meetings afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from subprocess import Popen

    from msgraph_meetings_emulator import Handle
    from tests.engine.stack import Stack
    from tests.matrix.doors import Declared, Door
    from tests.scale.backends import Backend

UP = ("up", "--yes", "--skip-preview")


class Runner:
    """A checkout of the program on a machine of its own: its folder, its home, and one stack of the shared backend."""

    def __init__(self, door: Door, folder: Path, emulator: Handle, backend: Backend, name: str = "dev") -> None:
        self._door = door
        self.stack: Stack = door.stack(folder, emulator.environment(), name)
        self.stack.environment |= {"PULUMI_BACKEND_URL": backend.url, **backend.variables}

    def begin(self, meetings: dict[str, Declared]) -> None:
        """Make the stack in the backend, and write the program."""
        self.stack.run("stack", "init", self.stack.name)
        self.stack.program(self._door.program(meetings))

    def check_out(self, other: Runner) -> None:
        """Take the program and the stack's settings from another runner, as a clone of the repository brings them."""
        for name in ("__main__.py", f"Pulumi.{self.stack.name}.yaml"):
            (self.stack.folder / name).write_bytes((other.stack.folder / name).read_bytes())

    def start(self) -> Popen[str]:
        """Start `pulumi up`."""
        return self.stack.start(*UP)


def finished(running: Iterable[Popen[str]]) -> None:
    """Wait for runs, which succeed."""
    ended = [(process.communicate()[0], process.returncode) for process in running]
    assert [code for _, code in ended] == [0] * len(ended), "\n".join(said for said, _ in ended)


def kept(runner: Runner) -> list[tuple[str, str]]:
    """Return id and URL of each meeting in the state, those that wait for their deletion included."""
    every = runner.stack.export()["deployment"].get("resources", [])
    meetings = [item for item in every if item["type"].endswith(":OnlineMeeting")]
    return [(item["id"], item["outputs"]["joinWebUrl"]) for item in meetings]


def assert_accounted_for(emulator: Handle, runners: Iterable[Runner]) -> None:
    """Assert that states and service hold the same meetings, and no external id of an organizer twice."""
    service = emulator.meetings()
    in_states = [meeting for runner in runners for meeting in kept(runner)]
    assert sorted(in_states) == sorted((meeting["id"], meeting["joinWebUrl"]) for meeting in service)
    identities = [(_organizer(meeting), meeting["externalId"]) for meeting in service]
    assert len(set(identities)) == len(identities)


def _organizer(meeting: dict[str, Any]) -> str:
    return str(meeting["participants"]["organizer"]["identity"]["user"]["id"])
