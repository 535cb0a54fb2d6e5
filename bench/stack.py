"""A temporary stack, and the time of its commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bench import user
from bench.missing import reason
from bench.programs import PROGRAMS, YAML
from tools.engine import choice
from tools.places import Places

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALONE = {
    "PULUMI_CONFIG_PASSPHRASE": "bench",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    "PULUMI_SKIP_CONFIRMATIONS": "true",
    "PULUMI_DEBUG_COMMANDS": "true",  # the engine shows `--event-log` only with this
}
COMMANDS = {
    "up": ("up", "--yes", "--skip-preview"),
    "up again": ("up", "--yes", "--skip-preview", "--expect-no-changes"),
    "preview": ("preview", "--expect-no-changes"),
    "refresh": ("refresh", "--yes", "--skip-preview", "--expect-no-changes"),
    "destroy": ("destroy", "--yes", "--skip-preview"),
}


_PYTHON = "name: bench\nruntime:\n  name: python\n  options: {toolchain: pip}\n"


class Stack:
    """One program in Python or YAML, in a folder of its own."""

    def __init__(
        self, folder: Path, program: str, environment: Mapping[str, str], parallel: int = 0, language: str = "python"
    ) -> None:
        hear_interrupts()
        self._folder = folder
        self._parallel = ("--parallel", str(parallel)) if parallel else ()
        self._events = folder / "events"
        backend = folder / "backend"
        backend.mkdir(parents=True)
        files = {"Pulumi.yaml": program} if language == "yaml" else {"Pulumi.yaml": _PYTHON, "__main__.py": program}
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        folders = [*user.search_path(folder / "bin"), *_host(language)]
        self._environment = dict(os.environ) | _ALONE | dict(environment)
        self._environment |= {
            "PATH": os.pathsep.join((*map(str, folders), self._environment["PATH"])),
            "PULUMI_BACKEND_URL": f"file://{backend.as_posix()}",
            "PULUMI_HOME": str(folder / "home"),
            "PYTHONPATH": str(Path(__file__).parents[1]),  # the providers that do nothing
        }
        self._run("stack", "init", "bench")

    def timed(self, name: str, *options: str) -> float:
        """Return the seconds that the command took."""
        start = time.perf_counter()
        self._run(*COMMANDS[name], *self._parallel, *options)
        return time.perf_counter() - start

    def logged(self, name: str) -> float:
        """Return the same, with the log that ``finished`` reads."""
        return self.timed(name, "--event-log", str(self._events))

    def finished(self) -> list[int]:
        """Return the number of finished resources in each second that had any, from a stack's only logged command."""
        lines = self._events.read_text().splitlines()
        events = (json.loads(line) for line in lines if '"resOutputsEvent"' in line)
        return list(Counter(event["timestamp"] for event in events).values())

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"pulumi {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def hear_interrupts() -> None:
    """Let the engine's programs hear SIGINT: a script's `&` hides it, and the engine then waits 5 s in each command."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def not_measured() -> dict[str, str]:
    """Return the program whose language cannot be had here, with the reason; build the language if it is not."""
    why = reason(lambda: _host(PROGRAMS[YAML].language), "its language could not be built")
    return {YAML: why} if why else {}


def _host(language: str) -> list[Path]:
    """Return the folders for PATH that programs in that language need."""
    if language == "python":
        return []
    places = Places.here()
    return choice.language(language, choice.ensure(choice.sources(places)), places)
