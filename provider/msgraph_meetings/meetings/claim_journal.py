"""Claims shared between the provider processes of one engine, through a file of their own.

The engine starts a process for each provider resource of a program, and one for all dynamic resources. Each gets the
engine's address, which names the file. A process that opens the file while no other process holds it empties
it, so that a later engine at the same address finds no old claims. The file contains digests and the names of
resources. If files cannot be locked or written, each process knows only its own claims.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
import time
import uuid
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgraph_meetings.meetings.claims import Claim
from msgraph_meetings.model.identity import Identity, digest

if TYPE_CHECKING:
    from collections.abc import Iterable

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_DAY = 86_400.0


class ClaimJournal:
    """A file of claims, appended to by each process and read by the others.

    Args:
        file: open for reading and appending, locked as shared for the life of the process.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._read = 0
        self._rest = b""
        self._mine = f'{{"from": "{uuid.uuid4().hex}"'.encode()
        """The start of each line of this process; most lines are such, and none is news."""

    def close(self) -> None:
        """Leave the deployment."""
        os.close(self._file)

    def publish(self, claim: Claim) -> None:
        """Append the claim; on a full disk only the other processes miss it."""
        row = json.dumps(_row(claim)).removeprefix("{").encode()
        with suppress(OSError):  # a cut line damages only itself; one write is atomic in a file opened for appending
            os.write(self._file, b"\n" + self._mine + b", " + row + b"\n")

    def news(self) -> Iterable[Claim]:
        """Return what other processes appended since the last call."""
        found = []
        for line in self._unread():
            if line and not line.startswith(self._mine):
                with suppress(ValueError, LookupError, TypeError, AttributeError):  # a line cut or of another version
                    found.append(_claim(json.loads(line)))
        return found

    def _unread(self) -> list[bytes]:
        try:
            size = os.fstat(self._file).st_size
            data = os.pread(self._file, size - self._read, self._read) if size > self._read else b""
        except OSError:
            return []
        self._read += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        return lines


def open_journal(engine: str, folder: Path | None = None) -> ClaimJournal | None:
    """Open the journal of the engine at that address; return ``None`` if there is no engine or no file.

    Args:
        engine: ``host:port``, as each provider process gets it; empty without an engine.
        folder: of the journals; by default this user's own folder among the temporary files.
    """
    if not engine or fcntl is None:
        return None
    try:
        folder = _private(folder or Path(tempfile.gettempdir()) / f"msgraph-meetings-{os.getuid()}")
        _sweep(folder)
        file = os.open(folder / f"{digest(engine)}.claims", os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        return None
    try:
        _lock(file)
    except OSError:
        os.close(file)
        return None
    return ClaimJournal(file)


def _private(folder: Path) -> Path:
    """Return the folder, created if needed; refuse a folder of another user."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(folder)
    return folder


def _lock(file: int) -> None:
    """Share the file with the other processes of the deployment; the first empties it."""
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(file, 0)
    fcntl.flock(file, fcntl.LOCK_SH)


def _sweep(folder: Path) -> None:
    """Remove journals that were not used for a day."""
    for path in folder.glob("*.claims"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime < _DAY:
                continue
            file = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(file)


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "resource": claim.resource,
        "identity": claim.identity and asdict(claim.identity),
        "checked": claim.checked,
        "refused": claim.refused,
        "has_state": claim.has_state,
        "progress": claim.progress,
        "meeting": claim.meeting,
        "answered": claim.answered and asdict(claim.answered),
        "rotates": claim.rotates and asdict(claim.rotates),
    }


def _claim(row: dict[str, Any]) -> Claim:
    given = {name: row[name] for name in _row(Claim("", None))}
    for name in ("identity", "answered", "rotates"):
        given[name] = given[name] and Identity(**given[name])
    return Claim(**given)
