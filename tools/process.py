"""Run other programs: with a progress line, for their output, or on the user's terminal."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections import deque
from typing import IO, TYPE_CHECKING

from tools.console import Problem, Progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    Command: TypeAlias = Sequence[str | Path]

_LINES_SHOWN_ON_FAILURE = 15
_SECONDS_BETWEEN_TICKS = 1.0


def answer(command: Command, *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Return the output of a quick command, or an empty string if it fails or cannot be run."""
    try:
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def attached(command: Command, *, cwd: Path, env: Mapping[str, str]) -> int:
    """Run a command on the user's terminal and return its exit code.

    Ctrl-C reaches the command itself. This function waits for its end, so that the engine can finish its work.
    """
    with subprocess.Popen(command, cwd=cwd, env=env) as child:  # noqa: S603
        while child.returncode is None:
            with contextlib.suppress(KeyboardInterrupt):
                child.wait()
        return child.returncode


def watched(
    title: str,
    command: Command,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    limit: float | None = None,
) -> None:
    """Run a long command behind a progress line.

    Raises:
        Problem: the command failed, or took longer than `limit` seconds; the message has its last lines.
    """
    started = time.monotonic()
    progress = Progress(title)
    last: deque[str] = deque(maxlen=_LINES_SHOWN_ON_FAILURE)
    with subprocess.Popen(  # noqa: S603
        command,
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as child:
        reader = threading.Thread(target=_collect, args=(child.stdout, last), daemon=True)
        reader.start()
        try:
            _wait(child, started, progress, last, limit)
        except BaseException:
            progress.abandon()
            child.kill()
            raise
        reader.join()
    if child.returncode != 0:
        progress.abandon()
        raise Problem("\n  ".join([f"{title} failed. The last lines it printed:", *last]))
    progress.end(time.monotonic() - started)


def _wait(
    child: subprocess.Popen[str], started: float, progress: Progress, last: deque[str], limit: float | None
) -> None:
    while True:
        elapsed = time.monotonic() - started
        progress.tick(elapsed, last[-1] if last else "")
        if limit is not None and elapsed > limit:
            raise Problem(f"{progress.title} took longer than {limit:.0f} seconds and was stopped.")
        try:
            child.wait(_SECONDS_BETWEEN_TICKS)
        except subprocess.TimeoutExpired:
            continue
        return


def _collect(lines: IO[str] | None, last: deque[str]) -> None:
    for line in lines or ():
        if line.strip():
            last.append(line.strip())
