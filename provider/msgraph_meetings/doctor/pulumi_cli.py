"""Run a command of the Pulumi CLI and return its output. Secrets may be in clear there and must never be shown."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgraph_meetings.errors import ConfigurationError, cut

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SECONDS = 120.0
"""Seconds for the command; it may ask a backend in the cloud and a secrets provider."""
_FIX = (
    "Run `pulumi stack ls` to see the stacks of this project, or set --cwd to another folder. The backend's sign-in and"
    " the stack's passphrase come from the environment, as for `pulumi up`."
)


@dataclass(frozen=True)
class PulumiStack:
    """A stack, as the Pulumi CLI finds it.

    Args:
        name: its name; None for the stack that is selected in the folder.
        folder: of the Pulumi project; None for the current folder.
    """

    name: str | None = None
    folder: Path | None = None

    def __str__(self) -> str:
        return f"the stack {self.name}" if self.name else "the selected stack"

    def output(self, words: Sequence[str], what: str, otherwise: str) -> str:
        """Return the standard output of a Pulumi command about this stack.

        Args:
            words: the command and its own options.
            what: the thing to read, for messages, such as ``the configuration``.
            otherwise: the way without the CLI, for messages; an imperative.

        Raises:
            ConfigurationError: the CLI is missing, or failed; its own words are in the message.
        """
        program = shutil.which("pulumi")
        if program is None:
            raise ConfigurationError(
                f"Cannot read {what} of {self}.",
                "The command pulumi is not in a folder of PATH.",
                f"Install the Pulumi CLI, or {otherwise}.",
            )
        return self._run([program, *words], what)

    def _run(self, command: list[str], what: str) -> str:
        named = ["--stack", self.name] if self.name else []
        placed = ["--cwd", str(self.folder)] if self.folder else []
        try:
            done = subprocess.run(  # noqa: S603  (found on PATH)
                [*command, *named, "--non-interactive", "--color", "never", *placed],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                encoding="utf-8",
                errors="replace",
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            # The output contains secrets.
            raise self._unreadable(what, f"Pulumi did not answer within {_SECONDS:.0f} s.") from None
        except OSError as error:
            raise self._unreadable(what, f"{command[0]} does not start: {error.strerror}.") from error
        if done.returncode != 0:
            said = cut(done.stderr, 300).removeprefix("error: ").rstrip(".")
            raise self._unreadable(what, f"Pulumi said: {said or f'(nothing; it ended with {done.returncode})'}.")
        return done.stdout

    def _unreadable(self, what: str, why: str) -> ConfigurationError:
        return ConfigurationError(f"Cannot read {what} of {self}.", why, _FIX)
