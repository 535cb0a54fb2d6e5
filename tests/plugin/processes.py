"""The plugin as a process, started as an engine, a host or a person starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pulumi

from tests.plugin.door import Door

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from typing_extensions import Self

CHECKOUT = Path(__file__).parents[2]
SCRIPTS = Path(sys.executable).parent
CONSOLE_SCRIPT = SCRIPTS / "pulumi-resource-msgraph-meetings"
BARE_MODE = (sys.executable, str(CHECKOUT))
"""The command of a host for a folder with PulumiPlugin.yaml and ``__main__.py`` (pulumi contract, section H)."""
LIMIT = 60.0
SDK = Path(pulumi.__file__).parents[1]


class Process:
    """A plugin that runs during the ``with`` block, and its output."""

    def __init__(
        self, command: Sequence[str | Path], *arguments: str, folder: Path, variables: Mapping[str, str] | None = None
    ) -> None:
        self._command = [str(part) for part in (*command, *arguments)]
        self._folder = folder
        self._variables = os.environ | dict(variables or {})

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.first_line = self.process.stdout.readline()
        self.door = Door(int(self.first_line))
        return self

    def signal(self, number: int) -> tuple[int, str, str]:
        """Send a signal; return the exit code, and the rest of stdout and stderr."""
        self.process.send_signal(number)
        return self.end()

    def end(self) -> tuple[int, str, str]:
        """Wait for the end of the process."""
        self.door.close()
        out, error = self.process.communicate(timeout=LIMIT)
        return self.process.returncode, out, error

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.door.close()
        self.process.kill()
        self.process.communicate(timeout=LIMIT)
