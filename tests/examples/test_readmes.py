"""The commands of each README, run whole: the output is the one that the README shows."""

from __future__ import annotations

import itertools
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.examples import transcripts
from tests.examples.cases import CASES, ELSEWHERE, EXAMPLES, copied, environment, readme
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator


def steps(ran: Sequence[transcripts.Ran]) -> Iterator[str]:
    """Yield the step of each command that is one; a second `up` counts only if it changed nothing."""
    for one in ran:
        for word in re.findall(r"\bpulumi (?:stack )?(preview|up|output|destroy)\b", one.command):
            if word != "up" or "created" in one.shown or re.search(r"^ +\d+ unchanged$", one.shown, re.MULTILINE):
                yield word


def contains_in_order(found: Sequence[str], wanted: Sequence[str]) -> bool:
    rest = iter(found)
    return all(step in rest for step in wanted)


@pytest.fixture
def served(request: pytest.FixtureRequest, name: str) -> Iterator[Emulator]:
    """The emulator of the session, or one with a proxy."""
    from msgraph_meetings_emulator import Emulator  # noqa: PLC0415

    if CASES[name].proxy:
        with Emulator(proxy=True) as emulator:
            yield emulator
    else:
        yield request.getfixturevalue("msgraph_emulator")


@pytest.mark.parametrize("name", sampled(CASES, ["15-office-hours"]))
def test_example_run_as_its_readme_says_shows_the_output_of_the_readme(
    name: str, tmp_path: Path, served: Emulator
) -> None:
    case, text = CASES[name], readme(name).read_text(encoding="utf-8")
    ran = transcripts.run(text, copied(name, tmp_path), environment(case, tmp_path, served), case.masks)

    again = f"write it again with `python -m tests.examples {name}`, and read what changed"
    assert transcripts.written(text, ran) == text, again
    every = list(itertools.chain(*ran))
    assert [(one.command, one.shown) for one in every if one.code != 0] == []
    assert contains_in_order(list(steps(every)), case.steps)
    assert len(served.meetings()) == case.kept


def test_each_example_is_run_by_a_test() -> None:
    folders = {path.parent.name for path in EXAMPLES.glob("[0-9]*/README.md")}
    assert folders == {path.name for path in EXAMPLES.glob("[0-9]*")}
    assert folders == {*CASES, *ELSEWHERE}


def test_the_list_of_examples_names_each_folder_in_order() -> None:
    listed = re.findall(r"\]\((\d\d-[\w-]+)\)", (EXAMPLES / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted({*CASES, *ELSEWHERE})


def test_output_is_masked_sorted_and_folded_as_a_readme_shows_it() -> None:
    output = """Updating (dev):
 +  msgraph-meetings:index:OnlineMeeting b creating (0s)
 +  msgraph-meetings:index:OnlineMeeting b created (0.25s)
 +  msgraph-meetings:index:OnlineMeeting a created (0.26s)
Outputs:
    a: "https://teams.microsoft.com/l/meetup-join/19%3ameeting_MTY3YWQ3"

Duration: 2s
"""
    lines = [f"line {number}\n" for number in range(9)]
    assert transcripts.shown(output) == (
        " +  msgraph-meetings:index:OnlineMeeting a created\n"
        " +  msgraph-meetings:index:OnlineMeeting b created\n"
        'Outputs:\n    a: "https://teams.microsoft.com/l/meetup-join/…"\n'
    )
    assert transcripts.shown("".join(lines)) == "line 0\nline 1\n...\nline 8\n"


def test_git_ignores_what_the_commands_of_a_readme_leave_in_an_example() -> None:
    left = ["Pulumi.dev.yaml", "emulator.json", "meetings.sqlite", "meetings.sqlite-wal", "meetings.sqlite.keys/ca.key"]
    paths = [f"{folder}/{name}" for folder in ("01-first-meeting", "02-every-language/yaml") for name in left]
    done = subprocess.run(["git", "check-ignore", *paths], cwd=EXAMPLES, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == paths
