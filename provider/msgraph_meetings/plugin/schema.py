"""What the plugin offers, for the engine and for the generators of SDKs: ``schema.json`` and the version.

The file is kept by hand and has no version of its own: the distribution's is put in, so that there is one.
"""

from __future__ import annotations

import functools
import json
from importlib.resources import files

NAME = "msgraph-meetings"


@functools.cache
def version() -> str:
    """The version of the installed distribution, which is the plugin's and the SDKs'."""
    from importlib.metadata import version as version_of  # noqa: PLC0415  (nothing that the port line can wait for)

    return version_of(NAME)


@functools.cache
def schema() -> str:
    """The Pulumi package schema as JSON text, with the version."""
    document = json.loads(files("msgraph_meetings").joinpath("schema.json").read_text("utf-8"))
    return json.dumps({"name": document.pop("name"), "version": version()} | document, ensure_ascii=False)
