"""`list` and `show`: order, marks, widths, JSON, colours and pipes."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from msgraph_meetings.commands.running import CLOSED_PIPE, Progress
from tests import waiting
from tests.commands.person import LINK, export, resource, secret
from tests.terminal import everything

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.person import Person

NOW = "2027-01-04T09:05:00Z"


def day(date: str) -> dict[str, str]:
    return {"startDateTime": f"{date}T09:00:00Z", "endDateTime": f"{date}T09:15:00Z"}


STATE = export(
    resource("past", subject="Kick-off", **day("2026-12-20")),
    resource("gone", subject="Retrospective", **day("2026-06-01")),
    resource("later", subject="Review", **day("2027-02-01")),
    resource("open", subject="Office hours"),
    resource("now", subject="Stand-up", **day("2027-01-04")),
    resource("older", subject="Planning", **day("2026-11-10")),
)
HEAD = "NAME   WHEN                             STATUS                    SUBJECT"
LINES = """\
now    Mon 2027-01-04 09:00-09:15 UTC   running                   Stand-up
later  Mon 2027-02-01 09:00-09:15 UTC   upcoming                  Review
open                                    no time                   Office hours
past   Sun 2026-12-20 09:00-09:15 UTC   ended                     Kick-off
older  Tue 2026-11-10 09:00-09:15 UTC   ended, expires in 5 d     Planning
gone   Mon 2026-06-01 09:00-09:15 UTC   expired                   Retrospective
"""


def plain(text: str) -> list[list[str]]:
    return [re.split(r" {2,}", line.rstrip()) for line in text.splitlines()]


def test_the_next_meeting_is_first_and_what_ended_or_expires_is_marked(person: Person) -> None:
    seen = person.runs("list", "-", "--now", NOW, given=STATE)
    assert (seen.code, seen.errors) == (0, "")
    assert plain(seen.output) == plain(f"{HEAD}\n{LINES}")


def test_json_has_the_same_order_and_stable_keys(person: Person) -> None:
    seen = person.runs("list", "-", "--now", NOW, "--json", given=STATE)
    assert list(seen.object) == ["now", "source", "meetings"]
    found = seen.object["meetings"]
    assert [one["name"] for one in found] == ["now", "later", "open", "past", "older", "gone"]
    assert [one["status"] for one in found] == ["running", "upcoming", "no time", "ended", "ended", "expired"]
    assert [one["expiresSoon"] for one in found] == [False, False, False, False, True, True]
    keys = [
        "name",
        "urn",
        "id",
        "subject",
        "startDateTime",
        "endDateTime",
        "status",
        "joinWebUrl",
        "joinMeetingId",
        "passcode",
        "externalId",
        "organizer",
        "expires",
        "expiryBasis",
        "expiryEstimated",
        "expiresSoon",
        "hidden",
    ]
    assert all(list(one) == keys for one in found)


def test_show_prints_the_whole_link_on_one_line_and_says_that_an_expiry_is_estimated(person: Person) -> None:
    seen = person.having(COLUMNS="80").runs("show", "now", "--file", "-", "--now", NOW, given=STATE)
    assert seen.code == 0
    assert any(line.endswith(f" {LINK.format(name='now')}") for line in seen.lines)
    assert "2027-03-05 09:15 UTC (estimated: 60 days after the end)" in seen.output


def test_show_of_an_unknown_name_lists_those_that_there_are(person: Person) -> None:
    seen = person.runs("show", "none", "--file", "-", given=export(resource("now"), resource("later")))
    assert (seen.code, seen.output) == (3, "")
    assert "There is no meeting 'none' in the standard input.\nIts meetings are: later, now." in seen.errors


def test_show_says_what_is_secret_and_the_option_that_shows_it(person: Person) -> None:
    text = export(resource("a", passcode=secret(), joinWebUrl=secret()))
    seen = person.runs("show", "--file", "-", given=text)
    assert "(secret; --passcodes shows it)" in seen.output
    assert "(secret; --show-secrets shows it)" in seen.output


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_lines_fit_the_columns(person: Person, columns: int) -> None:
    names = ["a" * 70, "会議" * 20, "short"]
    text = export(*(resource(name, subject="Subject 🎉 of some length " * 5, **day("2027-01-04")) for name in names))
    seen = person.having(COLUMNS=str(columns)).runs("list", "-", "--now", NOW, given=text)
    assert len(seen.lines) == 4
    assert max(map(cell_len, seen.lines)) <= columns


def test_a_pipe_gets_whole_lines(person: Person) -> None:
    text = export(resource("a" * 70, subject="x" * 120, **day("2027-01-04")))
    assert f"{'a' * 70}  Mon" in person.runs("list", "-", given=text).output
    assert "x" * 120 in person.runs("list", "-", given=text).output


def test_a_subject_cannot_control_the_terminal_or_add_lines(person: Person) -> None:
    text = export(resource("a\x1b[2J\nb", subject="one\x1b]0;x\x07\ntwo\u202e", **day("2027-01-04")))
    for command in ("list", "show"):
        seen = person.runs(command, "--file", "-", given=text)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", seen.output)
    assert len(person.runs("list", "-", given=text).lines) == 2


def test_times_are_in_the_time_zone_of_the_machine(person: Person) -> None:
    text = export(resource("a", **day("2027-01-04")))
    seen = person.having(TZ="Europe/Vienna").finishes("list", "-", given=text.encode())
    assert "Mon 2027-01-04 10:00-10:15 CET" in seen.output


def test_a_meeting_over_midnight_has_both_dates(person: Person) -> None:
    text = export(resource("a", startDateTime="2027-01-04T23:00:00Z", endDateTime="2027-01-05T01:00:00Z"))
    assert "Mon 2027-01-04 23:00-2027-01-05 01:00 UTC" in person.runs("list", "-", given=text).output


def test_the_command_ends_silently_when_the_reader_of_its_output_ends(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_text(export(*(resource(f"m{number}", subject="x" * 200) for number in range(2000))))
    with person.starts("list", "--file", file, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == CLOSED_PIPE


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals_unless_they_are_off(
    person: Person, tmp_path: Path, variables: dict[str, str], *, coloured: bool
) -> None:
    file = tmp_path / "export.json"
    file.write_text(STATE)
    output = on_a_terminal(person.having(TERM="xterm-256color", **variables), "list", "--file", str(file), "--now", NOW)
    assert "Stand-up" in output
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-9]m", output)) is coloured


def on_a_terminal(person: Person, *words: str) -> str:
    ours, theirs = os.openpty()
    try:
        with person.starts(*words, stdin=theirs, stdout=theirs, stderr=theirs) as process:
            os.close(theirs)
            return everything(ours) if process else ""
    finally:
        os.close(ours)


def test_work_that_takes_long_is_told_on_standard_error_and_short_work_is_not(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with Progress("Reading the stack dev", 3600) as progress:
        progress.say("Reading more")
    assert capfd.readouterr() == ("", "")
    told: list[str] = []

    def is_told() -> bool:
        told.append(capfd.readouterr().err)
        return any(told)

    with Progress("Reading the stack dev", 0):
        waiting.until(is_told)
    assert "".join(told) == "Reading the stack dev ...\n"


def test_a_pipeline_sees_no_progress_on_standard_output(person: Person) -> None:
    seen = person.finishes("list", "-", "--json", given=STATE.encode())
    assert (seen.code, seen.errors) == (0, "")
    assert seen.object["source"] == "the standard input"


def test_ctrl_c_ends_with_130(person: Person) -> None:
    with person.starts("list", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        process.stderr.readline()  # after two seconds it says that it reads
        process.send_signal(2)
        assert process.wait(30) == 130
        assert b"Traceback" not in process.stderr.read()


def test_the_command_line_without_arguments_lists_every_command(person: Person) -> None:
    seen = person.runs("--help")
    for name in ("adopt", "completion", "doctor", "emulator", "expiring", "list", "login", "policy", "share", "show"):
        assert re.search(rf"^  {name} ", seen.output, re.MULTILINE)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_that_names_the_program(person: Person, shell: str) -> None:
    seen = person.runs("completion", shell)
    assert (seen.code, seen.errors) == (0, "")
    assert "_MSGRAPH_MEETINGS_COMPLETE" in seen.output


def test_bash_completes_commands_and_options(person: Person) -> None:
    done = person.having(_MSGRAPH_MEETINGS_COMPLETE="bash_complete", COMP_WORDS="msgraph-meetings ex", COMP_CWORD="1")
    assert done.finishes().output == "plain,expiring\n"
    done = person.having(
        _MSGRAPH_MEETINGS_COMPLETE="bash_complete", COMP_WORDS="msgraph-meetings share --to ", COMP_CWORD="3"
    )
    assert [line.partition(",")[2] for line in done.finishes().lines] == ["html", "ics", "json", "markdown"]
