"""The record of a run: JSON for programs, Markdown for people; the same answers give the same bytes, but the date."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from msgraph_meetings.config.clouds import CLOUDS
from msgraph_meetings.probe.questions import EVERY
from msgraph_meetings.probe.undecided import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.probe.findings import Finding, Value

FORMAT = 1
_NOT_ASKED = "It was not asked."


@dataclass(frozen=True)
class Head:
    """The facts about a run.

    Args:
        date: the day in UTC, ``YYYY-MM-DD``.
        cloud: its name.
        service: ``Microsoft Graph``, or ``another endpoint`` if the settings name one.
        token: ``application`` or ``delegated``.
    """

    date: str
    cloud: str
    service: str
    token: str

    @classmethod
    def of(cls, settings: Settings, token: str, date: str) -> Head:
        """Return the facts about a run with these settings."""
        own = settings.graph_endpoint == CLOUDS[settings.cloud.name].graph
        return cls(date, settings.cloud.name, "Microsoft Graph" if own else "another endpoint", token)


def as_json(head: Head, findings: Mapping[str, Finding]) -> str:
    """Return the record as JSON; docs/probe.md describes its keys."""
    content = {
        "record": FORMAT,
        "date": head.date,
        "cloud": head.cloud,
        "service": head.service,
        "token": head.token,
        "versions": versions(),
        "answers": [
            {
                "question": question.name,
                "asks": question.asks,
                "switch": question.name if question.is_switch else None,
                **_entry(findings.get(question.name), _NOT_ASKED),
            }
            for question in EVERY
        ]
        + [
            {"question": name, "asks": None, "switch": name, **_entry(None, reason)}
            for name, reason in UNDECIDED.items()
        ],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _entry(finding: Finding | None, reason: str) -> dict[str, Any]:
    if finding is None:
        return {"status": "not answered", "value": None, "says": reason, "seen": []}
    return finding.to_json()


def versions() -> dict[str, str]:
    """Return the versions of this package and of Python."""
    return {"msgraph-meetings": version("msgraph-meetings"), "python": platform.python_version()}


def as_markdown(text: str) -> str:
    """Return the page of a record for people.

    Args:
        text: the record as JSON.
    """
    record = json.loads(text)
    answers = record["answers"]
    answered = [one for one in answers if one["status"] != "not answered"]
    lines = [
        f"# Observed on {record['date']}",
        "",
        f"{record['service']}, cloud {record['cloud']}, {record['token']} token. {_versions(record['versions'])}.",
        f"Answered: {len(answered)} of {len(answers)} questions. Made by `msgraph-meetings probe`.",
        "",
        "| question | answer | value | what was seen |",
        "|---|---|---|---|",
        *map(_row, answered),
        "",
        "| not answered | reason |",
        "|---|---|",
        *(f"| {_named(one)} | {_cell(one['says'])} |" for one in answers if one not in answered),
    ]
    return "\n".join(lines) + "\n"


def _versions(given: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in given.items())


def _row(one: dict[str, Any]) -> str:
    seen = "<br>".join(map(_cell, one["seen"]))
    return f"| {_named(one)} | {_cell(one['says'])} | {_value(one)} | {seen} |"


def _value(one: dict[str, Any]) -> str:
    return f"`{_cell(_told(one['value'])).replace('`', '')}`" if one["status"] == "observed" else "(another)"


def _told(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _named(one: dict[str, Any]) -> str:
    asks = f" (`{one['question']}`)" if one["asks"] else f"`{one['question']}`"
    return f"{one['asks'] or ''}{asks}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
