"""The command line: `msgraph-meetings emulator`."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING

import pytest

from msgraph_meetings_emulator import Emulator, Handle
from msgraph_meetings_emulator.run.command import _Stop
from tests.sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LIMIT = 60


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the emulator's command until it ends."""
    return subprocess.run(
        [*_command(), *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=_LIMIT,
        check=False,
    )


def _command() -> list[str]:
    return [sys.executable, "-c", "from msgraph_meetings.cli import main; main()", "emulator"]


@contextlib.contextmanager
def _running(
    *arguments: str, before: Sequence[str] = (), stdin: int | None = None
) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """Start the emulator's command in its own session, and return its output after the first line."""
    command = [*before, *_command(), *arguments]
    with subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline()
            yield process, process.stdout
        finally:
            process.kill()


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """A running emulator that has printed its start-up text."""
    with _running("--ready-file", str(tmp_path / "ready.json")) as running:
        yield running


def test_a_command_runs_with_the_environment_pointing_at_the_emulator() -> None:
    program = (
        "import os, ssl, urllib.request as u;"
        "t = ssl.create_default_context(cafile=os.environ['SSL_CERT_FILE']);"
        "print(u.urlopen(os.environ['MSGRAPH_ENDPOINT'] + '/_emulator/meetings', context=t).read().decode())"
    )
    done = _run("--", sys.executable, "-c", program, HTTPS_PROXY="http://127.0.0.1:1", NO_PROXY="x.example")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")


def test_a_fault_can_be_armed_from_the_start() -> None:
    program = "curl -s -o /dev/null -o /dev/null -w '%{http_code} ' $MSGRAPH_ENDPOINT/v1.0/me $MSGRAPH_ENDPOINT/v1.0/me"
    done = _run("--fault", '{"status": 503}', "--fault", '{"status": 504}', "--", "sh", "-c", program)
    assert (done.stdout, done.stderr) == ("503 504 ", "")


FAULTS = ("{", '{"status": 9}', '{"colour": "red"}', "7")


@pytest.mark.parametrize("fault", sampled(FAULTS, FAULTS[:2]))
def test_an_invalid_fault_is_reported_in_one_sentence(fault: str) -> None:
    done = _run("--fault", fault, "--", "true")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("Error: Invalid value for --fault: ")


def test_the_emulator_exits_with_the_command_s_exit_code() -> None:
    assert _run("--", "sh", "-c", "exit 7").returncode == 7
    assert _run("--", "sh", "-c", "kill -TERM $$").returncode == 128 + signal.SIGTERM


def test_credentials_of_a_real_tenant_do_not_reach_the_emulator() -> None:
    names = (
        "MSGRAPH_ACCESS_TOKEN",
        "MSGRAPH_ACCESS_TOKEN_FILE_PATH",
        "AZURE_CLIENT_SECRET",
        "ARM_CLIENT_CERTIFICATE_PATH",
        "AZURE_CLIENT_CERTIFICATE_PATH",
        "ARM_ENVIRONMENT",
    )
    done = _run(
        "--", "env", **dict.fromkeys(names, "genuine"), AZURE_STORAGE_ACCOUNT="backend", ARM_CLIENT_SECRET="genuine"
    )
    assert "genuine" not in done.stdout
    assert "AZURE_STORAGE_ACCOUNT=backend" in done.stdout


def test_an_unknown_command_is_named_in_the_error() -> None:
    done = _run("--", "no-such-command")
    assert done.returncode == 127
    assert done.stderr == "The command 'no-such-command' cannot be run: No such file or directory.\n"


def test_state_is_kept_from_one_command_to_the_next(tmp_path: Path) -> None:
    state = str(tmp_path / "folder" / "state.sqlite")
    show = ["--", "sh", "-c", "cksum < $SSL_CERT_FILE"]
    assert _run("--state", state, *show).stdout == _run("--state", state, *show).stdout


def test_without_a_command_it_prints_the_environment_and_runs_until_ctrl_c(
    started: tuple[subprocess.Popen[str], IO[str]], tmp_path: Path
) -> None:
    process, output = started
    emulator = Handle.from_ready_file(tmp_path / "ready.json")
    assert emulator.meetings() == []
    assert stat.S_IMODE((tmp_path / "ready.json").stat().st_mode) == 0o600
    process.send_signal(signal.SIGINT)
    told = output.read()
    assert process.wait(timeout=_LIMIT) == 0
    for name, value in emulator.environment().items():
        assert f"export {name}={value}\n" in told


def test_a_signal_to_stop_ends_it_cleanly(started: tuple[subprocess.Popen[str], IO[str]]) -> None:
    process, _ = started
    process.terminate()
    assert process.wait(timeout=_LIMIT) == 0


def test_the_ready_file_contains_all_that_a_client_needs(
    started: tuple[subprocess.Popen[str], IO[str]], tmp_path: Path
) -> None:
    ready = json.loads((tmp_path / "ready.json").read_text())
    assert set(ready) == {
        *("endpoint", "proxy", "ca", "ca_bundle", "tenant_id", "client_id", "client_secret", "user_ids"),
    }
    assert started[0].poll() is None


@pytest.mark.parametrize("name", sampled(["SIGINT", "SIGTERM", "SIGHUP"], ["SIGTERM"]))
def test_a_signal_reaches_the_command_and_its_exit_code_comes_back(name: str) -> None:
    number = signal.Signals[name]
    program = (
        "import signal, sys, time\n"
        f"signal.signal({number:d}, lambda *_: sys.exit(41))\n"
        "print('ready', flush=True)\n"
        "while True: time.sleep(60)\n"
    )
    with _running("--", sys.executable, "-c", program) as (process, _):
        process.send_signal(number)
        assert process.wait(timeout=_LIMIT) == 41


def test_ctrl_c_is_not_passed_on_when_the_terminal_sends_it_to_the_command() -> None:
    # This command leaves the terminal's group, so that only a signal that the emulator passes on reaches it.
    program = (
        "import os, signal, sys, time\n"
        "os.setpgrp()\n"
        "caught = []\n"
        "signal.signal(signal.SIGINT, lambda *_: caught.append(1))\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(40 + len(caught)))\n"
        "print('ready', flush=True)\n"
        "while True: time.sleep(60)\n"
    )
    take_terminal = (
        "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
    )
    terminal, side = os.openpty()
    with _running("--", sys.executable, "-c", program, before=[sys.executable, "-c", take_terminal], stdin=side) as (
        process,
        _,
    ):
        os.write(terminal, b"\x03")
        os.read(terminal, 1)  # the terminal shows ^C once it has sent the signal
        process.terminate()
        assert process.wait(timeout=_LIMIT) == 40
    os.close(terminal)
    os.close(side)


def test_stop_signal_takes_no_lock_that_the_next_signal_would_wait_for() -> None:
    called: list[str] = []
    stop = _Stop()
    sys.setprofile(lambda frame, event, _: called.append(frame.f_code.co_filename) if event == "call" else None)
    try:
        stop.take(signal.SIGINT, None)
    finally:
        sys.setprofile(None)
    assert stop.asked
    assert not [file for file in called if file == threading.__file__]


HOSTS = (("0.0.0.0", True), ("127.0.0.1", False), ("localhost", False))  # noqa: S104


@pytest.mark.parametrize(("host", "warned"), sampled(HOSTS, HOSTS[:2]))
def test_it_warns_when_other_machines_can_reach_it(host: str, *, warned: bool) -> None:
    done = _run("--host", host, "--", "true")
    assert done.returncode == 0
    expected = f"Warning: the emulator listens on {host}, so other machines can reach it. They can read and change"
    assert done.stderr.startswith(expected) if warned else done.stderr == ""


def test_a_port_in_use_is_reported_in_one_sentence(msgraph_emulator: Emulator) -> None:
    port = msgraph_emulator.endpoint.rsplit(":", 1)[1]
    done = _run("--port", port)
    assert done.returncode == 1
    expected = f"Error: The emulator cannot listen on 127.0.0.1, port {port}: Address already in use.\n"
    assert (done.stdout, done.stderr) == ("", expected)


def test_a_locked_state_file_is_reported_in_one_sentence(tmp_path: Path) -> None:
    state = tmp_path / "state.sqlite"
    with Emulator(state=state):
        done = _run("--state", str(state))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: The state file {state} is in use by another emulator: stop that one")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--state", "--ready-file"])
def test_an_unwritable_file_is_reported_in_one_sentence(tmp_path: Path, option: str) -> None:
    (tmp_path / "file").touch()
    done = _run(option, str(tmp_path / "file" / "x"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


LIBRARIES = (("click", "cli"), ("uvicorn", "emulator"), ("trustme", "emulator"))


@pytest.mark.parametrize(("missing", "extra"), sampled(LIBRARIES, LIBRARIES[:2]))
def test_a_missing_library_is_reported_with_the_command_to_install_it(missing: str, extra: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from msgraph_meetings.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "emulator"], capture_output=True, text=True, timeout=_LIMIT, check=False
    )
    assert done.returncode == 2
    assert f"pip install 'msgraph-meetings[{extra}]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_module_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "msgraph_meetings_emulator", "--", "sh", "-c", "exit 3"], timeout=_LIMIT, check=False
    )
    assert done.returncode == 3
