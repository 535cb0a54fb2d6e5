"""The parts that all of these commands share: exit codes, errors, progress, and lines for a terminal or a pipe."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from msgraph_meetings.doctor.streams import never_fail_to_print
from msgraph_meetings.errors import MeetingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from rich.status import Status
    from typing_extensions import Self

DONE = 0
FOUND = 1
"""The command did its work and found what it is asked to report: drift, or a meeting that expires."""
FAILED = 3
"""The command could not do its work: a stack that cannot be read, or a service that refuses."""
INTERRUPTED = 130
CLOSED_PIPE = 141
"""As a shell shows a process that SIGPIPE ended."""
_SECONDS = 2.0
"""The command says what it is doing if that takes longer."""


def ends_plainly(command: Callable[..., int]) -> Callable[..., None]:
    """Wrap a command: exit with the code that it returns, show errors as sentences, end silently with its reader."""

    @functools.wraps(command)
    def plain(*args: Any, **kwargs: Any) -> None:
        sys.exit(_code(command, *args, **kwargs))

    return plain


def _code(command: Callable[..., int], *args: Any, **kwargs: Any) -> int:
    never_fail_to_print()
    try:
        code = command(*args, **kwargs)
        sys.stdout.flush()
    except MeetingsError as error:
        click.echo(f"Error: {error}", err=True)
        return FAILED
    except BrokenPipeError:
        _leave_the_pipe()
        return CLOSED_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _leave_the_pipe() -> None:
    """Keep Python from complaining at its end that the reader is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Progress:
    """Tells on standard error what the command is doing, if that takes more than two seconds.

    On a terminal the line is replaced as the work goes on; elsewhere it is written once.

    Args:
        text: the work, such as ``Reading the stack dev``.
        seconds: the time after which it is told.
    """

    def __init__(self, text: str, seconds: float = _SECONDS) -> None:
        self._text = text
        self._lock = Lock()
        self._shown: Status | None = None
        self._ended = False
        self._timer = Timer(seconds, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._shown is not None:
                self._shown.stop()

    def say(self, text: str) -> None:
        """Replace the text."""
        with self._lock:
            self._text = text
            if self._shown is not None:
                self._shown.update(f"{text} ...")

    def _show(self) -> None:
        console = Console(stderr=True, highlight=False, markup=False)
        with self._lock:
            if self._ended:
                return
            if console.is_terminal:
                self._shown = console.status(f"{self._text} ...")
                self._shown.start()
            else:
                console.print(f"{self._text} ...", soft_wrap=True)


class _Console(Console):
    """A console that does not end the process when its reader is gone: the command's exit code would be lost."""

    def on_broken_pipe(self) -> None:
        """Raise the error that the write raised."""
        raise BrokenPipeError


class Lines:
    """Writes lines to standard output: with colours on a terminal, unless ``NO_COLOR`` is set."""

    def __init__(self) -> None:
        self._console = _Console(highlight=False)

    @property
    def width(self) -> int | None:
        """The columns of the terminal; None for a pipe without ``COLUMNS``, where lines are not cut."""
        if self._console.is_terminal or os.environ.get("COLUMNS"):
            return max(shutil.get_terminal_size().columns, 40)
        return None

    def write(self, line: str, style: str = "") -> None:
        """Write a line."""
        self._console.print(Text(line, style=style), soft_wrap=True)


def fitted(text: str, width: int | None) -> str:
    """Return the text, cut with an ellipsis if it needs more columns."""
    if width is None or cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, max(width - 1, 0)).rstrip()}…"


def padded(text: str, width: int) -> str:
    """Return the text with blanks after it, so that it has that many columns at least."""
    return text + " " * max(width - cell_len(text), 0)
