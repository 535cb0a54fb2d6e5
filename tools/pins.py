"""The lock files: every dependency of every extra at one version, with hashes, without the names of registries.

There is no uv.lock: it records hosts, and Pulumi would use uv for every program below it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools.clients import PYTHON_LOCK
from tools.dist.plugin import LOCK as PLUGIN_LOCK
from tools.dist.wheels import CHECKER
from tools.engine.go import LOCK as GO_LOCK
from tools.policy_runtime import LOCK as POLICY_LOCK
from tools.process import attached
from tools.sdk.toolchains import NODE_LOCK
from tools.site.build import LOCK as SITE_LOCK
from tools.state_server import LOCK as S3_LOCK
from tools.user_environment import LOCK as USER_LOCK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command

_FORM = (
    "--universal",
    "--python-version",
    "3.10",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
)


def write(places: Places, *, upgrade: bool) -> int:
    """Write the lock files again and return the exit code; without `upgrade`, a pin that still fits is kept."""
    flags = ["--upgrade"] if upgrade else []
    both = ["pyproject.toml", "emulator/pyproject.toml"]
    project = [*both, "--all-extras", "--group", "dev", "--no-emit-package", "msgraph-meetings-emulator"]
    sources = {places.requirements: project}
    ours = (PYTHON_LOCK, S3_LOCK, SITE_LOCK, POLICY_LOCK)
    locks = (GO_LOCK, NODE_LOCK, PLUGIN_LOCK, CHECKER, *(places.root / lock for lock in ours))
    sources |= {lock: [str(lock.with_suffix(".in"))] for lock in locks}
    user = ["pyproject.toml", "tools/user-requirements.in", "--constraints", "tools/requirements.txt"]
    sources |= {places.root / USER_LOCK: user}
    return max(_compile(places, given, lock, flags) for lock, given in sources.items())


def _compile(places: Places, sources: Sequence[str], lock: Path, flags: Sequence[str]) -> int:
    command: Command = [
        places.scripts / "uv",
        "pip",
        "compile",
        *sources,
        *_FORM,
        *flags,
        "--quiet",
        "--no-config",
    ]
    header = ["--custom-compile-command", "make lock"]
    return attached([*command, *header, "--output-file", str(lock)], cwd=places.root, env=os.environ)
