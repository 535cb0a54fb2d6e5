"""Choose the engine: one on PATH, else the cache's, else a release, else a build."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.console import Problem, say
from tools.engine import build, found, release
from tools.engine.kits import ENGINE, ENGINE_VERSION, LANGUAGES, OLDER_ENGINE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.engine.kits import Kit
    from tools.places import Places


@dataclass(frozen=True)
class Sources:
    """The sources of an engine; each returns the folder of `pulumi`."""

    on_path: Callable[[], Path | None]
    cached: Callable[[], Path | None]
    download: Callable[[], Path]
    build: Callable[[], Path]


def sources(places: Places) -> Sources:
    """Return the sources that this machine has."""
    return _sources(ENGINE, lambda: found.on_path(os.environ.get("PATH", ""), apart_from=places.cache), places)


def older(places: Places) -> Sources:
    """Return the sources of the older engine, which is taken in one version only."""
    return _sources(OLDER_ENGINE, lambda: None, places)


def _sources(kit: Kit, on_path: Callable[[], Path | None], places: Places) -> Sources:
    made = (release.folder(kit.version, places), build.folder(kit, places))
    return Sources(
        on_path=on_path,
        cached=lambda: next((folder for folder in made if folder.is_dir()), None),
        download=lambda: release.ensure(kit.version, places),
        build=lambda: build.ensure(kit, places),
    )


def ensure(ways: Sources) -> Path:
    """Return the folder of `pulumi`.

    Raises:
        Problem: every source failed; the message has the last reason, and what to install.
    """
    return ways.on_path() or ways.cached() or _make(ways)


def language(name: str, engine: Path, places: Places) -> list[Path]:
    """Return the folders for PATH that programs in one more language need; a release includes them.

    Raises:
        Problem: the language is not supported, or the build failed.
    """
    if shutil.which(f"pulumi-language-{name}", path=str(engine)):
        return []
    if name not in LANGUAGES:
        raise Problem(f"There is no language {name!r} to build: choose from {', '.join(LANGUAGES)}.")
    return [build.ensure(LANGUAGES[name], places)]


def _make(ways: Sources) -> Path:
    try:
        return ways.download()
    except Problem:
        say("Pulumi's release could not be downloaded: building it, once, in about five minutes on two cores.")
    try:
        return ways.build()
    except Problem as problem:
        oldest = ".".join(map(str, found.OLDEST))
        raise Problem(
            f"{problem}\nThere is no engine. Install Pulumi {oldest} or newer ({ENGINE_VERSION} is tested), "
            "put it on PATH and try again."
        ) from problem
