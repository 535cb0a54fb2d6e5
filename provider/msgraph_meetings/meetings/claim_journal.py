"""Claims shared between the provider processes of one engine, through a file that only they use.

The engine starts a process for each provider resource of a program, and one for all dynamic resources, and tells each
its own address. The file is named by that address. Whoever opens it while no process of a deployment holds it empties
it, so that a later engine at the same address finds none of an earlier one's claims. It holds digests and the names of
resources. Where files cannot be locked or written, each process knows its own claims only.
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
        """How the lines of this process begin; they are most of the file, and none is news."""

    def close(self) -> None:
        """Leave the deployment."""
        os.close(self._file)

    def publish(self, claim: Claim) -> None:
        """Append the claim; a full disk loses it for the others, and nothing else."""
        row = json.dumps(_row(claim)).removeprefix("{").encode()
        with suppress(OSError):  # a line that was cut costs itself alone; one write, because the file is appended to
            os.write(self._file, b"\n" + self._mine + b", " + row + b"\n")

    def news(self) -> Iterable[Claim]:
        """Return what other processes appended since the last call."""
        found = []
        for line in self._unread():
            if line and not line.startswith(self._mine):
                with suppress(ValueError, LookupError, TypeError, AttributeError):  # cut, or of another version
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
    """Open the journal of the engine at that address; ``None`` where there cannot be one.

    Args:
        engine: ``host:port``, as the engine tells it to each provider process; empty where there is no engine.
        folder: where journals are kept; one of this user's own in the folder for temporary files, if left out.
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
    """The folder, made if need be; somebody else's is refused."""
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
    """Remove what nobody has used for a day."""
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
    }


def _claim(row: dict[str, Any]) -> Claim:
    given = {name: row[name] for name in _row(Claim("", None))}
    for name in ("identity", "answered"):
        given[name] = given[name] and Identity(**given[name])
    return Claim(**given)
