"""The promises of the README about a pipeline, checked in the same way for all systems."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.engine.requests import requests

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.pipelines.outcome import Outcome, System

OLD, NEW, EDITED = "Stand-up", "Daily", "Edited in Teams"


def propose(system: System) -> None:
    """Make the branch `change`, which gives the meeting another subject."""
    repository = system.repository
    repository.git("checkout", "--quiet", "-b", "change")
    repository.change_program(f'subject="{OLD}"', f'subject="{NEW}"')
    repository.commit("Another subject")


def assert_previewed(system: System, emulator: Emulator) -> None:
    """A fork's pull request shows its change; nothing was asked of Entra, of Graph or of the pipeline's issuer."""
    outcome = system.pull_request()
    assert outcome.succeeded, outcome.log
    assert outcome.jobs == ["preview"]
    (shown,) = outcome.kept.values()
    assert f'subject: `"{OLD}"` → `"{NEW}"`' in shown
    assert shown.count("| `standup` |") == 1
    assert shown in outcome.log
    assert emulator.journal() == []
    assert system.repository.git("status", "--porcelain", "--untracked-files=no") == ""
    assert "source" not in system.repository.git("worktree", "list")


def assert_deployed(system: System, emulator: Emulator, subject: str) -> None:
    """A merge makes or changes the one meeting, and a later job has its join link."""
    outcome = system.merge()
    assert outcome.succeeded, outcome.log
    assert outcome.jobs == ["up", "announce"]
    (meeting,) = emulator.meetings()
    assert meeting["subject"] == subject
    assert meeting["joinWebUrl"] in outcome.log + outcome.summary
    requests(emulator)


def assert_quiet(system: System, emulator: Emulator) -> None:
    """The nightly run passes, and only reads."""
    outcome = _nightly(system, emulator)
    assert outcome.succeeded, outcome.log
    assert "Teams and the program agree" in outcome.kept["reports/drift.md"]
    assert json.loads(outcome.kept["reports/drift.json"])["result"] == "succeeded"


def assert_drift_found(system: System, emulator: Emulator) -> None:
    """After an edit in Teams, the nightly run fails, says what differs, and changes nothing."""
    (meeting,) = emulator.meetings()
    emulator.edit(meeting["id"], subject=EDITED)
    outcome = _nightly(system, emulator)
    assert not outcome.succeeded, outcome.log
    assert "reports/drift.md" in outcome.kept, outcome.log
    assert "| `standup` | update |" in outcome.kept["reports/drift.md"]
    assert EDITED in outcome.kept["reports/drift.md"]
    assert [meeting["subject"] for meeting in emulator.meetings()] == [EDITED]


def assert_whole(system: System, emulator: Emulator) -> None:
    """Everything, in the order of a week."""
    propose(system)
    assert_previewed(system, emulator)
    assert_deployed(system, emulator, OLD)
    assert_quiet(system, emulator)
    assert_drift_found(system, emulator)
    system.repository.git("checkout", "--quiet", "main")
    system.repository.git("merge", "--quiet", "change")
    assert_deployed(system, emulator, NEW)
    assert_quiet(system, emulator)


def _nightly(system: System, emulator: Emulator) -> Outcome:
    requests(emulator)
    outcome = system.nightly()
    assert outcome.jobs == ["drift"]
    assert {request.split()[0] for request in requests(emulator)} <= {"GET"}, outcome.log
    return outcome
