"""Medians and ratios of samples: the rows of the table, of the results file and of the docs."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bench.cases import COMMANDS, STAND_IN, TERRAFORM, Case
from bench.fit import line
from bench.programs import PROGRAMS, WAYS_IN, floor_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.samples import Sample

BUSY = 0.7
"""The part of one core from which on the emulator may hold its client up."""


@dataclass(frozen=True)
class Row:
    """One candidate's command in one case.

    Args:
        case: size and service.
        command: what.
        candidate: who.
        seconds: of each round.
        median: of those.
        over_floor: median ÷ that of the provider that does nothing, same way in.
        over_terraform: median ÷ Terraform's, of floors too: no provider for Pulumi can be faster.
        over_stand_in: median ÷ that of Terraform's stand-in: at least `over_terraform`.
        service: median of the emulator's CPU time ÷ the wall time; None without an emulator.
    """

    case: Case
    command: str
    candidate: str
    seconds: tuple[float, ...]
    median: float
    over_floor: float | None
    over_terraform: float | None
    over_stand_in: float | None
    service: float | None

    def to_json(self) -> dict[str, Any]:
        """Return the row with the case's fields beside its own."""
        held = asdict(self)
        case: dict[str, Any] = held.pop("case")
        return case | {"rounds": len(self.seconds)} | held

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Row:
        """Return the row that was written so."""
        fields = {name: value for name, value in held.items() if name not in {*Case.__dataclass_fields__, "rounds"}}
        case = Case(**{name: held[name] for name in Case.__dataclass_fields__})
        return cls(**{**fields, "case": case, "seconds": tuple(held["seconds"])})


def rows(samples: Iterable[Sample]) -> list[Row]:
    """Return a row for each case, command and candidate, sorted by case and in the order of the commands."""
    grouped: dict[tuple[Case, str, str], list[Sample]] = {}
    for sample in samples:
        grouped.setdefault((sample.case, sample.command, sample.candidate), []).append(sample)
    medians = {key: statistics.median(one.seconds for one in group) for key, group in grouped.items()}
    made = [_row(key, group, medians) for key, group in grouped.items()]
    return sorted(made, key=_place)


def _row(key: tuple[Case, str, str], group: Sequence[Sample], medians: dict[tuple[Case, str, str], float]) -> Row:
    case, command, candidate = key
    shares = [sample.service for sample in group if sample.service is not None]
    over = {
        other: round(medians[key] / medians[case, command, other], 3)
        for other in (floor_of(candidate), TERRAFORM, STAND_IN)
        if candidate in PROGRAMS and (case, command, other) in medians
    }
    return Row(
        case,
        command,
        candidate,
        tuple(round(sample.seconds, 4) for sample in group),
        round(medians[key], 4),
        over.get(floor_of(candidate)),
        over.get(TERRAFORM),
        over.get(STAND_IN),
        round(statistics.median(shares), 3) if shares else None,
    )


def _place(row: Row) -> tuple[int, int, bool, int, int]:
    case = row.case
    return (
        case.delay_ms,
        case.count,
        not case.checkpoints,
        COMMANDS.index(row.command),
        case.candidates.index(row.candidate),
    )


def growth(found: Sequence[Row]) -> list[dict[str, Any]]:
    """Return a line through our part (our time minus the floor's) for each way in and command, without a delay."""
    return [
        {"candidate": way, "command": command, "ours": ours, **fitted._asdict()}
        for way in WAYS_IN
        for command in COMMANDS
        if (ours := _our_part(found, way, command)) and (fitted := line(ours))
    ]


def _our_part(found: Sequence[Row], way: str, command: str) -> dict[int, float]:
    """Seconds by count; where a size was measured both with and without checkpoints, those without."""
    medians = {
        (row.candidate, row.case.count): row.median
        for row in sorted(found, key=lambda row: not row.case.checkpoints)
        if not row.case.delay_ms and row.command == command
    }
    counts = sorted({count for candidate, count in medians if candidate == way})
    floor = floor_of(way)
    return {
        count: round(medians[way, count] - medians[floor, count], 4) for count in counts if (floor, count) in medians
    }


def busy(found: Iterable[Row]) -> list[Row]:
    """Return the rows in which the emulator took so much of a core that it may have held its client up."""
    return [row for row in found if row.service is not None and row.service > BUSY]
