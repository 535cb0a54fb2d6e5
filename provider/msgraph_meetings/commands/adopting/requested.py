"""The meetings that a person wants to adopt: from arguments, or from a CSV file."""

from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgraph_meetings.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COLUMNS = {
    "link": ("link", "joinweburl", "joinurl", "url", "meeting", "meetingid", "joinmeetingid", "id", "graphid"),
    "name": ("name", "resource", "resourcename"),
    "user": ("userid", "user", "organizer", "organizerid"),
}
_OID = re.compile(r'"Oid"\s*:\s*"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"', re.IGNORECASE)


@dataclass(frozen=True)
class Requested:
    """One meeting to adopt.

    Args:
        link: its join URL, join meeting id or Graph id, with ``USER/`` before it or not.
        name: the resource's name; empty to make one from the subject.
        user: the organizer's object id; empty for the default one.
    """

    link: str
    name: str = ""
    user: str = ""

    @property
    def organizer_in_link(self) -> str | None:
        """The organizer that a join URL tells, in the form that was seen (graph contract, section 5.5); else None."""
        found = _OID.search(unquote(self.link))
        return found[1] if found else None


def requested(links: Sequence[str], table: str | None) -> list[Requested]:
    """Return the meetings of the arguments and of a CSV file, each once.

    Raises:
        ArgumentError: the file cannot be read, or nothing is requested.
    """
    found = [Requested(link.strip()) for link in links if link.strip()]
    if table is not None:
        found += _rows(_text(table), table)
    unique: dict[str, Requested] = {}
    for one in found:
        unique.setdefault(one.link, one)
    if not unique:
        raise ArgumentError(
            "There is no meeting to adopt.", fix="Give join links as arguments, or a table with --csv FILE."
        )
    return [*unique.values()]


def _text(table: str) -> str:
    try:
        data = sys.stdin.buffer.read() if table == "-" else Path(table).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ArgumentError(f"Cannot read {table}.", "It is not UTF-8.", 'Save it as "CSV UTF-8".') from None
    except OSError as error:
        raise ArgumentError(f"Cannot read {table}.", f"{error.strerror}.", "Check the path.") from None


def _rows(text: str, table: str) -> Iterator[Requested]:
    """Yield the rows; without a header the columns are link, name, organizer."""
    head = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=head.count)
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise ArgumentError(f"Cannot read {table}.", f"It is not a CSV file: {error}.") from None
    rows = [row for row in rows if any(row)]
    places = _places(rows[0]) if rows else {}
    if "link" in places:
        rows = rows[1:]
    elif places:
        raise ArgumentError(
            f"{table} has no column with the meetings.",
            f"Its columns are: {', '.join(rows[0])}.",
            "Name one of them link, joinWebUrl, joinMeetingId or id.",
        )
    else:
        places = {"link": 0, "name": 1, "user": 2}
    for row in rows:
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        if cells["link"]:
            yield Requested(**cells)


def _places(head: Sequence[str]) -> dict[str, int]:
    """Return the number of each column that the header names; the first one counts."""
    plain = [re.sub(r"[^a-z]", "", cell.lower()) for cell in head]
    return {
        name: min(plain.index(word) for word in words if word in plain)
        for name, words in _COLUMNS.items()
        if any(word in plain for word in words)
    }
