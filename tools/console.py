"""Output for the user: plain lines on standard error, because a shell may read standard output."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from typing import TextIO

_WIDTH = 100


class Problem(Exception):  # noqa: N818 - it is a sentence for the user, not a fault of the program
    """A problem that the user can solve; the text says what happened and what to do."""


def say(line: str) -> None:
    """Print one line for the user."""
    _write(sys.stderr, f"{line}\n")


@dataclass
class Progress:
    """Shows that a long command is running: one line rewritten on a terminal, a line at intervals elsewhere."""

    title: str
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    every: float = 20.0
    _next: float = 0.0

    def tick(self, elapsed: float, detail: str) -> None:
        """Show the time passed and the last line of the command."""
        line = f"{self.title} ({elapsed:.0f} s) {detail[:_WIDTH]}".rstrip()
        if self.stream.isatty():
            self._rewrite(line)
        elif elapsed >= self._next:
            self._next = elapsed + self.every
            _write(self.stream, f"{line}\n")

    def end(self, elapsed: float) -> None:
        """Leave one line with the time that the command took."""
        line = f"{self.title}: done in {elapsed:.0f} s"
        if self.stream.isatty():
            self._rewrite(line)
            line = ""
        _write(self.stream, f"{line}\n")

    def abandon(self) -> None:
        """Leave the cursor at the start of an empty line."""
        if self.stream.isatty():
            self._rewrite("")

    def _rewrite(self, line: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        _write(self.stream, f"\r\x1b[K{line[:width]}")


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()
