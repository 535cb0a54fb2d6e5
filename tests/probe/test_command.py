"""The command: what it says first, options, exit codes, and errors in three lines."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from msgraph_meetings.probe.command import probe
from msgraph_meetings_emulator import Fault
from tests.probe.asking import COMMAND

if TYPE_CHECKING:
    from tests.probe.asking import Asker


def test_probe_says_first_what_it_will_make_and_makes_nothing_without_a_yes(asker: Asker) -> None:
    words = [word for word in asker.options() if word != "--yes"]
    done = CliRunner().invoke(probe, words, input="n\n", env=dict(asker.environment))
    assert done.exit_code == 0
    for word in ("It makes up to", asker.emulator.user_id, "deletes each", "external ids begin with probe-"):
        assert word in done.stderr
    assert asker.emulator.journal("POST", "/createOrGet") == []
    assert not asker.journal.exists()


def test_probe_that_cannot_ask_says_how_to_run_it_in_a_pipeline(asker: Asker) -> None:
    words = [word for word in asker.options() if word != "--yes"]
    done = subprocess.run(
        [*COMMAND, *words],
        env=dict(asker.environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "--yes" in done.stderr
    assert asker.emulator.journal("POST", "/createOrGet") == []


@pytest.mark.parametrize(
    "words",
    [
        *(["--only", "nonsense"], ["--gap", "-1"], ["word"], ["--unknown"], ["--record", "r.md"], ["--record", "R.MD"]),
        ["--record", "same", "--journal", "same"],
    ],
)
def test_wrong_command_line_exits_with_2_and_asks_nothing(asker: Asker, words: list[str]) -> None:
    assert asker.ask(*words).code == 2
    assert asker.emulator.journal() == []


def test_journal_that_is_another_file_is_refused_and_stays(asker: Asker) -> None:
    asker.journal.write_text("my notes\n")
    outcome = asker.ask("--only", "null_refused")
    assert (outcome.code, "is not a journal" in outcome.errors) == (1, True)
    assert asker.journal.read_text() == "my notes\n"
    assert asker.emulator.journal("POST", "/createOrGet") == []


@pytest.mark.parametrize("begun", ["", "\n", '\n{"probe": 1, "who": "12', "\0\0\0"])
def test_journal_whose_first_line_was_cut_off_is_begun_again(asker: Asker, begun: str) -> None:
    asker.journal.write_text(begun)
    assert asker.ask("--only", "null_refused").code == 0
    assert not asker.journal.exists()


def test_missing_organizer_is_told_in_three_lines_and_makes_no_file(asker: Asker) -> None:
    outcome = asker.ask(MSGRAPH_USER_ID="")
    assert outcome.code == 1
    assert "userId is missing." in outcome.errors
    assert not asker.journal.exists()


def test_service_that_is_down_is_told_with_its_request_id(asker: Asker) -> None:
    asker.emulator.arm(Fault.html(path="/createOrGet", status=400))
    outcome = asker.ask()
    assert outcome.code == 1
    assert "request-id: " in outcome.errors


def test_record_that_cannot_be_written_loses_no_answer(asker: Asker) -> None:
    words = ("--only", "null_refused")
    outcome = asker.ask(*words, "--record", str(asker.folder / "no" / "record.json"))
    assert (outcome.code, outcome.record) == (1, {})
    assert "cannot be written" in outcome.errors
    asker.emulator.clear_journal()
    again = asker.ask(*words)
    assert again.value("null_refused") is True
    assert not list(asker.emulator.journal("PATCH"))


def test_two_probes_cannot_share_a_journal(asker: Asker) -> None:
    asker.emulator.arm(path="/createOrGet", delay=600)
    with asker.process() as process:
        while asker.emulator.armed():
            assert process.poll() is None
        outcome = asker.ask()
        process.kill()
    asker.emulator.disarm()
    assert outcome.code == 1
    assert "Another probe uses the journal" in outcome.errors
    assert asker.ask("--clean").code == 0
