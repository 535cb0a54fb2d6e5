"""The command `msgraph-meetings emulator`."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from msgraph_meetings_emulator.faults.fault import Fault
from msgraph_meetings_emulator.run.env_command import env
from msgraph_meetings_emulator.run.greeting import greeting
from msgraph_meetings_emulator.run.observed import Observed, observed_in
from msgraph_meetings_emulator.run.options import Options
from msgraph_meetings_emulator.state.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from msgraph_meetings_emulator.client.description import Description

_COMMAND_NOT_FOUND = 127
_KILLED_BY = 128
# The kernel may deliver one of two simultaneous signals to the server's thread, which does not end a wait in the main
# thread. So waits are short.
_TICK_SECONDS = 0.2
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")  # by name: Windows lacks the last


class _Command(click.Command):
    """The command `emulator`; `env` as the first word runs the command `env` instead."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of `env` or of `emulator`."""
        if args[:1] == [env.name]:
            return env.make_context(f"{info_name} {env.name}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that the context belongs to."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


@click.command(cls=_Command)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; 0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to keep meetings and settings in; without it they are lost when the emulator stops.",
)
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="JSON file to write when the emulator is ready: addresses, certificate, ids, secret.",
)
@click.option(
    "--proxy",
    is_flag=True,
    help="Also start a proxy (HTTPS_PROXY) for clients that always use Microsoft's host names.",
)
@click.option(
    "--proxy-port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port of the proxy; 0 takes a free one.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="JSON",
    help='Fault to arm at the start, such as \'{"path": "/createOrGet", "status": 503}\'; may be repeated.',
)
@click.option(
    "--cloud",
    type=click.Choice(["public", "usgovernment", "dod", "china"]),
    help="Cloud to emulate; the default is the one in the state file, else public.",
)
@click.option(
    "--observed",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Record of `msgraph-meetings probe`: set every switch as it was observed.",
)
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def emulator(  # noqa: PLR0913  (one for each option)
    *,
    port: int,
    host: str,
    state: Path | None,
    ready_file: Path | None,
    proxy: bool,
    proxy_port: int,
    faults: tuple[str, ...],
    cloud: str | None,
    observed: Path | None,
    command: tuple[str, ...],
) -> None:
    """Run a local emulator of Microsoft Graph's online meetings.

    With COMMAND (after --), the emulator runs this command with environment variables that point at the emulator. It
    stops when the command ends, and exits with the command's exit code. Without COMMAND, it prints the variables and
    runs until Ctrl-C. `msgraph-meetings emulator env` prints them in another terminal.
    """
    try:
        from msgraph_meetings_emulator.run.server import CannotListenError, running  # noqa: PLC0415  (its libraries are an extra)
        from msgraph_meetings_emulator.state.store import StateUnusableError  # noqa: PLC0415
    except ModuleNotFoundError as problem:
        sentence = "The emulator needs more libraries: pip install 'msgraph-meetings[emulator]'."
        raise _MissingLibraryError(sentence) from problem
    seen = None if observed is None else _observed(observed)
    options = Options(state, port, host, proxy_port if proxy else None, tuple(map(_fault, faults)), cloud, seen)
    try:
        if ready_file is not None:
            _remove_ready_file(ready_file)
        with _stop_signals() as stopped, running(options) as server, _ready(ready_file, server.description):
            code = _run(command, server.description, stopped) if command else _wait(server.description, stopped)
    except (CannotListenError, StateUnusableError) as problem:
        raise click.ClickException(str(problem)) from problem
    sys.exit(code)


def _observed(path: Path) -> Observed:
    """Return the switches in a record, and print one line about them."""
    try:
        seen = observed_in(path)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--observed") from problem
    click.echo(str(seen), err=True)
    return seen


def _fault(text: str) -> Fault:
    try:
        return Fault.from_json(json.loads(text))
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--fault") from problem


@contextlib.contextmanager
def _ready(path: Path | None, description: Description) -> Iterator[None]:
    """Keep the ready file while the emulator answers requests."""
    if path is None:
        yield
        return
    _write_ready_file(path, description)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _remove_ready_file(path: Path) -> None:
    """Remove the ready file of an earlier run, so that nobody takes it for this run's file."""
    try:
        path.unlink(missing_ok=True)
    except OSError as problem:
        msg = f"The ready file {path} cannot be written: {problem.strerror}."
        raise click.ClickException(msg) from problem


def _write_ready_file(path: Path, description: Description) -> None:
    try:
        write_private(path, description.to_json().encode())
    except OSError as problem:
        msg = f"The ready file {path} cannot be written: {problem.strerror}."
        raise click.ClickException(msg) from problem


class _MissingLibraryError(click.ClickException):
    """A library of the extra `emulator` is not installed."""

    exit_code = 2


class _Stop:
    """The stop signals that came, and the running command that they are passed on to.

    A plain flag, not a `threading.Event`: a second signal can interrupt `take`, and would deadlock on the event's lock.
    """

    def __init__(self) -> None:
        self.asked = False
        self.child: subprocess.Popen[bytes] | None = None

    def take(self, number: int, _frame: FrameType | None) -> None:
        """Record a signal, and pass it on to a running command unless the terminal has sent it there already."""
        self.asked = True
        if self.child and not (number == signal.SIGINT and _terminal_is_ours()):
            self.child.send_signal(number)


@contextlib.contextmanager
def _stop_signals() -> Iterator[_Stop]:
    stop = _Stop()
    numbers = [number for number in signal.Signals if number.name in _STOPS]
    before = {number: signal.signal(number, stop.take) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait(description: Description, stop: _Stop) -> int:
    """Print the start-up text, and wait for a stop signal."""
    click.echo(greeting(description))
    while not stop.asked:
        time.sleep(_TICK_SECONDS)
    return 0


def _run(command: Sequence[str], description: Description, stop: _Stop) -> int:
    """Run a command against the emulator, and return the exit code that a shell would return."""
    try:
        child = subprocess.Popen(command, env=description.whole_environment(os.environ))  # noqa: S603  (what the user asked for)
    except OSError as problem:
        click.echo(f"The command {command[0]!r} cannot be run: {problem.strerror}.", err=True)
        return _COMMAND_NOT_FOUND
    stop.child = child
    if stop.asked:
        child.terminate()
    code = _ended(child)
    stop.child = None
    return code if code >= 0 else _KILLED_BY - code


def _ended(child: subprocess.Popen[bytes]) -> int:
    """Wait for the end of a command, and return its `Popen` return code."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(_TICK_SECONDS)


def _terminal_is_ours() -> bool:
    """Return True if this process group is the terminal's foreground group, which gets Ctrl-C as a whole."""
    if os.name == "nt":  # its console sends Ctrl-C to all that run in it
        return True
    try:
        terminal = os.open(os.ctermid(), os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
