"""The table of examples, and a copy of one that can be run."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.engine.stack import alone
from tools import policy_runtime
from tools.engine import choice
from tools.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.examples.transcripts import Mask

EXAMPLES = Places.here().root / "examples"
STEPS = ("preview", "up", "up", "output", "destroy")
_IGNORED = shutil.ignore_patterns(".local", "__pycache__", "Pulumi.*.yaml", "node_modules", "target", "*.url")


@dataclass(frozen=True)
class Case:
    """An example whose README is run.

    Args:
        hosts: the language hosts that it needs beside Python's.
        proxy: True if the emulator also serves Microsoft's host names.
        masks: what varies in its output beside times, links and ids.
        prepare: what its README does before the first command, apart from the shell.
        kept: the number of meetings that the service holds after the last command.
        steps: the steps that its README shows, in this order.
    """

    hosts: tuple[str, ...] = ()
    proxy: bool = False
    masks: tuple[Mask, ...] = ()
    prepare: Callable[[Path], None] = lambda folder: None  # noqa: ARG005
    kept: int = 0
    steps: tuple[str, ...] = STEPS


def _install_policy_runtime(folder: Path) -> None:
    (folder / "policy" / "venv").symlink_to(policy_runtime.environment(Places.here()))


CASES = {
    "03-settings-and-lobby": Case(),
    "04-attendees": Case(),
    "05-course-from-csv": Case(),
    "06-secrets": Case(masks=((r"^[A-Za-z0-9]{6,10}$", "…"),)),
    "07-adopt-and-keep": Case(kept=1),
    "08-import": Case(hosts=("yaml",)),
    "09-stack-references": Case(),
    "10-support-bridge": Case(),
    "11-two-tenants": Case(hosts=("yaml",), proxy=True),
    "12-post-the-link": Case(),
    "13-self-service": Case(steps=("output", "destroy")),  # the service does the others
    "14-policy-as-code": Case(prepare=_install_policy_runtime),
    "15-office-hours": Case(hosts=("yaml",)),
}
"""The examples by folder."""

ELSEWHERE = {
    "01-first-meeting": "tests/tools/test_example.py",
    "02-every-language": "tests/sdk/test_programs.py",
}
"""The examples that other tests run whole."""


def readme(name: str) -> Path:
    """Return the path of an example's README."""
    return EXAMPLES / name / "README.md"


def copied(name: str, root: Path) -> Path:
    """Return a copy of an example below `root`, with the environment where its Pulumi.yaml expects it."""
    folder = root / "examples" / name
    shutil.copytree(EXAMPLES / name, folder, ignore=_IGNORED)
    for helper in EXAMPLES.glob("*.py"):
        shutil.copy(helper, folder.parent)
    (root / ".venv").symlink_to(Places.here().venv)
    CASES[name].prepare(folder)
    return folder


def environment(case: Case, root: Path, emulator: Emulator) -> dict[str, str]:
    """Return the environment of an example's commands: an empty backend below `root`, and the emulator."""
    places = Places.here()
    engine = choice.ensure(choice.sources(places))
    hosts = [folder for host in case.hosts for folder in choice.language(host, engine, places)]
    (root / "tmp").mkdir()
    variables = alone(root / "home", root / "backend", emulator.environment())
    search = os.pathsep.join([*map(str, hosts), variables["PATH"]])
    return variables | {"PATH": search, "TMPDIR": str(root / "tmp")}
