"""A Pulumi stack like a user's: a folder with a program, a file backend, and the CLI."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.engine.packages import listed_once

if TYPE_CHECKING:
    from collections.abc import Mapping

APP_VARIABLES = tuple(f"{of}_{what}" for of in ("ARM", "AZURE") for what in ("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET"))
"""The names of the app in the emulator's environment, for both kinds of clients."""

_FOREIGN = ("ARM_", "AZURE_", "MSGRAPH_", "PULUMI_")
_LIMIT = 300
"""Seconds after which a command counts as hanging."""
_ALONE = {
    "PULUMI_CONFIG_PASSPHRASE": "test",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    "PULUMI_SKIP_CONFIRMATIONS": "true",
}
_PROJECT = "name: meetings\nruntime:\n  name: python\n  options: {toolchain: pip}\n"
_TEMPLATE = "template"
"""The name of the stack that is copied."""


@dataclass(frozen=True)
class Result:
    """The output of a command, and its exit code."""

    code: int
    output: str


def alone(home: Path, backend: Path, service: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for the engine with its own home and backend, without this machine's accounts."""
    for path in (home, backend):
        path.mkdir(parents=True, exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_FOREIGN)}
    return {
        **kept,
        **_ALONE,
        **listed_once(),
        **service,
        "PULUMI_BACKEND_URL": f"file://{backend.as_posix()}",
        "PULUMI_HOME": str(home),
    }


class CommandFailedError(AssertionError):
    """A command did not end as the test expected; the message has its output."""


class Stack:
    """One stack of one project in its own folder.

    Args:
        folder: of program, backend and home; created if missing, with an empty project.
        service: the variables of a service, credentials included.
        name: the stack's name.
        backend: another stack's backend, to share it.
    """

    def __init__(
        self, folder: Path, service: Mapping[str, str], name: str = "dev", backend: Path | None = None
    ) -> None:
        self.folder = folder
        self.name = name
        self._backend = backend or folder / "backend"
        self.environment = alone(folder / "home", self._backend, service)
        project = folder / "Pulumi.yaml"
        if project.exists():  # an example has its own project file
            self.run("stack", "init", name)
        else:
            project.write_text(_PROJECT)
            self._begin()

    def _begin(self) -> None:
        """Do the same as ``pulumi stack init``, from a stored copy of its result."""
        state, settings = (text.replace(_TEMPLATE, self.name) for text in _initialised())
        path = self._backend / ".pulumi" / "stacks" / "meetings" / f"{self.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(state, encoding="utf-8")
        (self._backend / ".pulumi" / "meta.yaml").write_text("version: 1\n", encoding="utf-8")
        (self.folder / f"Pulumi.{self.name}.yaml").write_text(settings, encoding="utf-8")
        project = hashlib.sha1(str(self.folder / "Pulumi.yaml").encode(), usedforsecurity=False).hexdigest()
        selected = self.folder / "home" / "workspaces" / f"meetings-{project}-workspace.json"
        selected.parent.mkdir(exist_ok=True)
        selected.write_text(json.dumps({"stack": f"organization/meetings/{self.name}"}), encoding="utf-8")

    def program(self, text: str) -> None:
        """Write the program; ``OnlineMeeting`` and ``pulumi`` are imported already."""
        head = "import pulumi\nfrom pulumi import ResourceOptions\nfrom msgraph_meetings import OnlineMeeting\n"
        (self.folder / "__main__.py").write_text(head + textwrap.dedent(text), encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a Pulumi command on this stack."""
        named = [] if arguments[0] in ("stack", "config") else ["--stack", self.name]
        return ["pulumi", *arguments, *named, "--non-interactive", "--color", "never"]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command without waiting for it, in its own process group, as in a terminal."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def run(self, *arguments: str, fails: bool = False) -> Result:
        """Run a Pulumi command to its end.

        Raises:
            CommandFailedError: it succeeded or failed against expectation.
        """
        done = self.attempt(*arguments)
        if (done.code != 0) is not fails:
            raise CommandFailedError(f"pulumi {' '.join(arguments)} ended with {done.code}:\n{done.output}")
        return done

    def attempt(self, *arguments: str) -> Result:
        """Run a Pulumi command to its end, and return its result in any case."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LIMIT,
            check=False,
        )
        return Result(done.returncode, done.stdout)

    def up(self, text: str | None = None, *options: str, fails: bool = False) -> Result:
        """Run ``pulumi up`` without a preview, with the given program or the present one."""
        if text is not None:
            self.program(text)
        return self.run("up", "--yes", "--skip-preview", *options, fails=fails)

    def preview(self, *options: str, fails: bool = False) -> Result:
        """Run ``pulumi preview``."""
        return self.run("preview", "--diff", *options, fails=fails)

    def refresh(self, *options: str, fails: bool = False) -> Result:
        """Run ``pulumi refresh``."""
        return self.run("refresh", "--yes", "--skip-preview", *options, fails=fails)

    def destroy(self, *options: str, fails: bool = False) -> Result:
        """Run ``pulumi destroy``."""
        return self.run("destroy", "--yes", "--skip-preview", *options, fails=fails)

    def outputs(self) -> dict[str, Any]:
        """Return the stack's outputs, secrets in clear."""
        found: dict[str, Any] = json.loads(self.run("stack", "output", "--json", "--show-secrets").output)
        return found

    def export(self) -> dict[str, Any]:
        """Return the stack's state, as ``pulumi stack export`` prints it."""
        found: dict[str, Any] = json.loads(self.run("stack", "export").output)
        return found

    def checkpoint(self) -> dict[str, Any]:
        """Return the state from the backend's file, without a command; secrets are encrypted."""
        (file,) = self._backend.glob(f".pulumi/stacks/*/{self.name}.json")
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))["checkpoint"]["latest"] or {}
        return found

    def resources(self) -> dict[str, dict[str, Any]]:
        """Return the meetings in the state, by resource name."""
        every = self.export()["deployment"].get("resources", [])
        return {item["urn"].rsplit("::", 1)[1]: item for item in every if item["type"].endswith(":OnlineMeeting")}

    def recover(self) -> None:
        """Recover as a user does after a crash: release the lock, and start without state if the crash destroyed it.

        The engine's file backend writes its checkpoint in place, so a kill at that moment leaves an empty file.
        """
        try:
            self.run("cancel", "--yes")
        except CommandFailedError as failure:
            if "failed to load checkpoint" not in str(failure):
                raise
            shutil.rmtree(self._backend / ".pulumi")
            self.run("stack", "init", self.name)

    def lose_state(self) -> None:
        """Delete the state, as when a backend is lost."""
        self.run("stack", "rm", "--force", "--yes", self.name)
        self.run("stack", "init", self.name)


@functools.cache
def _initialised() -> tuple[str, str]:
    """Return state and settings of a new stack; ``pulumi stack init`` for each stack would take half a second."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "Pulumi.yaml")
        project.write_text(_PROJECT, encoding="utf-8")
        backend = {"PULUMI_BACKEND_URL": f"file://{Path(folder).as_posix()}", "PULUMI_HOME": folder}
        command = ["pulumi", "stack", "init", _TEMPLATE, "--non-interactive"]
        subprocess.run(command, cwd=folder, env=os.environ | _ALONE | backend, stdout=subprocess.DEVNULL, check=True)
        state = Path(folder, ".pulumi", "stacks", "meetings", f"{_TEMPLATE}.json")
        return state.read_text("utf-8"), project.with_name(f"Pulumi.{_TEMPLATE}.yaml").read_text("utf-8")
