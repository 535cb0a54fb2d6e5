"""The results file: machine, versions, date, every time with medians and ratios, and the other sections' figures."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench import machine
from bench.figures import Row, growth, rows

if TYPE_CHECKING:
    from pathlib import Path

    from bench.samples import Samples

QUICK = "quick-"


@dataclass(frozen=True)
class Results:
    """One run."""

    date: str
    machine: dict[str, Any]
    versions: dict[str, str]
    rows: list[Row]
    not_measured: dict[str, str] = field(default_factory=dict)
    """The candidates that could not be measured, each with the reason."""

    sections: dict[str, Any] = field(default_factory=dict)
    """Figures by section: cpu, memory, program."""

    def write(self, folder: Path, *, quick: bool = False) -> Path:
        """Write the file and return it; one of a quick run is not for the docs."""
        path = folder / f"{QUICK if quick else ''}{self.date}-{machine.kind(self.machine)}.json"
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path

    def to_json(self) -> dict[str, Any]:
        """Return what the file holds."""
        return {
            "date": self.date,
            "machine": self.machine,
            "versions": self.versions,
            "not_measured": self.not_measured,
            "rows": [row.to_json() for row in self.rows],
            "growth": growth(self.rows),
            **self.sections,
        }

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Results:
        """Return the run that was written so."""
        own = {"date", "machine", "versions", "not_measured", "rows", "growth"}
        return cls(
            held["date"],
            held["machine"],
            held["versions"],
            [Row.from_json(row) for row in held["rows"]],
            held["not_measured"],
            {name: found for name, found in held.items() if name not in own},
        )


def results(samples: Samples, date: str, made_by: dict[str, Any]) -> Results:
    """Return the run that these samples are of."""
    return Results(
        date,
        made_by["machine"],
        made_by["versions"],
        rows(samples.all()),
        samples.not_measured(),
        samples.sections(),
    )


def newest(folder: Path) -> Results | None:
    """Return the newest run in a folder, or None; quick runs do not count."""
    files = sorted(path for path in folder.glob("*.json") if not path.name.startswith(QUICK))
    return Results.from_json(json.loads(files[-1].read_text(encoding="utf-8"))) if files else None
