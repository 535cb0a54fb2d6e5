"""The script of the fake Azure CLI, which starts `az.py` with its settings."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.state.private_files import write_private

if TYPE_CHECKING:
    from msgraph_meetings_emulator.client.description import Description

_PROGRAM = Path(__file__).with_name("az.py")


def write(folder: Path, description: Description, token: dict[str, Any] | None) -> Path:
    """Write the script and its settings, and return the script's path; without a token, nobody is signed in."""
    known = {
        "endpoint": description.endpoint,
        "ca": str(description.ca),
        "tenant": description.tenant_id,
        "token": token,
    }
    settings = folder / "az.json"
    write_private(settings, json.dumps(known).encode())
    words = [sys.executable, "-I", str(_PROGRAM), str(settings)]
    return _windows_script(folder, words) if os.name == "nt" else _script(folder, words)


def _script(folder: Path, words: list[str]) -> Path:
    script = folder / "az"
    write_private(script, f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n'.encode())
    script.chmod(0o700)
    return script


def _windows_script(folder: Path, words: list[str]) -> Path:
    script = folder / "az.cmd"
    quoted = " ".join(f'"{word}"' for word in words)
    script.write_text(f"@{quoted} %*\r\n", encoding="utf-8")
    return script
