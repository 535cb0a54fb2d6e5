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
from msgraph_meetings_emulator.run.options import Options
from msgraph_meetings_emulator.state.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from msgraph_meetings_emulator.run.description import Description

_COMMAND_NOT_FOUND = 127
_KILLED_BY = 128
# Of two signals at once the kernel may give one to the server's thread, which wakes nobody here: so waits are short.
_TICK_SECONDS = 0.2
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")  # by name: Windows lacks the last


class _Command(click.Command):
    """The command itself, and `env` in place of it when that is the first word."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of `env`, or of the command."""
        if args[:1] == [env.name]:
            return env.make_context(f"{info_name} {env.name}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run whichever of the two the context is of."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


@click.command(cls=_Command)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; 0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that keeps meetings and settings; without it they are lost at the end.",
)
@click.option(
    "--ready-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="JSON file to write once the emulator answers: addresses, certificate, ids, secret.",
)
@click.option("--proxy", is_flag=True, help="Serve clients with fixed host names, through HTTPS_PROXY.")
@click.option(
    "--proxy-port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port of that proxy; 0 takes a free one.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="JSON",
    help='Fault to arm, such as \'{"path": "/createOrGet", "status": 503}\'; may be repeated.',
)
@click.option(
    "--cloud",
    type=click.Choice(["public", "usgovernment", "dod", "china"]),
    help="Cloud to imitate; the default is the one in the state file, else public.",
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
    command: tuple[str, ...],
) -> None:
    """Run a local emulator of Microsoft Graph's online meetings.

    With COMMAND (after --) it runs that command with the environment that points at the emulator. It stops when the
    command ends, and exits with its code. `msgraph-meetings emulator env` prints that environment for a shell.
    """
    try:
        from msgraph_meetings_emulator.run.server import CannotListenError, running  # noqa: PLC0415  (its libraries are an extra)
        from msgraph_meetings_emulator.state.store import StateUnusableError  # noqa: PLC0415
    except ModuleNotFoundError as problem:
        sentence = "The emulator needs more libraries: pip install 'msgraph-meetings[emulator]'."
        raise _MissingLibraryError(sentence) from problem
    options = Options(state, port, host, proxy_port if proxy else None, tuple(map(_fault, faults)), cloud)
    try:
        if ready_file is not None:
            _remove_ready_file(ready_file)
        with _stop_signals() as stopped, running(options) as server, _ready(ready_file, server.description):
            code = _run(command, server.description, stopped) if command else _wait(server.description, stopped)
    except (CannotListenError, StateUnusableError) as problem:
        raise click.ClickException(str(problem)) from problem
    sys.exit(code)


def _fault(text: str) -> Fault:
    try:
        return Fault.from_json(json.loads(text))
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--fault") from problem


@contextlib.contextmanager
def _ready(path: Path | None, description: Description) -> Iterator[None]:
    """Keep the ready file for as long as requests are answered."""
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
    """Take away the ready file of a run before, so that nobody reads it as this one's."""
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
    """The extra is not installed."""

    exit_code = 2


class _Stop:
    """The signals that ask the emulator to stop, and whom they are passed on to.

    A plain flag and no event: the next signal interrupts `take` itself, and would wait for ever for the event's lock.
    """

    def __init__(self) -> None:
        self.asked = False
        self.child: subprocess.Popen[bytes] | None = None

    def take(self, number: int, _frame: FrameType | None) -> None:
        """Note a signal; a running command gets it too, unless the terminal has sent it there already."""
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
    """Say how to use the emulator, and run until somebody stops it."""
    click.echo(greeting(description))
    while not stop.asked:
        time.sleep(_TICK_SECONDS)
    return 0


def _run(command: Sequence[str], description: Description, stop: _Stop) -> int:
    """Run a command against the emulator and return its exit code as a shell would."""
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
    """Wait for the end of a command, and return its code as Popen knows it."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(_TICK_SECONDS)


def _terminal_is_ours() -> bool:
    """Tell whether Ctrl-C at the terminal reaches the whole group of processes that we and the command are in."""
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
