"""The key files of Azure Arc's endpoint: a caller that can read one is on the machine.

MSAL reads them only in `MSAL_FOLDER`, which an administrator must create. The setting `arc_key_folder` selects another
folder, which the client must then be given.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.state.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

MSAL_FOLDER = "/var/opt/azcmagent/tokens"


class ArcKeys:
    """The keys that are issued and not yet used; each can be used once."""

    def __init__(self) -> None:
        self._files: dict[str, Path] = {}

    def new(self, folder: Path) -> Path:
        """Write a new key, and return its file; raise OSError if the folder is not writable."""
        key = secrets.token_urlsafe(24)
        file = folder / f"{secrets.token_hex(8)}.key"
        write_private(file, key.encode())
        self._files[key] = file
        return file

    def spend(self, key: str) -> bool:
        """Use a key and delete its file; return False for a key that was not issued or is used already."""
        file = self._files.pop(key, None)
        if file is not None:
            file.unlink(missing_ok=True)
        return file is not None

    def clear(self) -> None:
        """Delete the unused keys and their files."""
        for key in list(self._files):
            self.spend(key)
