"""The parts of the probe's page that are made from its code."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from click.testing import CliRunner

from msgraph_meetings.probe.command import probe
from msgraph_meetings.probe.plan import plan
from msgraph_meetings.probe.questions import AT_THE_DOOR, EVERY
from msgraph_meetings.probe.run import Options
from msgraph_meetings.probe.undecided import UNDECIDED
from msgraph_meetings_emulator import Emulator

_OURS = ("ARM_", "AZURE_", "MSGRAPH_")
_SHOWN = ("null_refused", "deleted_external_id_comes_back", "missing_content_type")
_NEEDS = {
    None: "",
    "plain create": "`--plain-create`",
    "ramp": "`--ramp`",
    "person": "a signed-in user",
    "public cloud": "the public cloud",
    "DoD cloud": "the cloud dod",
}


def probe_help() -> str:
    """Return the output of `msgraph-meetings probe --help`."""
    shown = CliRunner().invoke(probe, ["--help"], prog_name="msgraph-meetings probe", terminal_width=100)
    return f"```console\n$ msgraph-meetings probe --help\n{shown.output}```\n"


def probe_plan() -> str:
    """Return what the probe says before it starts."""
    text = plan(
        Options(),
        organizer="dc0a1f5e-3b7d-4e60-8f29-6c1d5a9b2e01",
        service="graph.microsoft.com",
        prefix="probe-3f9a0c11be72-",
        gap=0.25,
        answered=(),
    )
    return f"```console\n$ msgraph-meetings probe\n{text}\nGo on? [y/N]:\n```\n"


def probe_page() -> str:
    """Return the answered part of a record of the emulator as Markdown."""
    with Emulator() as emulator, tempfile.TemporaryDirectory() as folder:
        gone = {name: None for name in os.environ if name.startswith(_OURS)}
        files = ["--record", f"{folder}/record.json", "--journal", f"{folder}/journal", "--gap", "0", "--yes"]
        only = [word for name in _SHOWN for word in ("--only", name)]
        CliRunner().invoke(probe, [*files, *only], env={**gone, **emulator.environment()}, catch_exceptions=False)
        page = Path(folder, "record.md").read_text(encoding="utf-8")
    page = re.sub(r"on \d{4}-\d\d-\d\d", "on 2027-01-04", page.partition("\n\n| not answered")[0])
    page = re.sub(r"msgraph-meetings [\d.]+\w*, python [\d.]+\w*", "msgraph-meetings 0.1.0, python 3.13.1", page)
    return f"```markdown\n{page}\n```\n"


def probe_questions() -> str:
    """Return the table of questions."""
    rows = ["| question | what is asked | needs | meetings |", "|---|---|---|---|"]
    for question in EVERY:
        needs = "the first meeting is refused" if question in AT_THE_DOOR else _NEEDS[question.needs]
        rows.append(f"| `{question.name}` | {question.asks} | {needs} | {question.makes} |")
    return "\n".join(rows) + "\n"


def probe_undecided() -> str:
    """Return the table of switches that are never asked about."""
    rows = ["| switch | reason |", "|---|---|"]
    rows += [f"| `{name}` | {reason} |" for name, reason in UNDECIDED.items()]
    return "\n".join(rows) + "\n"
