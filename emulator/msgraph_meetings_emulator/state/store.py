"""The state file: one SQLite file that one process has open.

Every change is on disk before its request is answered, so that a killed emulator loses no confirmed change.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.state.private_files import make_private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION_ID = 0x4D454554
SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS meeting (
    id TEXT PRIMARY KEY,
    tenant TEXT NOT NULL,
    organizer TEXT NOT NULL,
    external_id TEXT,
    join_web_url TEXT NOT NULL,
    join_meeting_id TEXT,
    updated INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    content TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS meeting_by_external_id ON meeting (tenant, organizer, external_id)
    WHERE deleted = 0 AND external_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS meeting_by_join_web_url ON meeting (join_web_url);
CREATE INDEX IF NOT EXISTS meeting_by_join_meeting_id ON meeting (join_meeting_id);
"""


class StateUnusableError(Exception):
    """The state file cannot be used; the message is one sentence with the reason."""


class Store:
    """An open state file, or a state in memory without a path."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            _make_private(path)
        self._opened = secrets.token_hex(8)
        # Opened in one thread and used in the server's thread, but never in both at once.
        self._connection = sqlite3.connect(path or ":memory:", timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._take(path)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @property
    def revision(self) -> str:
        """A text that differs after each change, also across restarts."""
        return f"{self._opened}.{self._connection.total_changes}"

    def run(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Run one statement."""
        return self._connection.execute(statement, values)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Run the block in one transaction."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK")
            raise
        self.run("COMMIT")

    def read_document(self, name: str) -> Any:
        """Return the JSON document with this name, or None if it was never written."""
        row = self.run("SELECT content FROM document WHERE name = ?", name).fetchone()
        return None if row is None else json.loads(row[0])

    def write_document(self, name: str, content: Any) -> None:
        """Store a JSON document under a name."""
        self.run("REPLACE INTO document VALUES (?, ?)", name, json.dumps(content))

    def _take(self, path: Path | None) -> None:
        """Lock the file for this process, and create the tables."""
        try:
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
                self.run(f"PRAGMA {pragma}")
            self.run("BEGIN EXCLUSIVE")
            self._check_kind(path)
            self.run("COMMIT")
            self._connection.executescript(_SCHEMA)
        except sqlite3.OperationalError as problem:
            raise StateUnusableError(_sentence(path, problem)) from problem
        except sqlite3.DatabaseError as problem:
            msg = f"{path} is not a state file of this emulator: {problem}."
            raise StateUnusableError(msg) from problem
        if path is not None:
            _tighten(path)

    def _check_kind(self, path: Path | None) -> None:
        kind = self.run("PRAGMA application_id").fetchone()[0]
        version = self.run("PRAGMA user_version").fetchone()[0]
        tables = self.run("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and (kind, version) != (APPLICATION_ID, SCHEMA_VERSION):
            msg = f"{path} was not written by this version of the emulator: give another file with --state."
            raise StateUnusableError(
                msg,
            )
        self.run(f"PRAGMA application_id = {APPLICATION_ID}")
        self.run(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _sentence(path: Path | None, problem: sqlite3.OperationalError) -> str:
    if "locked" in str(problem):
        return f"The state file {path} is in use by another emulator: stop that one, or give another file with --state."
    return f"The state file {path} cannot be used: {problem}."


def _tighten(path: Path) -> None:
    """Make the files readable by their owner only, now that they are known to be the emulator's."""
    for suffix in ("", "-wal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).chmod(0o600)


def _make_private(path: Path) -> None:
    """Create the file, readable by its owner only, before SQLite does."""
    try:
        make_private_folder(path.parent)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as problem:
        msg = f"The state file {path} cannot be written: {problem.strerror or problem}."
        raise StateUnusableError(
            msg,
        ) from problem
