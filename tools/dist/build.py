"""Build everything that a release publishes, and the checksums of it."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.console import Problem, say
from tools.dist import plugin, sbom, sdks, wheels
from tools.publish import check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.places import Places

SUMS = "SHA256SUMS"


def run(places: Places, target: Path, platforms: Sequence[str], pythons: Sequence[str], *, with_sdks: bool) -> int:
    """Build into the folder `target`, which is replaced as a whole, and return the exit code.

    Args:
        places: the clone.
        target: the folder.
        platforms: the platforms of the plugin's archives; all without.
        pythons: the versions of Python that the archives work with; all without.
        with_sdks: False for the Python packages and the plugin alone.

    Raises:
        Problem: a part could not be built, or a platform is not known.
    """
    if unknown := [name for name in platforms if name not in plugin.PLATFORMS]:
        raise Problem(f"There is no platform {unknown[0]}. The platforms are {', '.join(plugin.PLATFORMS)}.")
    version = check.version(places.root)
    with tempfile.TemporaryDirectory() as name:
        draft = Path(name, "dist")
        draft.mkdir()
        wheels.build(draft, places)
        (ours,) = draft.glob("msgraph_meetings-*.whl")
        for platform in platforms or plugin.PLATFORMS:
            made = plugin.archive(draft, version, platform, ours, places, pythons or plugin.PYTHONS)
            say(f"{made.name}: {made.stat().st_size / 1e6:.0f} MB.")
        if with_sdks:
            sdks.build(draft, version, places)
        sbom.write(draft, version, places)
        sums(draft)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(draft, target)
    count = sum(path.is_file() for path in target.rglob("*"))
    say(f"{count} files of version {version} are in {target}. {SUMS} has their checksums.")
    return 0


def sums(folder: Path) -> None:
    """Write the checksums of all files in the form of `sha256sum --check`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")
