"""Where a timed program finds its Python and the plugins, as on a user's machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import user_environment
from tools.places import Places, python_of, scripts_of

if TYPE_CHECKING:
    from pathlib import Path

_PLUGINS = {
    "pulumi-resource-msgraph-meetings": "from msgraph_meetings.plugin.server import main; main()",
    "pulumi-resource-noop": "from bench.noop import main; main()",
}


def search_path(folder: Path) -> list[Path]:
    """Return the folders for PATH: `folder`, into which the plugins are written, and the environment's.

    pip's own script of our plugin would not do: it names the folder in which `tools.cache` made the environment.
    The Python host that is built from source ignores the option `virtualenv` (pulumi contract, section E), so the
    environment has to be first on PATH.

    Raises:
        Problem: the environment could not be made.
    """
    environment = user_environment.ensure(Places.here())
    folder.mkdir(parents=True)
    for name, code in _PLUGINS.items():
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{python_of(environment)}" -c "{code}" "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    return [folder, scripts_of(environment)]
