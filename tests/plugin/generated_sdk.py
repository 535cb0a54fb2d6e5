"""The generated Python SDK as an installed package, without the seconds that pip would take."""

from __future__ import annotations

import shutil
from importlib.metadata import version
from typing import TYPE_CHECKING

from tools.places import Places

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "pulumi_msgraph_meetings"


def installed(folder: Path) -> Path:
    """Copy the SDK into a folder for PYTHONPATH, with the metadata that it reads its version from."""
    shutil.copytree(Places.here().sdk / "python" / PACKAGE, folder / PACKAGE)
    metadata = folder / f"{PACKAGE}-{version('msgraph-meetings')}.dist-info"
    metadata.mkdir()
    text = f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: {version('msgraph-meetings')}\n"
    (metadata / "METADATA").write_text(text, encoding="utf-8")
    return folder
