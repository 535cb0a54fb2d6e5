"""The samples file, the results file, tables, charts and the page, from made-up numbers."""

from __future__ import annotations

import json
import platform
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bench import charts, machine, page
from bench.cases import Case
from bench.figures import rows
from bench.results import Results, newest, results
from bench.samples import Samples
from bench.show import columns_and_lines, console, times
from tests.bench.made_up import MACHINE, SLOW, SMALL, VERSIONS, samples

if TYPE_CHECKING:
    from pathlib import Path

MADE_BY = {"machine": MACHINE, "versions": VERSIONS}
NOT_MEASURED = {"terraform": "not here"}
CPU = [{"what": "check + diff", "value": 229, "unit": "µs", "aim": 300}]


def _kept(folder: Path) -> Samples:
    kept = Samples(folder / "samples.jsonl", MADE_BY)
    kept.begin(anew=True)
    kept.leave_out(NOT_MEASURED)
    kept.add(samples())
    return kept


def _results(folder: Path) -> Results:
    kept = _kept(folder)
    kept.add_section("cpu", CPU)
    return results(kept, "2026-11-29", MADE_BY)


def test_run_goes_on_after_it_was_stopped(tmp_path: Path) -> None:
    _kept(tmp_path)
    again = Samples(tmp_path / "samples.jsonl", MADE_BY)
    again.begin(anew=False)
    assert again.all() == samples()
    assert (again.rounds(SMALL), again.rounds(SLOW), again.rounds(Case(5))) == (3, 1, 0)


def test_run_begins_anew_unless_it_is_told_to_go_on(tmp_path: Path) -> None:
    _kept(tmp_path)
    again = Samples(tmp_path / "samples.jsonl", MADE_BY)
    again.begin(anew=True)
    assert again.all() == []


def test_samples_of_another_version_are_refused_when_a_run_goes_on(tmp_path: Path) -> None:
    _kept(tmp_path)
    again = Samples(tmp_path / "samples.jsonl", {"machine": MACHINE, "versions": VERSIONS | {"pulumi": "v4"}})
    with pytest.raises(ValueError, match="another machine or version"):
        again.begin(anew=False)


def test_results_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = _results(tmp_path)
    path = written.write(tmp_path / "results")
    assert path.name == "2026-11-29-linux-x86_64-2-cores.json"
    assert newest(tmp_path / "results") == written


def test_results_file_holds_times_medians_and_ratios(tmp_path: Path) -> None:
    held = json.loads(_results(tmp_path).write(tmp_path).read_text(encoding="utf-8"))
    assert (held["date"], held["machine"], held["versions"]) == ("2026-11-29", MACHINE, VERSIONS)
    assert held["not_measured"] == NOT_MEASURED
    ours = next(row for row in held["rows"] if row["candidate"] == "plugin")
    assert ours == {
        "count": 1,
        "delay_ms": 0,
        "checkpoints": True,
        "rounds": 3,
        "command": "up",
        "candidate": "plugin",
        "seconds": [1.2, 1.8, 1.5],
        "median": 1.5,
        "over_floor": 1.25,
        "over_terraform": None,
        "over_stand_in": None,
        "service": 0.25,
    }


def test_quick_run_does_not_come_into_the_docs(tmp_path: Path) -> None:
    _results(tmp_path).write(tmp_path / "results", quick=True)
    assert newest(tmp_path / "results") is None


def test_machine_has_neither_a_host_name_nor_a_path() -> None:
    found = machine.machine()
    assert set(found) == {"cores", "memory_gb", "os", "architecture", "cpu"}
    text = json.dumps([found, machine.versions()])
    assert "/" not in text.replace("Core(TM)/", "")
    assert platform.node() not in text


def test_table_is_plain_text_when_the_output_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for table in times(rows(samples()), {"terraform": "no binary"}):
        console().print(table)
    shown = capsys.readouterr().out
    assert shown.isascii() or "÷" in shown
    assert "\x1b" not in shown
    assert "1 meeting, 0 ms a request" in shown
    assert max(map(len, shown.splitlines())) < 120


def test_table_says_why_terraform_was_not_measured(capsys: pytest.CaptureFixture[str]) -> None:
    for table in times(rows(samples()), {"terraform": "no binary"}):
        console().print(table)
    assert "not measured: no binary" in capsys.readouterr().out


def test_chart_has_no_script_and_nothing_from_another_host() -> None:
    for text in charts.charts(rows(samples())).values():
        assert "<script" not in text
        assert 'href="http' not in text
        assert "@import" not in text
        assert "<!--" not in text  # pygal writes the date of the day into one


def test_chart_is_the_same_for_the_same_figures(tmp_path: Path) -> None:
    found = rows(samples())
    assert charts.charts(found) == charts.charts(found)
    (tmp_path / "seconds-9-9ms.svg").write_text("of an earlier run", encoding="utf-8")
    charts.write(found, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seconds-1-0ms.svg", "seconds-100-150ms.svg"]


def test_page_has_a_table_and_a_chart_for_each_case(tmp_path: Path) -> None:
    text = page.measured(_results(tmp_path))
    assert "| up | plugin | 3 | 1.50 | 1.25 | 25% |" in text
    assert "| up | plugin | 1 | 3.00 | 0.75 | 1.50 | 85% |" in text
    assert "![100 meetings, 150 ms a request](charts/seconds-100-150ms.svg)" in text
    assert "| check + diff | 229 µs | at most 300 µs | met |" in text
    assert "Not measured: terraform (not here)." in text


def test_table_leaves_out_a_column_that_no_row_has_a_value_for() -> None:
    found = [row for row in rows(samples()) if row.case == SLOW and row.candidate != "terraform"]
    without = [replace(row, over_terraform=None) for row in found]
    columns, lines = columns_and_lines(without)
    assert columns == ["command", "who", "rounds", "median s", "÷ stand-in", "emulator's CPU"]
    assert lines[0] == ["up", "plugin", "1", "3.00", "1.50", "85%"]


def test_charts_of_the_docs_are_those_of_the_newest_results() -> None:
    found = newest(page.RESULTS)
    committed = {path.name: path.read_text(encoding="utf-8") for path in page.CHARTS.glob("seconds-*.svg")}
    assert committed == (charts.charts(found.rows) if found else {})


def test_page_says_so_when_nothing_was_measured(tmp_path: Path) -> None:
    assert newest(tmp_path) is None
    assert page.NOT_YET.startswith("Not measured yet")
