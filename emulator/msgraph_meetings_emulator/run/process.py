"""`EmulatorProcess`: an emulator in a process of its own, which can be killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgraph_meetings_emulator.client.description import Description
from msgraph_meetings_emulator.run.owned import Owned

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings_emulator.run.options import Options


class EmulatorProcess(Owned):
    """An emulator in a process of its own; after a kill, only the content of its state file is left.

    with EmulatorProcess(state=path) as emulator:
        ...
        emulator.kill()
    """

    _process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers; raise RuntimeError with its error output if it does not."""
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
            ready = Path(folder, "ready.json")
            command = [*_command(self._options), "--ready-file", str(ready)]
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)  # noqa: S603
            _wait_for_a_line(self._process)
            if not ready.exists():
                self.stop()
                errors.seek(0)
                msg = f"The emulator did not start: {errors.read().strip()}"
                raise RuntimeError(msg)
            self._description = Description.from_json(ready.read_text(encoding="utf-8"))

    def kill(self) -> None:
        """Kill the process, and wait until it has ended."""
        self._end(subprocess.Popen.kill)

    def stop(self) -> None:
        """Ask the process to stop (SIGTERM), and wait until it has ended."""
        self._end(subprocess.Popen.terminate)

    def _end(self, end: Callable[[subprocess.Popen[str]], None]) -> None:
        if self._process is None:
            return
        end(self._process)
        self._process.communicate()
        self._process = None


def _command(options: Options) -> list[str]:
    """Return the command line that starts an emulator with these options."""
    port, state = str(options.port), [] if options.state is None else ["--state", str(options.state)]
    proxy = [] if options.proxy_port is None else ["--proxy"]
    cloud = [] if options.cloud is None else ["--cloud", options.cloud]
    observed = [] if options.observed is None else ["--observed", str(options.observed.path)]
    called = [sys.executable, "-m", "msgraph_meetings_emulator", "--port", port, "--host", options.host]
    return [*called, *state, *proxy, *cloud, *observed]


def _wait_for_a_line(process: subprocess.Popen[str]) -> None:
    """Wait for the first line of output, which the emulator prints when it is ready, or for the end of the output."""
    output: IO[str] | None = process.stdout
    if output is not None:
        output.readline()
