"""The source of a command's meetings: a stack, a file or the standard input; as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgraph_meetings.doctor.pulumi_cli import PulumiStack
from msgraph_meetings.doctor.stack import Configured, configuration_of
from msgraph_meetings.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings.config.reading import Settings

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Shown:
    """The secrets that a command may show.

    Args:
        passcodes: True if passcodes were asked for.
        secrets: True if the stack's other secrets were asked for.
    """

    passcodes: bool = False
    secrets: bool = False


@dataclass(frozen=True)
class Source:
    """One source.

    Args:
        stack: the stack's name; None for the selected one.
        folder: of the Pulumi project; None for the current folder.
        file: of an export or of stack outputs; ``-`` for the standard input; None to ask Pulumi.
        shown: the secrets to show.
    """

    stack: str | None = None
    folder: Path | None = None
    file: str | None = None
    shown: Shown = Shown()

    def __str__(self) -> str:
        if self.file is None:
            return str(PulumiStack(self.stack, self.folder))
        return "the standard input" if self.file == STANDARD_INPUT else self.file

    def document(self) -> dict[str, Any]:
        """Return the JSON object.

        Raises:
            ConfigurationError: Pulumi cannot export the stack.
            ArgumentError: the file cannot be read, or is not a JSON object.
        """
        text = self._exported() if self.file is None else self._read(self.file)
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise ArgumentError(
                f"Cannot read {self}.",
                "It is not a JSON object.",
                "Use the output of `pulumi stack export` or of `pulumi stack output --json`.",
            )
        return content

    @cached_property
    def configured(self) -> Configured:
        """The stack's configuration; empty for a file, where the environment alone counts."""
        return Configured() if self.file is not None else configuration_of(self.stack, self.folder)

    def settings(self, environment: Mapping[str, str]) -> Settings:
        """Return the settings in force: the stack's configuration, then the environment.

        Raises:
            ConfigurationError: they cannot be read.
        """
        from msgraph_meetings.config.reading import read_settings  # noqa: PLC0415  (few commands need it)

        return read_settings(self.configured.values.get, environment)

    def _exported(self) -> str:
        secrets = ["--show-secrets"] if self.shown.passcodes or self.shown.secrets else []
        return PulumiStack(self.stack, self.folder).output(
            ["stack", "export", *secrets], "the state", "name an export file with --file"
        )

    def _read(self, file: str) -> str:
        try:
            if file == STANDARD_INPUT:
                return sys.stdin.buffer.read().decode("utf-8-sig")
            return Path(file).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise ArgumentError(
                f"Cannot read {self}.", "It is not UTF-8.", "Write it again with UTF-8, which Pulumi does."
            ) from None
        except OSError as error:
            raise ArgumentError(f"Cannot read {self}.", f"{error.strerror}.", "Check the path.") from None
