"""`EmulatorProcess`: an emulator in a process of its own, which can be killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgraph_meetings_emulator.client.description import Description
from msgraph_meetings_emulator.client.handle import Handle
from msgraph_meetings_emulator.run.options import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self


class EmulatorProcess(Handle):
    """An emulator in a process of its own; after a kill, only the content of its state file is left.

    with EmulatorProcess(state=path) as emulator:
        ...
        emulator.kill()
    """

    def __init__(
        self,
        *,
        state: Path | None = None,
        port: int = 0,
        host: str = LOOPBACK,
        proxy: bool = False,
        cloud: str | None = None,
    ) -> None:
        self._command = [sys.executable, "-m", "msgraph_meetings_emulator", "--port", str(port), "--host", host]
        if state is not None:
            self._command += ["--state", str(state)]
        if proxy:
            self._command += ["--proxy"]
        if cloud is not None:
            self._command += ["--cloud", cloud]
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it answers; raise RuntimeError with its error output if it does not."""
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
            ready = Path(folder, "ready.json")
            command = [*self._command, "--ready-file", str(ready)]
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


def _wait_for_a_line(process: subprocess.Popen[str]) -> None:
    """Wait for the first line of output, which the emulator prints when it is ready, or for the end of the output."""
    output: IO[str] | None = process.stdout
    if output is not None:
        output.readline()
