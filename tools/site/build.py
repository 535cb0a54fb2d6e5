"""`make docs`: the site, built by Sphinx in an environment of its own; each warning is an error."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools import locked
from tools.console import say
from tools.places import scripts_of
from tools.process import attached
from tools.site import links

if TYPE_CHECKING:
    from pathlib import Path

    from tools.places import Places
    from tools.process import Command

LOCK = "tools/site/requirements.txt"


def environment(places: Places) -> Path:
    """Return the folder of the generator's programs, installed on the first call.

    Raises:
        Problem: it could not be installed.
    """
    return scripts_of(locked.environment("site", "the site's generator", LOCK, places))


def run(places: Places, target: Path | None = None) -> int:
    """Build the site, check its links, and return the exit code.

    Args:
        places: the folders of the clone.
        target: the folder of the site; `dist/site` if omitted.
    """
    site = target or places.root / "dist" / "site"
    folder = environment(places)
    command: Command = [
        folder / "python",
        "-m",
        "sphinx",
        *("--builder", "html", "--fail-on-warning", "--keep-going", "--fresh-env", "--quiet"),
        *("--jobs", "auto"),
        *("--conf-dir", places.root / "tools" / "site"),
        *("--doctree-dir", site.with_name(f"{site.name}-doctrees")),
        places.root / "docs",
        site,
    ]
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}
    if code := attached(command, cwd=places.root, env=env):
        return code
    lost = links.broken(site)
    for line in lost:
        say(f"A link leads nowhere: {line}")
    if not lost:
        say(f"The site is in {site}: open {site / 'index.html'}.")
    return 1 if lost else 0
