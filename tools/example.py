"""`make up` and `make down`: the first example against the emulator, all state in the example's `.local`."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from tools import shell
from tools.console import say
from tools.locks import held
from tools.process import attached

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command

# Variables that could point a deployment at a real account, or at another person's stack.
_FOREIGN = ("ARM_", "AZURE_", "MSGRAPH_", "PULUMI_")


def up(places: Places, folders: Sequence[Path]) -> int:
    """Deploy the example; return the exit code."""
    with _alone(places):
        places.local.mkdir(exist_ok=True)
        return _beside_emulator(places, folders, "up")


def down(places: Places, folders: Sequence[Path]) -> int:
    """Destroy the deployment and remove its state; return the exit code."""
    with _alone(places):
        if not places.local.is_dir():
            say("Nothing is deployed: `make up` does it.")
            return 0
        code = _beside_emulator(places, folders, "down")
        if code == 0:
            shutil.rmtree(places.local)
            shutil.rmtree(places.example / "__pycache__", ignore_errors=True)
            say("The meeting is deleted and all local state is removed. Nothing is left running.")
        return code


def environment(environ: Mapping[str, str], places: Places, folders: Sequence[Path]) -> dict[str, str]:
    """Return the engine's environment: a file backend in `.local`, without the user's own accounts."""
    backend = places.local / "backend"
    backend.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in environ.items() if not name.startswith(_FOREIGN)}
    return shell.environment(kept, folders) | {
        "PULUMI_BACKEND_URL": f"file://{backend.as_posix()}",
        "PULUMI_CONFIG_PASSPHRASE": "emulator",  # the state is temporary, so its secrets need no protection
        "PULUMI_HOME": str(places.local / "home"),
    }


def _beside_emulator(places: Places, folders: Sequence[Path], word: str) -> int:
    emulator: Command = [
        places.scripts / "msgraph-meetings",
        "emulator",
        "--state",
        str(places.local / "emulator.sqlite"),
    ]
    inside: Command = [places.python, "-m", "tools", "deploy", word]
    return attached([*emulator, "--", *inside], cwd=places.root, env=environment(os.environ, places, folders))


@contextlib.contextmanager
def _alone(places: Places) -> Iterator[None]:
    with held(places.lock_for("example"), lambda: say("Another `make up` or `make down` runs: waiting for it.")):
        yield
