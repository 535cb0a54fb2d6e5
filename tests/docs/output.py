"""The output of commands: made short for a page, and compared without what differs from run to run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_LINK = re.compile(r"meetup-join/19%3ameeting_.{8}")
ANY = "..."
"""A line of a page that stands for any lines of the output."""

_FOUND = re.compile(r"(?:\d+ )?warning: using pulumi-\S+ from \$PATH at \S+")
"""The engine's remarks about programs on PATH, several for each deployment; the pages say that they are left out."""

_COUNTED = re.compile(r" \d+ warnings?(?:; \d+ messages)?$")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_SHORTER = (
    (re.compile(r"^Logged in to \S+ as \S+"), "Logged in to this-machine as you"),
    (re.compile(r"(meetup-join/19%3ameeting_.{8})[^\s\"']+"), r"\1..."),
    (re.compile(r"\b(MSp[\w%+/=-]{12})[\w%+/=-]{20,}"), r"\1..."),
)
_DIFFERS = (
    (re.compile(r"meetup-join/19%3ameeting_\S+?(?=[\"']|\s|$)"), "URL"),
    (re.compile(r"\bMSp[\w%+/=.-]+"), "ID"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "GUID"),
    (re.compile(r"\b\d+(?:\.\d+)? ?(?:ms|s|seconds|minutes|min)\b"), "TIME"),
    (re.compile(r"127\.0\.0\.1:\d+"), "ADDRESS"),
    (re.compile(r"\b(?!2027)20\d\d-\d\d-\d\d[T ][\d:.]+(?:Z| [A-Z]+)?"), "NOW"),
    (re.compile(r"\b\d{12,13}\b"), "DIGITS"),
    (re.compile(r"'\d{3} \d{3} \d{3} \d+'"), "DIGITS"),
    (re.compile(r"\s+"), " "),
)


def shown(text: str, folder: Path) -> list[str]:
    """Return the lines of an output as a page shows them, without machine paths and progress."""
    lines = _without_remarks(_without_paths(_ANSI.sub("", text), folder).splitlines())
    for pattern, shorter in _SHORTER:
        lines = [pattern.sub(shorter, line) for line in lines]
    kept = [line.rstrip() for line in lines if not line.startswith("@ ")]
    while kept and not kept[0]:
        kept.pop(0)
    while kept and not kept[-1]:
        kept.pop()
    return _without_double_blanks(kept)


def links(lines: Iterable[str]) -> list[str]:
    """Return the join links in an output, in their order, shortened."""
    return [found[0] for line in lines for found in _LINK.finditer(line)]


def agree(page: Sequence[str], real: Sequence[str]) -> bool:
    """Return True if the page shows what was printed, up to times, ids and the order of lines."""
    expected, found = _comparable(page), _comparable(real)
    if ANY in page:
        return expected - {ANY} <= found
    return expected == found


def _comparable(lines: Iterable[str]) -> set[str]:
    masked = (_masked(line) for line in lines)
    return {line for line in masked if line}


def _masked(line: str) -> str:
    if line.strip() == ANY:
        return ANY
    for pattern, word in _DIFFERS:
        line = pattern.sub(word, line)
    return line.strip()


def _without_paths(text: str, folder: Path) -> str:
    """Return the text with the folder of a session, and the home folder beside it, as a reader has them."""
    return text.replace(f"{folder}-home", "~").replace(str(folder), "~/meetings")


def _without_remarks(lines: Sequence[str]) -> list[str]:
    """Return the lines without the engine's remarks about PATH, and without headings that are empty then."""
    kept = [_COUNTED.sub("", line) for line in lines if not _FOUND.search(line)]
    text = "\n".join(kept)
    for heading in (r"^  pulumi:pulumi:Stack \(\S+\):\n\s*\n(?!    )", r"^Diagnostics:\n\s*(?=^\S)"):
        text = re.sub(heading, "", text, flags=re.MULTILINE)
    return text.splitlines()


def _without_double_blanks(lines: Sequence[str]) -> list[str]:
    return [line for before, line in zip(["", *lines], lines, strict=False) if line or before]
