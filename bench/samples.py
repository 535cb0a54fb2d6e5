"""The samples of a run, one JSON object a line: an interrupted run continues from them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bench.cases import Case

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """The time of one command of one candidate in one round.

    Args:
        case: size and service.
        round: the number of the round, from 0.
        candidate: who.
        command: what.
        seconds: wall time.
        service: the emulator's CPU time ÷ the wall time; None without an emulator.
    """

    case: Case
    round: int
    candidate: str
    command: str
    seconds: float
    service: float | None = None


class Samples:
    """The file of samples, with what the other sections found.

    Args:
        path: the file.
        made_by: machine and versions; samples of others are not mixed in.
    """

    def __init__(self, path: Path, made_by: dict[str, Any]) -> None:
        self._path, self._made_by = path, made_by

    def begin(self, *, anew: bool) -> None:
        """Start an empty file, unless the run goes on with the one there is.

        Raises:
            ValueError: the samples there are from another machine or version.
        """
        if anew or not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps({"made by": self._made_by}) + "\n", encoding="utf-8")
        elif self._of("made by") != [self._made_by]:
            raise ValueError(f"{self._path.name} is from another machine or version: run without RESUME=1.")

    def add(self, samples: list[Sample]) -> None:
        """Keep the samples of a whole round."""
        self._append(*({"sample": asdict(sample)} for sample in samples))

    def add_section(self, name: str, found: Any) -> None:
        """Keep what another section found; the last one counts."""
        self._append({"section": {name: found}})

    def leave_out(self, reasons: dict[str, str]) -> None:
        """Keep which candidates cannot be measured, each with the reason; the last call counts."""
        self._append({"not measured": reasons})

    def not_measured(self) -> dict[str, str]:
        """Return the candidates that could not be measured, each with the reason."""
        return {name: why for reasons in self._of("not measured")[-1:] for name, why in reasons.items()}

    def all(self) -> list[Sample]:
        """Return every sample."""
        return [Sample(**{**held, "case": Case(**held["case"])}) for held in self._of("sample")]

    def sections(self) -> dict[str, Any]:
        """Return what each other section found."""
        return {name: found for section in self._of("section") for name, found in section.items()}

    def rounds(self, case: Case) -> int:
        """Return how many whole rounds of a case there are."""
        return len({sample.round for sample in self.all() if sample.case == case})

    def _append(self, *lines: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)

    def _of(self, kind: str) -> list[Any]:
        lines = map(json.loads, self._path.read_text(encoding="utf-8").splitlines())
        return [line[kind] for line in lines if kind in line]
