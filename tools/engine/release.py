"""Install Pulumi's own release with Pulumi's own installer."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from tools import cache
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


def folder(version: str, places: Places) -> Path:
    """Return the folder of a release's programs, which may not exist yet."""
    return _entry(version, places) / "bin"


def ensure(version: str, places: Places) -> Path:
    """Install the release of a version if the cache lacks it, and return the folder of its programs.

    Raises:
        Problem: it cannot be downloaded.
    """
    cache.folder(_entry(version, places), lambda draft: _install(version, places, draft))
    return folder(version, places)


def _install(version: str, places: Places, draft: Path) -> None:
    command: Command = [places.python, "-c", _INSTALL, draft, version]
    watched(f"Downloading Pulumi {version}", command, limit=_SECONDS_FOR_THE_DOWNLOAD)


def _entry(version: str, places: Places) -> Path:
    return places.cache / "engine" / f"release-{version}-{platform.system()}-{platform.machine()}".lower()
