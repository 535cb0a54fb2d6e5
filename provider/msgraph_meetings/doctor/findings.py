"""The result of a check: a sentence for people, facts for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from msgraph_meetings.errors import MeetingsError

Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True)
class Finding:
    """The outcome of one check.

    Args:
        status: ``skipped`` if it does not apply, was not run, or has no result.
        summary: one sentence.
        lines: details for people, a line each.
        facts: the details for programs; JSON.
        why: the cause of a failure.
        fix: what to do.
        request_id: of the request that failed.
        said: the server's own message.
        kept_by: the title of the failed check that kept this one from being run.
    """

    status: Status
    summary: str
    lines: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    fix: str = ""
    request_id: str | None = None
    said: str = ""
    kept_by: str = ""


def passed(summary: str, *lines: str, **facts: Any) -> Finding:
    """Return the finding of a check that passed."""
    return Finding("passed", summary, lines, facts)


def skipped(summary: str, **facts: Any) -> Finding:
    """Return the finding of a check that was not run or has no result, with the reason."""
    return Finding("skipped", summary, facts=facts)


def not_reached(cause: str) -> Finding:
    """Return the finding of a check that needs a failed check."""
    return Finding("skipped", f"Not run, because this check failed: {cause}.", kept_by=cause)


def failed(error: MeetingsError, *lines: str, **facts: Any) -> Finding:
    """Return the finding of a failed check, with the error that a deployment would show."""
    return Finding("failed", error.what, lines, facts, error.why, error.fix, error.request_id, error.said)
