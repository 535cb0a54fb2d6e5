"""Install Pulumi's own release with Pulumi's own installer."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from tools import cache
from tools.engine.kits import ENGINE_VERSION
from tools.process import watched

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command

# A time limit on the first connection: without a route to Pulumi's site, the next source is tried within seconds.
_INSTALL = """
import socket, sys
socket.setdefaulttimeout(5)
from pulumi.automation import PulumiCommand
from semver import VersionInfo
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
"""
_SECONDS_FOR_THE_DOWNLOAD = 900


def folder(places: Places) -> Path:
    """Return the folder of the release's programs, which may not exist yet."""
    return _entry(places) / "bin"


def ensure(places: Places) -> Path:
    """Install the release if the cache lacks it, and return the folder of its programs.

    Raises:
        Problem: it cannot be downloaded.
    """
    cache.folder(_entry(places), lambda draft: _install(places, draft))
    return folder(places)


def _install(places: Places, draft: Path) -> None:
    command: Command = [places.python, "-c", _INSTALL, draft, ENGINE_VERSION]
    watched(f"Downloading Pulumi {ENGINE_VERSION}", command, limit=_SECONDS_FOR_THE_DOWNLOAD)


def _entry(places: Places) -> Path:
    return places.cache / "engine" / f"release-{ENGINE_VERSION}-{platform.system()}-{platform.machine()}".lower()
