"""Print findings: lines for people as they come, or one JSON object for a pipeline. No secret is printed."""

from __future__ import annotations

import json
import textwrap
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from msgraph_meetings.doctor.checks import Check
    from msgraph_meetings.doctor.findings import Finding, Status

_MARKS: dict[Status, tuple[str, str, str]] = {
    "passed": ("✓", "+", "green"),
    "failed": ("✗", "x", "bold red"),
    "skipped": ("\N{EN DASH}", "-", "dim"),
}
_INDENT = 4
_NARROWEST = 40
_AS_IT_IS = "    "
"""The beginning of a line that users copy from a fix: such a line is never wrapped."""


class Report:
    """The lines for people.

    Args:
        console: prints the lines.
        hide: removes secrets from a text.
    """

    def __init__(self, console: Console, hide: Callable[[str], str]) -> None:
        self._console = console
        self._hide = hide
        self._findings: list[Finding] = []

    def head(self) -> None:
        """Print the first line."""
        self._write(f"msgraph-meetings {version('msgraph-meetings')} doctor\n", "bold")

    def add(self, check: Check, finding: Finding) -> None:
        """Print one check's lines; checks that were not run are listed at the end."""
        self._findings.append(finding)
        if finding.kept_by:
            return
        self._headed(finding.status, check.title, finding.summary)
        for text in (*finding.lines, *_explained(finding)):
            for line in self._wrapped(text, _INDENT, _INDENT + 2):
                self._write(line)

    def _headed(self, status: Status, title: str, summary: str) -> None:
        mark, plain, style = _MARKS[status]
        head = f"{plain if self._console.options.ascii_only else mark} {title}:"
        for number, line in enumerate(self._wrapped(f"{head} {summary}", 0, _INDENT)):
            self._write(line, style if number == 0 else "", len(head))

    @property
    def healthy(self) -> bool:
        """True if no check failed."""
        return not self._failures

    @property
    def _failures(self) -> int:
        return sum(finding.status == "failed" for finding in self._findings)

    def end(self) -> None:
        """Print the checks that were not run, in one line, and then the result."""
        causes = [finding.kept_by for finding in self._findings if finding.kept_by]
        if causes:
            checks = "1 further check" if len(causes) == 1 else f"{len(causes)} further checks"
            self._headed("skipped", "Not run", f"{checks}, because this failed: {', '.join(dict.fromkeys(causes))}.")
        if self._failures:
            self._write(f"\n{self._failures} of {len(self._findings)} checks failed.", "bold red")
        else:
            self._write(f"\n{_all_well(self._findings)}", "bold green")

    def say(self, text: str) -> None:
        """Print a message of a check that waits."""
        for line in self._wrapped(text, _INDENT, _INDENT + 2):
            self._write(line, "dim")

    def _wrapped(self, text: str, indent: int, hanging: int) -> Iterator[str]:
        """Wrap a text: the first line of a paragraph has the indent ``indent``, the others ``hanging``."""
        width = max(_NARROWEST, self._console.width)
        for line in _printable(self._hide(text)).splitlines():
            if line.startswith(_AS_IT_IS):
                yield f"{' ' * indent}{line}"
            else:
                yield from textwrap.wrap(
                    line,
                    width,
                    initial_indent=" " * indent,
                    subsequent_indent=" " * hanging,
                    break_long_words=False,
                    break_on_hyphens=False,
                )

    def _write(self, line: str, style: str = "", length: int | None = None) -> None:
        text = Text(line)
        text.stylize(style, 0, length)
        self._console.print(text, soft_wrap=True)


def _all_well(findings: list[Finding]) -> str:
    skipped = sum(finding.status == "skipped" for finding in findings)
    verb = "was" if skipped == 1 else "were"
    return f"No check failed; {skipped} of {len(findings)} {verb} skipped." if skipped else "All checks passed."


def _explained(finding: Finding) -> Iterator[str]:
    if finding.why:
        yield f"Why: {finding.why}"
    if finding.fix:
        yield f"Fix: {finding.fix}"
    if finding.said:
        yield f"Server message: {finding.said}"
    if finding.request_id:
        yield f"request-id: {finding.request_id}"


def _printable(text: str) -> str:
    """Replace characters that control a terminal: a server's message may contain them."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)


def as_json(results: list[tuple[Check, Finding]], hide: Callable[[str], str]) -> str:
    """Return one JSON object for a pipeline; docs/doctor.md describes its keys."""
    content = {
        "healthy": all(finding.status != "failed" for _, finding in results),
        "version": version("msgraph-meetings"),
        "checks": [_entry(check, finding) for check, finding in results],
    }
    return json.dumps(_hidden(content, hide), indent=2)


def _entry(check: Check, finding: Finding) -> dict[str, Any]:
    return {
        "name": check.name,
        "status": finding.status,
        "summary": finding.summary,
        "why": finding.why or None,
        "fix": finding.fix or None,
        "said": finding.said or None,
        "requestId": finding.request_id,
        "facts": finding.facts,
    }


def _hidden(value: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _hidden(item, hide) for name, item in value.items()}
    if isinstance(value, list):
        return [_hidden(item, hide) for item in value]
    return hide(value) if isinstance(value, str) else value


def hider(secrets: Callable[[], list[str]]) -> Callable[[str], str]:
    """Return a function that removes the known secrets from a text; a safeguard, because no message holds a secret."""

    def hide(text: str) -> str:
        for secret in secrets():
            text = text.replace(secret, "(secret)")
        return text

    return hide
