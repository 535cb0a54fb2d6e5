"""The keys by which Azure Arc's endpoint knows a caller of its own machine: who can read the file is on it.

MSAL reads them in one folder only, which an administrator makes: `MSAL_FOLDER`. Where that is not to be had, the
setting `arc_key_folder` names another, and the client has to be told of it.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.state.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

MSAL_FOLDER = "/var/opt/azcmagent/tokens"


class ArcKeys:
    """Keys that were given out and not yet shown; each is good once."""

    def __init__(self) -> None:
        self._files: dict[str, Path] = {}

    def new(self, folder: Path) -> Path:
        """Write a key, and return its file; OSError when the folder cannot be written."""
        key = secrets.token_urlsafe(24)
        file = folder / f"{secrets.token_hex(8)}.key"
        write_private(file, key.encode())
        self._files[key] = file
        return file

    def spend(self, key: str) -> bool:
        """Tell whether a key was given out; it and its file are gone after that."""
        file = self._files.pop(key, None)
        if file is not None:
            file.unlink(missing_ok=True)
        return file is not None

    def clear(self) -> None:
        """Forget the keys that nobody has shown, and remove their files."""
        for key in list(self._files):
            self.spend(key)
