"""The file of one run: each meeting is written into it before it is made, so that the next run can delete it.

One JSON object a line; those that announce a meeting are written through to the disk. A line that a kill cut off is
ignored: it was written before the request, so its meeting was not made. The file holds meeting ids and answers, is
readable by its owner alone, and is removed when the record is written.
"""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgraph_meetings.errors import ConfigurationError
from msgraph_meetings.probe.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FORMAT = 1
_HEAD = b'{"probe"'
"""The beginning of the first line."""
PREFIX = "probe-"
_RANDOM = 12
_NEEDED = frozenset({"probe", "creating", "unnamed"})
"""The lines without which a meeting could not be found after the machine itself stops; a kill loses no line."""


@dataclass
class Left:
    """The meetings that may still exist.

    Args:
        ids: the Graph ids of meetings that were made and not deleted.
        unsure: the external ids whose request has no answer: the meeting may exist.
        unnamed: the number of requests without an external id that have no answer.
    """

    ids: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    unnamed: int = 0

    def __bool__(self) -> bool:
        """Return True if a meeting may exist that can be deleted."""
        return bool(self.ids or self.unsure)


class Journal:
    """The journal of a run, new or continued.

    Args:
        path: of the file.
        file: open for reading and appending.
        who: a digest of endpoint, tenant and organizer.
    """

    def __init__(self, path: Path, file: int, who: str) -> None:
        self.path, self._file = path, file
        lines = list(_lines(path))
        self.continued = bool(lines)
        if not lines:
            self._require_new()
            self._write({"probe": FORMAT, "who": who, "prefix": f"{PREFIX}{uuid.uuid4().hex[:_RANDOM]}-"})
            lines = list(_lines(path))
        self._check(lines[0], who)
        self.prefix = str(lines[0]["prefix"])
        self.left = Left()
        self.used = 0
        """The number of external ids that were used."""
        self.answers: dict[str, Finding] = {}
        for line in lines[1:]:
            self._take(line)

    def creating(self, external_id: str) -> None:
        """Note that a meeting with this external id is about to be made."""
        self._note({"creating": external_id})

    def creating_unnamed(self) -> None:
        """Note that a meeting without an external id is about to be made."""
        self._note({"unnamed": True})

    def made(self, meeting_id: str, external_id: str | None) -> None:
        """Note that the request was answered with a meeting of this run."""
        self._note({"made": meeting_id, "as": external_id})

    def nothing(self, external_id: str | None) -> None:
        """Note that the request was answered, and made no meeting."""
        self._note({"nothing": external_id})

    def deleted(self, meeting_id: str) -> None:
        """Note that a meeting is deleted."""
        self._note({"deleted": meeting_id})

    def answer(self, question: str, finding: Finding) -> None:
        """Keep the answer to a question."""
        self._note({"question": question, "finding": finding.to_json()})

    def close(self, *, remove: bool) -> None:
        """Close the file, and remove it if nothing in it is needed any more."""
        if remove:
            with contextlib.suppress(OSError):
                self.path.unlink()
        os.close(self._file)

    def _note(self, line: dict[str, Any]) -> None:
        self._write(line)
        self._take(line)

    def _write(self, line: dict[str, Any]) -> None:
        os.write(self._file, b"\n" + json.dumps(line).encode() + b"\n")
        if line.keys() & _NEEDED:
            os.fsync(self._file)

    def _take(self, line: dict[str, Any]) -> None:
        left = self.left
        if "creating" in line:
            self.used += 1
            left.unsure.append(line["creating"])
        elif "unnamed" in line:
            left.unnamed += 1
        elif "made" in line or "nothing" in line:
            self._settle(line.get("as", line.get("nothing")))
            left.ids += [line["made"]] if "made" in line and line["made"] not in left.ids else []
        elif "deleted" in line:
            left.ids = [one for one in left.ids if one != line["deleted"]]
        elif "question" in line:
            self.answers[line["question"]] = Finding.from_json(line["finding"])

    def _settle(self, external_id: str | None) -> None:
        """Take note that the request for an external id, or the one without, has its answer."""
        if external_id is None:
            self.left.unnamed -= 1
        else:
            self.left.unsure = [one for one in self.left.unsure if one != external_id]

    def _require_new(self) -> None:
        """Refuse a file that is no journal, because the journal is removed at the end.

        A journal whose first line was cut off by a kill has no line yet, and is begun again.
        """
        begun = self.path.read_bytes().strip(b"\n\0")[: len(_HEAD)]
        if not _HEAD.startswith(begun):
            raise self._foreign()

    def _foreign(self) -> ConfigurationError:
        return ConfigurationError(
            f"{self.path} is not a journal of this version of the probe.", fix="Name another file with --journal."
        )

    def _check(self, head: dict[str, Any], who: str) -> None:
        if head.get("probe") != FORMAT:
            raise self._foreign()
        if head["who"] != who:
            raise ConfigurationError(
                f"{self.path} is the journal of a probe of another tenant or organizer.",
                "Its meetings can be deleted only as that organizer.",
                "Sign in there and run `msgraph-meetings probe --clean`, or name another file with --journal.",
            )


def open_journal(path: Path, who: str) -> Journal:
    """Open a journal, and lock it for this process.

    Raises:
        ConfigurationError: the file cannot be used, or belongs to another run.
    """
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise ConfigurationError(
            f"The journal {path} cannot be written.",
            f"The system reports: {error.strerror}.",
            "Run the command in another folder, or name another file with --journal.",
        ) from error
    try:
        _lock(path, file)
        return Journal(path, file, who)
    except BaseException:
        os.close(file)
        raise


def _lock(path: Path, file: int) -> None:
    lock = getattr(fcntl, "flock", None)
    if lock is None:
        return
    try:
        lock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise ConfigurationError(
            f"Another probe uses the journal {path}.",
            "It would delete the meetings of this one.",
            "Wait until it ends, or name another file with --journal.",
        ) from error


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for text in path.read_bytes().split(b"\n"):
        with contextlib.suppress(ValueError):
            line = json.loads(text)
            if isinstance(line, dict):
                yield line
