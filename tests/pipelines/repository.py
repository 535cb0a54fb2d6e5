"""A user's repository: a program, the files of examples/pipelines, and the four values of the README."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.engine.packages import listed_once
from tests.engine.stack import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgraph_meetings_emulator import Emulator

EXAMPLES = Path(__file__).parents[2] / "examples"
PIPELINES = EXAMPLES / "pipelines"
STACK = "prod"
_PROJECT = "name: meetings\nruntime: {name: python, options: {toolchain: pip}}\n"
_CREDENTIAL = ("ARM_", "AZURE_", "ACTIONS_", "SYSTEM_", "MSGRAPH_", "PULUMI_", "GITHUB_", "CI_")
_SERVICE = ("MSGRAPH_ENDPOINT", "AZURE_AUTHORITY_HOST", "REQUESTS_CA_BUNDLE", "NO_PROXY", "no_proxy")
"""Where Graph and Entra are: of the runner's network, and no credentials."""
_LIMIT = 300
_CURL = """#!/bin/sh
# In the place of curl: the engine is on PATH already, so the installer has nothing to do.
while [ $# -gt 1 ]; do
  [ "$1" != -o ] || echo 'exit 0' >"$2"
  shift
done
"""
_PIP = """#!/bin/sh
# The real pip, without the stored list of packages that the engine is given.
unset PYTHONPATH
exec {} -m pip "$@"
"""


@dataclass(frozen=True)
class Repository:
    """A clone on a runner.

    Args:
        folder: the clone.
        environment: what every step gets from the runner, without any credential of the tenant.
    """

    folder: Path
    environment: dict[str, str]

    @classmethod
    def made(cls, folder: Path, emulator: Emulator) -> Repository:
        """Return a clone with one commit: the program, its requirements and `ci/`."""
        clone, runner = folder / "clone", folder / "runner"
        for path in (clone / "ci", runner / "bin", runner / "state"):
            path.mkdir(parents=True)
        for name, text in (("curl", _CURL), ("pip", _PIP.format(sys.executable))):
            (runner / "bin" / name).write_text(text, encoding="utf-8")
            (runner / "bin" / name).chmod(0o755)
        shutil.copy(EXAMPLES / "01-first-meeting" / "__main__.py", clone)
        (clone / "Pulumi.yaml").write_text(_PROJECT, encoding="utf-8")
        (clone / "requirements.txt").write_text("msgraph-meetings\n", encoding="utf-8")
        for name in ("meetings.sh", "report.py"):
            shutil.copy(PIPELINES / name, clone / "ci")
        made = cls(clone, _runner(runner, emulator))
        made.git("init", "--quiet", "--initial-branch=main")
        made.commit("The program")
        return made

    def git(self, *words: str) -> str:
        """Run git in the clone, and return its output."""
        done = self.run(["git", *words], {})
        assert done.code == 0, done.output
        return done.output.strip()

    def commit(self, message: str) -> str:
        """Commit everything, and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        return self.git("rev-parse", "HEAD")

    def merge_commit(self) -> None:
        """Check out what a system checks out for a pull request: its branch merged into the target branch."""
        self.git("checkout", "--quiet", "--detach", "main")
        self.git("merge", "--quiet", "--no-ff", "--no-edit", "change")

    def change_program(self, old: str, new: str) -> None:
        """Change the program's text."""
        path = self.folder / "__main__.py"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def read(self, path: str) -> str:
        """Return a file of the clone."""
        return (self.folder / path).read_text(encoding="utf-8")

    def run(self, command: list[str], environment: Mapping[str, str]) -> Result:
        """Run a command in the clone with that environment and the runner's."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**self.environment, **environment},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LIMIT,
            check=False,
        )
        return Result(done.returncode, done.stdout)


def values(emulator: Emulator) -> dict[str, str]:
    """Return the four values that the README tells to change, and what they are on GitHub and GitLab."""
    return {
        "contoso/meetings/prod": STACK,
        "00000000-0000-0000-0000-000000000000": emulator.tenant_id,
        "11111111-1111-1111-1111-111111111111": emulator.client_id,
        "22222222-2222-2222-2222-222222222222": emulator.user_id,
    }


def pipeline_file(name: str, values: Mapping[str, str]) -> str:
    """Return the text of a pipeline with its values changed: each old value is there, and only once."""
    text = (PIPELINES / name).read_text(encoding="utf-8")
    for old, new in values.items():
        assert text.count(old) == 1, f"{name} has {old!r} {text.count(old)} times"
        text = text.replace(old, new)
    return text


def _runner(folder: Path, emulator: Emulator) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_CREDENTIAL)}
    service = {name: value for name, value in emulator.environment().items() if name in _SERVICE}
    return {
        **kept,
        **listed_once(),
        **service,
        "HOME": str(folder),
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PULUMI_HOME": str(folder / "pulumi"),
        "PULUMI_BACKEND_URL": f"file://{(folder / 'state').as_posix()}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "GIT_CONFIG_GLOBAL": os.devnull,
        **{f"GIT_{who}_{what}": "test@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
