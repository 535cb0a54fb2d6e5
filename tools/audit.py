"""`make audit`: the known vulnerabilities of the locked dependencies, by OSV-Scanner, offline.

The scanner is built from its Go module like the engine. The advisories are the archives that osv.dev publishes, one for
each ecosystem, in a folder that a machine without a network can be given: `osv-scanner/PyPI/all.zip` and so on.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tools.console import Problem, say
from tools.engine import build
from tools.engine.kits import AUDIT
from tools.process import attached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.places import Places
    from tools.process import Command

ADVISORIES_SETTING = "MSGRAPH_MEETINGS_ADVISORIES"
_ROOMS = ("tools", "sdk", "examples", "tests")
_NOT_OURS = ("node_modules", "target")
LOCKS: dict[str, dict[str, tuple[str, ...]]] = {
    "PyPI": {"requirements.txt": ("*requirements*.txt", "*-toolchain.txt")},
    "npm": {"package-lock.json": ("package-lock.json",)},
    "Go": {"go.mod": ("go.mod",)},
    "Maven": {"pom.xml": ("pom.xml",)},
}
"""For each ecosystem of advisories: the scanner's name of the lock file's format, and the names of such files."""


def run(places: Places, *, fetch: bool) -> int:
    """Audit every lock file that has advisories, and return the scanner's exit code: 1 for a finding.

    Args:
        places: the clone and the cache.
        fetch: download the advisories first, or bring them up to date.

    Raises:
        Problem: there are no advisories, or the scanner could not be built.
    """
    advisories = folder(os.environ, places)
    audited = list(LOCKS) if fetch else [name for name in LOCKS if _archive(advisories, name).is_file()]
    if not audited:
        raise Problem(
            f"There are no advisories in {advisories}: nothing was audited. With a network, `make audit FETCH=1`"
            " downloads them. Without one, bring osv.dev's all.zip of an ecosystem there as osv-scanner/PyPI/all.zip"
            f" (npm, Go and Maven likewise), or name another folder with {ADVISORIES_SETTING}."
        )
    for name in sorted(LOCKS.keys() - set(audited)):
        say(f"Not audited: {name}, for which there are no advisories in {advisories}.")
    scanner = build.ensure(AUDIT, places) / "osv-scanner"
    command = _command(scanner, places.root, audited, advisories, fetch=fetch)
    code = attached(command, cwd=places.root, env=os.environ)
    lacking = [name for name in audited if not _archive(advisories, name).is_file()]
    if lacking:  # the scanner counts no findings in its last line, too
        raise Problem(f"Not audited: {', '.join(lacking)}, whose advisories could not be downloaded.")
    return code


def folder(environ: Mapping[str, str], places: Places) -> Path:
    """Return the folder of the advisories: the setting's, else one in the cache."""
    named = environ.get(ADVISORIES_SETTING)
    return Path(named).expanduser().absolute() if named else places.cache / "advisories"


def locks(root: Path, ecosystem: str) -> list[tuple[str, Path]]:
    """Return every lock file of an ecosystem with its format, except files that an installation put into the clone."""
    return [
        (form, path)
        for form, names in LOCKS[ecosystem].items()
        for room in _ROOMS
        for name in names
        for path in sorted((root / room).rglob(name))
        if not {*path.relative_to(root).parts} & {*_NOT_OURS}
    ]


def _archive(advisories: Path, ecosystem: str) -> Path:
    return advisories / "osv-scanner" / ecosystem / "all.zip"


def _command(scanner: Path, root: Path, ecosystems: list[str], advisories: Path, *, fetch: bool) -> Command:
    # Our locks name every installed package: nothing must be resolved or sent.
    flags = ["--offline-vulnerabilities", "--no-resolve", "--local-db-path", str(advisories)]
    flags += ["--download-offline-databases"] if fetch else []
    named = [f"{form}:{path}" for ecosystem in ecosystems for form, path in locks(root, ecosystem)]
    return [scanner, "scan", "source", *flags, *(word for name in named for word in ("--lockfile", name))]
