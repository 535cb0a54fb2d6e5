"""The plugin's description for the engine and the SDK generators: ``schema.json`` and the version.

The file is written by hand and has no version of its own: the distribution's version is added here.
"""

from __future__ import annotations

import functools
import json
from importlib.resources import files

NAME = "msgraph-meetings"


@functools.cache
def version() -> str:
    """Return the version of the installed distribution, which is also the plugin's and the SDKs'."""
    from importlib.metadata import version as version_of  # noqa: PLC0415  (nothing that the port line can wait for)

    return version_of(NAME)


@functools.cache
def schema() -> str:
    """Return the Pulumi package schema as JSON text, with the version."""
    document = json.loads(files("msgraph_meetings").joinpath("schema.json").read_text("utf-8"))
    return json.dumps({"name": document.pop("name"), "version": version()} | document, ensure_ascii=False)
