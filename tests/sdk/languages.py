"""The languages of examples 02 and 15: their installation, and their type checks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.engine import choice
from tools.places import Places
from tools.sdk import toolchains

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

EXAMPLE = "examples/02-every-language"
_LIMIT = 300
"""Seconds after which a compiler counts as hanging."""


@dataclass
class Workshop:
    """A program in its own folder, with the SDK beside it as in the repository.

    Args:
        folder: the program.
        source: the file that declares the meetings.
        search: the first folders of PATH.
        variables: more variables of its environment.
        check: the command that checks types.
    """

    folder: Path
    source: Path
    search: list[Path] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    check: Sequence[str] = ()

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """The environment of compilers and the engine: `base`, and the program's variables."""
        found = os.pathsep.join([*map(str, self.search), base["PATH"]])
        return {**base, **self.variables, "PATH": found}

    def run(self, command: Sequence[str], base: Mapping[str, str] = os.environ) -> subprocess.CompletedProcess[str]:
        """Run a command in the program's folder; `stdout` has its output."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(base),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LIMIT,
            check=False,
        )

    def install(self, *command: str) -> None:
        """Run a command that must succeed."""
        done = self.run(command)
        assert done.returncode == 0, done.stdout


@dataclass(frozen=True)
class Language:
    """One language.

    Args:
        source: the file that declares the meetings.
        host: the kit of its host; None if the engine includes it.
        sdk: the folder of its SDK; None without an SDK.
        ready: installs the program's packages, and returns the command that checks types.
    """

    source: str
    host: str | None
    sdk: str | None
    ready: Callable[[Workshop], None]


def workshop(name: str, root: Path, example: str = EXAMPLE) -> Workshop:
    """Return a copy of an example in one language below `root`, ready to be deployed."""
    places, language = Places.here(), LANGUAGES[name]
    folder = root / example / name
    ignored = shutil.ignore_patterns("node_modules", "bin", "target", "build", "*.egg-info", "__pycache__", ".venv")
    shutil.copytree(places.root / example / name, folder, ignore=ignored)
    if language.sdk:
        made_there = shutil.ignore_patterns("node_modules", "target", "build", "*.egg-info", "__pycache__")
        shutil.copytree(places.sdk / language.sdk, root / "sdk" / language.sdk, ignore=made_there)
    made = Workshop(folder, folder / language.source)
    if language.host:
        made.search += choice.language(language.host, choice.ensure(choice.sources(places)), places)
    language.ready(made)
    return made


def _yaml(made: Workshop) -> None:
    made.check = ("pulumi", "preview", "--stack", "dev", "--non-interactive")


def _python(made: Workshop) -> None:
    (made.folder / ".venv").symlink_to(Places.here().venv)  # the name in Pulumi.yaml
    packages = made.folder / "packages"
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
    made.install(*pip, "--target", str(packages), "-r", "requirements.txt")
    inherited = os.environ.get("PYTHONPATH", "")
    made.variables["PYTHONPATH"] = os.pathsep.join(filter(None, [str(packages), inherited]))
    known = Places.here().venv / "mypy-of-programs"  # what it knows of the packages of this environment
    made.check = (sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(known), made.source.name)


def _typescript(made: Workshop) -> None:
    node, npm = toolchains.node(Places.here())
    made.search.append(node)
    made.install(*npm, "ci", "--ignore-scripts")  # the SDK holds JavaScript, so no script has to run
    made.check = ("node", "node_modules/typescript/bin/tsc")


def _go(made: Workshop) -> None:
    made.search.append(toolchains.golang(Places.here()))
    made.variables["GOFLAGS"] = "-mod=readonly"
    made.check = ("go", "vet", "./...")


def _java(made: Workshop) -> None:
    toolchains.java()
    short_life = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # the runs are too short for an optimiser
    made.variables["MAVEN_OPTS"] = f"{short_life} {os.environ.get('MAVEN_OPTS', '')}"
    made.check = ("mvn", "--batch-mode", "--quiet", "--no-transfer-progress", "compile")


LANGUAGES = {
    "yaml": Language("Pulumi.yaml", "yaml", None, _yaml),
    "python": Language("__main__.py", None, "python", _python),
    "typescript": Language("index.ts", "nodejs", "nodejs", _typescript),
    "go": Language("main.go", "go", "go", _go),
    "java": Language("src/main/java/meetings/App.java", "java", "java", _java),
}
