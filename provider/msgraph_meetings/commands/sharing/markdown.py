"""Meetings as Markdown, for a wiki, a chat or an issue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msgraph_meetings.commands.sharing.times import Times
    from msgraph_meetings.commands.stacks.meeting import Meeting

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def markdown(meetings: Iterable[Meeting], title: str, times: Times) -> str:
    """Return a heading, and a section for each meeting."""
    sections = [f"# {escaped(title)}", *(_section(meeting, times) for meeting in meetings)]
    return "\n\n".join(sections) + "\n"


def _section(meeting: Meeting, times: Times) -> str:
    lines = [f"## {escaped(meeting.title)}", ""]
    time, number, passcode = times.when(meeting), meeting.text("joinMeetingId"), meeting.text("passcode")
    if time:
        lines.append(f"- When: {escaped(time)}")
    lines.append(f"- [Join the meeting]({_target(meeting.link)})")
    if number:
        lines.append(f"- Meeting ID: {escaped(number)}")
    if passcode:
        lines.append(f"- Passcode: `{passcode}`" if "`" not in passcode else f"- Passcode: {escaped(passcode)}")
    expiry = times.expiry(meeting)
    if expiry:
        lines.append(f"- {expiry}")
    return "\n".join(lines)


def _target(link: str) -> str:
    """Return a link as a target; in brackets if it has parentheses, which would end it."""
    return f"<{link}>" if set(link) & set("()\\") else link


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is: no markup, no HTML."""
    return _SPECIAL.sub(r"\\\1", text)
