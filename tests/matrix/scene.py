"""A stack that runs a sequence of commands. After each, the meetings on the service are compared with the state."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psutil

from msgraph_meetings_emulator import Fault
from tests.engine.tracebacks import frames_of_ours
from tests.matrix.points import UP
from tests.plugin.plugin_stack import LIMIT, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from msgraph_meetings_emulator import Handle
    from tests.engine.stack import Result, Stack
    from tests.matrix.doors import Door

BLOCKER = "blocker"
"""A meeting of the second user that is created last, and whose create can fail or hang."""


@dataclass(frozen=True)
class Meeting:
    """A resource of a program.

    Args:
        name: the resource's name.
        external_id: its external id, or a Python expression if it starts with ``=``; ``None`` leaves it out.
        user: the index of the organizer among the emulator's users; ``None`` for the settings' organizer.
        options: the arguments of ``ResourceOptions``, as Python.
        records: True if a PATCH is needed after the create.
        rotation: its rotation, or a Python expression if it starts with ``=``; ``None`` leaves it out.
        deletion: its deletion policy; ``None`` leaves it out.
    """

    name: str
    external_id: str | None = "x"
    user: int | None = 0
    subject: str = "S"
    options: str = ""
    records: bool = False
    rotation: str | None = None
    deletion: str | None = None


class Scene:
    """One stack, of the dynamic resource or the plugin, and one service."""

    def __init__(self, door: Door, folder: Path, emulator: Handle) -> None:
        self.door, self.emulator, self._folder = door, emulator, folder
        self.stack: Stack = door.new_stack(folder, emulator)
        self._beside: Scene | None = None

    def sign_in_a_person(self) -> None:
        """Run later commands as the first user, and not as an app."""
        self.stack.environment["MSGRAPH_ACCESS_TOKEN"] = self.emulator.delegated_token(self.emulator.user_id)
        del self.stack.environment["MSGRAPH_USER_ID"]

    def beside(self) -> Scene:
        """Return another stack on the same machine and service."""
        self._beside = Scene(self.door, self._folder.with_name("beside"), self.emulator)
        self._beside._beside = self
        return self._beside

    # Programs

    def program(self, *meetings: Meeting, head: str = "", tail: str = "", blocker: bool = False) -> None:
        """Write a program of these meetings between two parts, with a blocker that is created after them if asked."""
        lines = [head, *(f"{meeting.name} = {self._declaration(meeting)}" for meeting in meetings)]
        if blocker:
            after = ", ".join(meeting.name for meeting in meetings)
            lines.append(self._declaration(Meeting(BLOCKER, BLOCKER, 1, options=f"depends_on=[{after}]")))
        self.stack.program("\n".join([*lines, tail]))

    def _declaration(self, meeting: Meeting) -> str:
        given: dict[str, Any] = {"subject": repr(meeting.subject)}
        for name in ("external_id", "rotation"):
            written = getattr(meeting, name)
            if written is not None:
                given[name] = written[1:] if written.startswith("=") else repr(written)
        if meeting.deletion is not None:
            given["deletion_policy"] = repr(meeting.deletion)
        if meeting.user is not None:
            given["user_id"] = repr(self.emulator.user_ids[meeting.user])
        if meeting.records:
            given["record_automatically"] = "True"
        names = given if self.door.name == "dynamic" else {_camel(name): value for name, value in given.items()}
        arguments = ", ".join(f"{name}={value}" for name, value in names.items())
        return f"OnlineMeeting({meeting.name!r}, {arguments}, opts=ResourceOptions({meeting.options}))"

    # Runs

    def up(self, *options: str) -> str:
        """Run ``up``, which must succeed; return its output."""
        return self._counted(self.stack.run(*UP, *options))

    def fails(self, *command: str, fault: Fault | None = None) -> str:
        """Run ``up`` or another command, which must fail: by a refusal of the blocker, or by the given fault."""
        self.emulator.arm(fault or Fault(status=400, times=None, path=self._create_of(1)))
        try:
            return self._counted(self.stack.run(*(command or UP), fails=True), may_share=True)
        finally:
            self.emulator.disarm()

    def refused(self, *options: str) -> str:
        """Run ``up``, which the provider itself must refuse; a second resource may exist by then."""
        return self._counted(self.stack.run(*UP, *options, fails=True), may_share=True)

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Run ``up``, which must succeed, and hold it while the blocker is being created."""
        self.emulator.arm(Fault.throttled(None, 1, path=self._create_of(1)))
        process = self.stack.start(*UP)
        until(lambda: self.emulator.journal(path=self._create_of(1)), process)
        try:
            yield
        finally:
            self.emulator.disarm()
            said, _ = process.communicate(timeout=LIMIT)
        assert process.returncode == 0, said

    def killed(self, *options: str) -> None:
        """Run ``up`` and kill -9 its engine while the blocker is being created."""
        self.emulator.arm(Fault(delay=600, after_work=True, path=self._create_of(1)))
        process = self.stack.start(*UP, *options)
        until(lambda: not self.emulator.armed(), process)
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        process.communicate(timeout=LIMIT)
        self.emulator.disarm()
        self.stack.recover()

    def destroy(self, *options: str) -> str:
        """Run ``destroy``, which must succeed."""
        return self._counted(self.stack.destroy(*options))

    def quiet(self) -> None:
        """Run ``up`` once more: it must change and send nothing."""
        self.emulator.clear_journal()
        self.stack.up(None, "--expect-no-changes")
        assert self.emulator.journal() == []
        self._count()

    def refreshed(self) -> None:
        """Refresh and run ``up`` once more: it must change nothing."""
        self.stack.up(None, "--refresh", "--expect-no-changes")
        self._count()

    # Results

    def urn(self, name: str) -> str:
        return str(self._entries(name)[0]["urn"])

    def url(self, name: str) -> str:
        (entry,) = [entry for entry in self._entries(name) if not entry.get("delete")]
        return str(entry["outputs"]["joinWebUrl"])

    def subjects(self) -> dict[str, str]:
        """Return the subject of each meeting on the service, by external id."""
        return {meeting["externalId"]: meeting["subject"] for meeting in self.emulator.meetings()}

    def urls(self) -> dict[str, str]:
        """Return the URL of each meeting on the service, by external id."""
        return {meeting["externalId"]: meeting["joinWebUrl"] for meeting in self.emulator.meetings()}

    def _create_of(self, user: int) -> str:
        return f"*/users/{self.emulator.user_ids[user]}/onlineMeetings/createOrGet"

    def _entries(self, name: str | None = None) -> list[dict[str, Any]]:
        every = self.stack.checkpoint().get("resources", [])
        meetings = [entry for entry in every if entry["type"].endswith(":OnlineMeeting") and not entry.get("external")]
        return [entry for entry in meetings if name in (None, entry["urn"].split("::", 3)[3])]

    def _counted(self, done: Result, *, may_share: bool = False) -> str:
        assert frames_of_ours(done.output) == [], done.output
        self._count(done.output, may_share=may_share)
        return done.output

    def _count(self, said: str = "", *, may_share: bool = False) -> None:
        """Assert that the meetings of the state exist, that no two entries share one, and that no other meeting exists.

        No meeting that the program declares is locked: of each meeting one generation is alive. A run that failed may
        leave two entries of one meeting: its last step, which drops the old one, did not run.
        """
        there = self.emulator.meetings()
        service = {meeting["id"]: meeting["joinWebUrl"] for meeting in there}
        locked = {meeting["id"] for meeting in there if meeting["allowedPresenters"] == "organizer"}
        entries = self._entries()
        alive = [entry for entry in entries if not entry.get("delete")]
        ids = [entry["id"] for entry in alive]
        lost = [entry["id"] for entry in alive if service.get(entry["id"]) != entry["outputs"]["joinWebUrl"]]
        assert lost == [], said
        assert may_share or len(ids) == len(set(ids)), said
        assert may_share or locked.isdisjoint(ids), said
        others = self._beside._entries() if self._beside else []
        assert service.keys() - {entry["id"] for entry in entries + others} == set(), said


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
