"""Each command line works, for one meeting and one round."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bench import machine
from bench.__main__ import SECTIONS, plan
from bench.__main__ import main as bench
from bench.aims import Figure
from bench.cases import QUICK, ROUNDS, Case
from bench.cpu import medians, spent
from bench.samples import Samples
from bench.stack import hear_interrupts
from tests.bench import made_up

if TYPE_CHECKING:
    from pathlib import Path

_LITTLE = {
    "cpu": ["--count", "5"],
    "memory": ["--count", "4"],
    "program": ["--count", "2"],
}


def _run(module: str, *words: str) -> str:
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=200).stdout


@pytest.mark.proof
@pytest.mark.parametrize("name", list(_LITTLE))
def test_each_part_prints_its_figures_when_run_alone(name: str) -> None:
    shown = _run(f"bench.{name}", *_LITTLE[name])
    assert "| figure" in shown


@pytest.mark.proof
def test_cpu_time_of_each_process_is_printed_for_each_command() -> None:
    shown = _run("bench.processes", "--count", "1", "--delay", "0", "--rounds", "1")
    rows = [[cell.strip() for cell in line.split("|")] for line in shown.splitlines()]
    (columns,) = (row[3:-1] for row in rows if row[1:3] == ["command", "who"])
    found = {row[1]: dict(zip(columns, map(float, row[3:-1]), strict=True)) for row in rows if row[2:3] == ["dynamic"]}
    assert len(found) == 5
    hosts = [seconds.pop("language host") for seconds in found.values()]  # each about one tick of the clock, or none
    assert sum(hosts) > 0, shown
    assert all(seconds > 0 for seconds in found["up"].values()), shown


@pytest.mark.proof
def test_plugin_sends_each_needed_request_once_when_it_is_measured() -> None:
    lines = [line for line in _run("bench.cpu", "--count", "20").splitlines() if "requests sent" in line]
    assert [line.split("|")[2].strip() for line in lines] == ["1", "1"]


@pytest.mark.proof
@pytest.mark.parametrize("delay", ["0", "150"])
def test_bench_writes_results_and_a_chart_for_one_meeting(tmp_path: Path, delay: str) -> None:
    shown = _run("bench", "--count", "1", "--delay", delay, "--section", "times", "--output", str(tmp_path))
    assert "1 meeting, " in shown
    (file,) = tmp_path.glob("*.json")
    held = json.loads(file.read_text(encoding="utf-8"))
    assert {row["rounds"] for row in held["rows"]} == {1}
    assert len({row["command"] for row in held["rows"]}) == 5
    assert (tmp_path / "charts" / f"seconds-1-{delay}ms.svg").exists()


def test_rounds_are_those_of_the_command_line_when_it_names_some() -> None:
    assert set(plan((), (), 7, quick=False, growth=False).values()) == {7}
    assert plan((), (), None, quick=False, growth=False) == ROUNDS
    assert plan((), (), None, quick=True, growth=False) == QUICK
    assert plan((3,), (150,), None, quick=False, growth=False) == {Case(3, 150): 1}
    assert {case.delay_ms for case in plan((), (0,), None, quick=False, growth=False)} == {0}


def _sections_of(folder: Path) -> set[str]:
    (file,) = folder.glob("2*.json")
    return set(json.loads(file.read_text(encoding="utf-8"))) & set(SECTIONS)


def test_section_is_added_to_the_times_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def main(*words: str) -> None:
        CliRunner().invoke(bench, [*words, "--output", str(tmp_path)], catch_exceptions=False)

    made_by = {"machine": machine.machine(), "versions": machine.versions()}
    samples = Samples(tmp_path / "samples.jsonl", made_by)
    samples.begin(anew=True)
    samples.add(made_up.samples())
    for name in ("memory", "cpu"):
        monkeypatch.setitem(SECTIONS, name, (name, lambda: [Figure("made up", 1, "")]))
        main("--section", name)
    assert samples.all() == made_up.samples()
    assert _sections_of(tmp_path) == {"memory", "cpu"}


def test_cost_is_of_each_item_and_no_result_is_lost() -> None:
    cost, results = spent(lambda item: item * 2, range(11))
    assert cost >= 0
    assert results == [item * 2 for item in range(11)]


def test_figure_is_the_median_when_one_round_was_disturbed() -> None:
    assert medians([{"check": 90.0}, {"check": 900.0}, {"check": 100.0}]) == {"check": 100.0}


def test_figure_says_whether_its_aim_is_met() -> None:
    assert [Figure("", value, "", aim).met for value, aim in ((1, 1), (2, 1), (2, None))] == ["met", "NOT MET", ""]


def test_timed_programs_hear_ctrl_c_when_a_script_starts_the_bench_in_the_background() -> None:
    asked = [sys.executable, "-c", "import signal; print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"]
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        hidden = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        hear_interrupts()
        heard = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    finally:
        signal.signal(signal.SIGINT, before)
    assert (hidden, heard) == ("True", "False")
