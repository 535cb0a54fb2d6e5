"""The Markdown that `report.py` writes from what Pulumi prints: one row for each change, and no Markdown of others."""

from __future__ import annotations

import json
import runpy
from typing import Any

import pytest

from tests.pipelines.repository import PIPELINES

REPORT = runpy.run_path(str(PIPELINES / "report.py"))
STANDUP = {"externalId": "team-standup", "subject": "Stand-up", "userId": "ada", "__provider": "gASV"}
REPLACED = "**replaces the meeting: its join link changes**"


def preview(**inputs: dict[str, Any]) -> str:
    """Return a `pulumi preview --json` of meetings, by their names."""
    stack = {"urn": "urn:pulumi:preview::meetings::pulumi:pulumi:Stack::meetings-preview", "newState": {}}
    steps = [
        {"urn": f"urn:pulumi:preview::meetings::OnlineMeeting::{name}", "newState": {"custom": True, "inputs": given}}
        for name, given in inputs.items()
    ]
    return json.dumps({"steps": [stack, *steps]})


def rows(before: str, after: str) -> list[str]:
    """Return the rows of the table of changes."""
    lines = str(REPORT["changes"](before, after)).splitlines()
    return [line for line in lines if line.startswith("| `")]


CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a new meeting": ({}, {"standup": STANDUP}, '| `standup` | added | `"Stand-up"` |'),
    "a meeting that is gone": ({"standup": STANDUP}, {}, '| `standup` | **deleted** | `"Stand-up"` |'),
    "a meeting that is kept": (
        {"standup": STANDUP | {"deletionPolicy": "retain"}},
        {},
        '| `standup` | removed, the meeting stays | `"Stand-up"` |',
    ),
    "another subject": (
        {"standup": STANDUP},
        {"standup": STANDUP | {"subject": "Daily"}},
        '| `standup` | changed | subject: `"Stand-up"` → `"Daily"` |',
    ),
    "a setting more": (
        {"standup": STANDUP},
        {"standup": STANDUP | {"allowRecording": False}},
        "| `standup` | changed | allowRecording: `null` → `false` |",
    ),
    "another identity": (
        {"standup": STANDUP},
        {"standup": STANDUP | {"externalId": "other"}},
        f'| `standup` | changed | externalId: `"team-standup"` → `"other"`<br>{REPLACED} |',
    ),
    "another name": ({"standup": STANDUP}, {"daily": STANDUP}, "| `daily` | renamed from `standup` |  |"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_reviewer_reads_one_row_for_each_change(name: str) -> None:
    before, after, row = CHANGES[name]
    assert rows(preview(**before), preview(**after)) == [row]


def test_a_reviewer_reads_that_nothing_changes() -> None:
    same = preview(standup=STANDUP)
    assert REPORT["changes"](same, same) == "### Meetings: no change\n"


def test_a_provider_of_another_version_is_no_change() -> None:
    assert rows(preview(standup=STANDUP), preview(standup=STANDUP | {"__provider": "other"})) == []


def test_a_program_without_a_base_counts_as_added() -> None:
    assert len(rows("{}", preview(standup=STANDUP))) == 1


def test_a_pull_request_cannot_write_markdown_into_the_report() -> None:
    evil = STANDUP | {"subject": "`|\n[click](https://evil.example) <img src=x>" + "x" * 200}
    (row,) = rows("{}", preview(standup=evil))
    _, name, change, what, rest = row.split("|")
    assert (name, change, rest) == (" `standup` ", " added ", "")
    assert what.count("`") == 2
    assert what.startswith(" `")
    assert what.endswith("` ")


@pytest.mark.parametrize("op", ["same", "refresh", "read"])
def test_a_meeting_that_is_only_read_is_no_drift(op: str) -> None:
    summary = json.dumps({"result": "succeeded", "resources": [{"name": "standup", "op": op}]})
    assert REPORT["drift"](summary, "") == "### Meetings: Teams and the program agree\n"


def test_a_person_reads_which_meetings_drifted_and_how_without_ids() -> None:
    found = [{"name": "standup", "op": "update"}, {"name": "review", "op": "create"}]
    details = '~ OnlineMeeting: (update)\n    [id=MSpk]\n    [urn=urn:pulumi]\n  ~ subject: "A" => "B"\n'
    text = REPORT["drift"](f"a line before\n{json.dumps({'resources': found})}\n", details)
    assert "| `standup` | update |\n| `review` | create |" in text
    assert '      ~ subject: "A" => "B"' in text
    assert "MSpk" not in text
    assert "urn:pulumi" not in text


def test_a_failed_preview_shows_its_errors_alone() -> None:
    found = [{"severity": "info", "message": "Hello"}, {"severity": "error", "message": "endDateTime is too early\n"}]
    assert REPORT["errors"](json.dumps({"diagnostics": found})) == "endDateTime is too early\n"
