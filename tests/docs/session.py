"""A session of a page: its files are written, and its commands run in one shell with a real engine and emulator."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from msgraph_meetings_emulator import Emulator
from tests.docs import output
from tests.docs.blocks import ROOT, commands
from tests.waiting import until
from tools.engine import choice
from tools.places import Places
from tools.site.outside import repository

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.docs.blocks import Block, Command

_FOREIGN = ("ARM_", "AZURE_", "MSGRAPH_ACCESS", "MSGRAPH_USER", "MSGRAPH_ENDPOINT", "PULUMI_", "VIRTUAL_ENV")
_LIMIT = 1800
"""Seconds after which a command counts as hanging; a first compilation takes minutes."""


_LOGIN = ("pulumi login --local", 'pulumi login "file://$HOME"')
"""Pulumi takes the home folder from the machine's accounts, not from HOME, and a test must not write there."""


@dataclass(frozen=True)
class Ran:
    """A command that ran: what the page says, what it printed, and its exit code."""

    block: Block
    command: Command
    lines: tuple[str, ...]
    code: int

    @property
    def problem(self) -> str:
        """A report if the page is not true; empty if it is."""
        fails = self.block.detail == "fails"
        if (self.code != 0) is not fails:
            return self._report(f"ended with {self.code}")
        if self.command.output and not output.agree(self.command.output, self.lines):
            return self._report("printed something else")
        return ""

    def _report(self, what: str) -> str:
        return f"{self.block.name}: `{self.command.line}` {what}:\n" + "\n".join(self.lines)


@dataclass
class Session:
    """The folder and the shell of a session.

    Args:
        folder: of its files; an empty one.
        options: words of the comment that begins it.
    """

    folder: Path
    options: str
    _background: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, blocks: Sequence[Block]) -> Iterator[Ran]:
        """Write the files and run the commands, in the order of the page."""
        home = self.folder.parent / f"{self.folder.name}-home"
        home.mkdir(parents=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        env = _environment(home)
        if "sdk" in self.options.split():
            env["PYTHONPATH"] = str(_installed_sdk(home))
        try:
            if "clone" in self.options:
                subprocess.run(["git", "clone", "--quiet", str(ROOT), str(self.folder)], check=True)
            if "emulator" in self.options.split():
                with Emulator() as emulator:
                    yield from self._through(blocks, env | emulator.environment(), home)
            else:
                yield from self._through(blocks, env, home)
        finally:
            for process in self._background:
                process.terminate()
                process.wait()

    def _through(self, blocks: Sequence[Block], env: dict[str, str], home: Path) -> Iterator[Ran]:
        shell = _Shell(self.folder, env, home)
        for block in blocks:
            if block.kind == "file":
                self._write(shell.place(), block)
            elif block.detail.startswith("background"):
                self._start(shell, block, env)
            else:
                for command in commands(block.text):
                    code, text = shell.run(command.line.replace(*_LOGIN))
                    yield Ran(block, command, tuple(output.shown(text, self.folder)), code)

    def _write(self, place: Path, block: Block) -> None:
        path = place / block.detail
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def _start(self, shell: _Shell, block: Block, env: dict[str, str]) -> None:
        (command,) = commands(block.text)
        place = shell.place()
        with (shell.home / f"background-{len(self._background)}").open("wb") as log:
            started = subprocess.Popen(
                ["bash", "-c", f"exec {command.line}"], cwd=place, env=env, stdout=log, stderr=log
            )
        self._background.append(started)
        ready = place / block.detail.removeprefix("background").strip()
        until(ready.exists)


class _Shell:
    """A shell that goes on from command to command: variables and folder are kept in a file between them."""

    def __init__(self, folder: Path, env: dict[str, str], home: Path) -> None:
        self._env, self.home = env, home
        self._kept = home / "kept.sh"
        self._kept.write_text(f"cd {shlex.quote(str(folder))}\n", encoding="utf-8")

    def run(self, line: str) -> tuple[int, str]:
        """Run a command, and return its exit code and what it printed."""
        keep = f"{{ export -p; printf 'cd %q\\n' \"$PWD\"; }} > {shlex.quote(str(self._kept))}"
        script = f"set -a\n. {shlex.quote(str(self._kept))}\n{line}\nended=$?\n{keep}\nexit $ended\n"
        done = subprocess.run(
            ["bash", "-c", script],
            env=self._env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_LIMIT,
            check=False,
        )
        return done.returncode, done.stdout

    def place(self) -> Path:
        """Return the folder that the shell is in."""
        return Path(shlex.split(self._kept.read_text(encoding="utf-8").splitlines()[-1])[1])


def _environment(home: Path) -> dict[str, str]:
    """Return the environment of somebody who has this project and an engine on PATH, and an empty home."""
    git = f'[url "file://{ROOT}"]\n\tinsteadOf = {repository(ROOT)}\n'  # the published address, without a network
    (home / ".gitconfig").write_text(git, encoding="utf-8")
    places = Places.here()
    engine = choice.ensure(choice.sources(places))
    search = [Path(sys.executable).parent, engine, *choice.language("yaml", engine, places), os.environ["PATH"]]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return kept | {
        "HOME": str(home),
        "MSGRAPH_MEETINGS_CACHE": str(places.cache),
        "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip")),
        "PATH": os.pathsep.join(map(str, search)),
        "PULUMI_HOME": str(home / ".pulumi"),
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",  # asks the network for a plugin that is on PATH
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "TERM": "dumb",
    }


def _installed_sdk(home: Path) -> Path:
    """Return a folder with the generated SDK for Python, installed from a copy, because a build writes beside it."""
    source, target = home / "sdk", home / "packages"
    shutil.copytree(ROOT / "sdk" / "python", source)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--target",
        str(target),
    ]
    subprocess.run([*pip, str(source)], check=True)
    return target
