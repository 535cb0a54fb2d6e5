"""`--observed`: the switches as a record of `msgraph-meetings probe` says that the service behaves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgraph_meetings_emulator.state.choices import Choices

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1


@dataclass(frozen=True)
class Observed:
    """The switches in a record."""

    path: Path
    date: str
    cloud: str
    switches: dict[str, Any]
    """The values that were observed, by switch."""

    unknown: tuple[str, ...] = ()
    """The switches in the record that this emulator does not have."""

    different: tuple[str, ...] = ()
    """The switches that no value of them describes; they keep their default."""

    def __str__(self) -> str:
        sentences = [f"Switches set as observed on {self.date} in the cloud {self.cloud}: {len(self.switches)}."]
        if self.different:
            others = _listed(self.different)
            sentences.append(f"The service does something else, so these keep their default: {others}.")
        if self.unknown:
            sentences.append(f"This emulator has no switch for: {_listed(self.unknown)}.")
        return " ".join(sentences)


def observed_in(path: Path) -> Observed:
    """Return the switches in a record; raise ValueError if it is not one."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ValueError(f"The record {path} cannot be read: {problem.strerror}.") from problem
    except ValueError as problem:
        raise ValueError(f"{path} is not a record in JSON.") from problem
    if not isinstance(record, dict) or record.get("record") != FORMAT or not isinstance(record.get("answers"), list):
        raise ValueError(f"{path} is not a record of `msgraph-meetings probe` that this emulator can read.")
    try:
        return _observed(path, record)
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"The record {path} is damaged: {problem}") from problem


def _observed(path: Path, record: dict[str, Any]) -> Observed:
    found = [answer for answer in record["answers"] if answer["switch"]]
    known = [answer for answer in found if answer["switch"] in Choices.__dataclass_fields__]
    switches = {answer["switch"]: answer["value"] for answer in known if answer["status"] == "observed"}
    Choices().changed(switches)
    return Observed(
        path,
        str(record["date"]),
        str(record["cloud"]),
        switches,
        tuple(answer["switch"] for answer in found if answer not in known),
        tuple(answer["switch"] for answer in known if answer["status"] == "different"),
    )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(sorted(names))
