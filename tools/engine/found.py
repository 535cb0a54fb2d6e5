"""Find a Pulumi that the machine already has."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tools.console import say
from tools.process import answer

if TYPE_CHECKING:
    from collections.abc import Callable

OLDEST = (3, 252, 0)
_COMPANIONS = ("pulumi-language-python", "pulumi-resource-pulumi-python")


def on_path(path: str, apart_from: Path, version: Callable[[Path], tuple[int, ...]] | None = None) -> Path | None:
    """Return the folder of a usable `pulumi` on `path`; ignore `apart_from`, our cache.

    Usable is a supported version that comes with a host for Python programs and dynamic resources. The reason
    to ignore one is printed.
    """
    found = shutil.which("pulumi", path=path)
    if found is None or apart_from in Path(found).parents:
        return None
    complaint = _complaint(Path(found), path, version or version_of)
    if complaint:
        say(f"The pulumi on PATH is not used: {complaint}.")
        return None
    return Path(found).parent


def version_of(pulumi: Path) -> tuple[int, ...]:
    """Return the version that a `pulumi` reports, or an empty tuple if it does not run."""
    found = re.match(r"v(\d+)\.(\d+)\.(\d+)", answer([pulumi, "version"], env=os.environ | QUIET))
    return tuple(int(part) for part in found.groups()) if found else ()


def _complaint(pulumi: Path, path: str, version: Callable[[Path], tuple[int, ...]]) -> str:
    has = version(pulumi)
    if has < OLDEST:
        return f"its version is {_dotted(has) or 'unknown'}, and {_dotted(OLDEST)} is the oldest supported"
    beside = os.pathsep.join([str(pulumi.parent), path])
    missing = [name for name in _COMPANIONS if shutil.which(name, path=beside) is None]
    return f"it comes without {missing[0]}" if missing else ""


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


QUIET = {"PULUMI_SKIP_UPDATE_CHECK": "true"}
