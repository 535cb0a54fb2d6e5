"""The bill of materials of the plugin's archives, in CycloneDX's JSON: every package, its version and its hashes.

Written by hand: the lock file has all of it, and a library for this format would bring a dozen packages.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tools.dist import plugin
from tools.publish import names

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tools.places import Places


def write(target: Path, version: str, places: Places) -> None:
    """Write the bill into the folder `target`. It has no time and no random number, so that its bytes stay."""
    ours: dict[str, Any] = {"type": "application", "name": names.PACKAGE, "version": version, "bom-ref": _url(names.PACKAGE, version)}
    ours |= {"purl": _url(names.PACKAGE, version), "licenses": [{"license": {"id": "Apache-2.0"}}]}
    parts = [_component(one) for one in sorted(plugin.locked(places), key=lambda one: one.name)]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": ours},
        "components": parts,
        "dependencies": [{"ref": ours["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    file = target / f"{names.PACKAGE}-{version}.cdx.json"
    file.write_text(f"{json.dumps(document, indent=2)}\n", encoding="utf-8")


def _component(one: plugin.Locked) -> dict[str, Any]:
    url = _url(one.name, one.version)
    component: dict[str, Any] = {"type": "library", "name": one.name, "version": one.version, "bom-ref": url, "purl": url}
    if one.marker:
        component["properties"] = [{"name": "marker", "value": one.marker}]
    wheels = [digest.partition("sha256:")[2] for digest in one.hashes]
    component["externalReferences"] = [
        {"type": "distribution", "url": url, "hashes": [{"alg": "SHA-256", "content": digest} for digest in wheels]}
    ]
    return component


def _url(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"
