"""The environment for `pulumi` and `msgraph-meetings`."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# This repository chooses the engine's version: skip its daily advice to update.
_SETTINGS = {"PULUMI_SKIP_UPDATE_CHECK": "true"}


def environment(environ: Mapping[str, str], folders: Sequence[Path]) -> dict[str, str]:
    """Return `environ` with the folders first on PATH."""
    search = [*_absent(folders, environ), *filter(None, [environ.get("PATH")])]
    return {**environ, **_SETTINGS, "PATH": os.pathsep.join(search)}


def exports(environ: Mapping[str, str], folders: Sequence[Path]) -> str:
    """Return the same as lines for `eval` in a POSIX shell."""
    search = "".join(f"{shlex.quote(folder)}{os.pathsep}" for folder in _absent(folders, environ))
    settings = [f"export {name}={shlex.quote(value)}" for name, value in _SETTINGS.items()]
    return "\n".join([f'export PATH={search}"$PATH"', *settings])


def _absent(folders: Sequence[Path], environ: Mapping[str, str]) -> list[str]:
    """Return the folders that are not on PATH yet; the others, such as the machine's own engine, keep their place."""
    present = environ.get("PATH", "").split(os.pathsep)
    return [str(folder) for folder in folders if str(folder) not in present]
