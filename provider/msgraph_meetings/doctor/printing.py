"""One run from the first check to the last, printed for people or for programs."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from rich.console import Console

from msgraph_meetings.doctor.case import Asked, Case
from msgraph_meetings.doctor.checks import CHECKS, Walk
from msgraph_meetings.doctor.report import Report, as_json, hider

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from msgraph_meetings.doctor.checks import Check


def print_json(asked: Asked) -> bool:
    """Print one JSON object, and return True if no check failed."""
    case = Case(replace(asked, tell=lambda _severity, text: click.echo(text, err=True)))
    walk = Walk(case)
    results = [(check, walk.finding(check)) for check in CHECKS]
    click.echo(as_json(results, hider(case.secrets)))
    return all(finding.status != "failed" for _, finding in results)


def print_lines(asked: Asked) -> bool:
    """Print each check as it ends, and return True if none failed."""
    console = Console(highlight=False)
    case = Case(replace(asked, tell=lambda _severity, text: report.say(text)))
    report = Report(console, hider(case.secrets))
    walk = Walk(case)
    report.head()
    for check in CHECKS:
        with _waiting(console, check, asked):
            finding = walk.finding(check)
        report.add(check, finding)
    report.end()
    return report.healthy


def _waiting(console: Console, check: Check, asked: Asked) -> AbstractContextManager[object]:
    """Show that a check is running, on a terminal only; not while a question may be asked."""
    if check.name == "create" and asked.create:
        return nullcontext()
    return console.status(f"{check.title} ...")
