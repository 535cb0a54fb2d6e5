"""Interleaved rounds: in each, every command is run by all candidates in turn, and who begins changes.

A candidate has one stack and one emulator for a case. Each round ends with `destroy`, and the emulator is reset before
the next: so each round creates everything again.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bench import terraform
from bench.cases import COMMANDS, PARALLEL, Case
from bench.programs import OURS, PROGRAMS
from bench.samples import Sample
from bench.service import Service
from bench.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

NOBODY = "x" * 36
"""The organizer in programs that make no meeting."""


class Timed(Protocol):
    """Something with the five commands."""

    def timed(self, name: str) -> float:
        """Return the seconds that a command took."""


@dataclass(frozen=True)
class Candidate:
    """One who takes part in a case."""

    name: str
    stack: Timed
    service: Service | None

    def prepare(self, case: Case) -> None:
        """Make the service as it was at first."""
        if self.service:
            self.service.fresh(case.delay_ms)

    def sample(self, case: Case, number: int, command: str) -> Sample:
        """Run one command."""
        before, start = self._service_cpu(), time.perf_counter()
        seconds = self.stack.timed(command)
        share = (self._service_cpu() - before) / (time.perf_counter() - start) if self.service else None
        return Sample(case, number, self.name, command, seconds, share)

    def _service_cpu(self) -> float:
        return self.service.cpu_seconds() if self.service else 0.0


def measured(case: Case, numbers: range, left_out: Container[str] = ()) -> Iterator[list[Sample]]:
    """Yield the samples of each round, with everything that a case needs started once."""
    names = [name for name in case.candidates if name not in left_out]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        candidates = [prepared(name, case, Path(folder, name.replace(" ", "-")), running) for name in names]
        for number in numbers:
            yield _round(case, number, candidates)


def _round(case: Case, number: int, candidates: list[Candidate]) -> list[Sample]:
    first = number % len(candidates)
    order = candidates[first:] + candidates[:first]
    for candidate in order:
        candidate.prepare(case)
    return [candidate.sample(case, number, command) for command in COMMANDS for candidate in order]


def prepared(name: str, case: Case, folder: Path, running: ExitStack) -> Candidate:
    """Return a candidate with its stack and its service, which ends with `running`."""
    if provider := terraform.PROVIDERS.get(name):
        service = running.enter_context(Service(proxy=provider.proxy))
        configuration = provider.program(case.count, service.user_id)
        stack = terraform.TerraformStack(folder, provider, configuration, service.environment(), PARALLEL)
        return Candidate(name, stack, service)
    own = running.enter_context(Service()) if name in OURS else None
    program = PROGRAMS[name]
    text = program.of(case.count, folder.name, own.user_id if own else NOBODY)
    environment = (own.environment() if own else _waits(case)) | case.variables
    return Candidate(name, Stack(folder, text, environment, case.delay_ms and PARALLEL, program.language), own)


def _waits(case: Case) -> dict[str, str]:
    return {"BENCH_DELAY": str(case.delay_ms / 1000)} if case.delay_ms else {}
