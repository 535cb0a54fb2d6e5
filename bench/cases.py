"""The measured cases: number of meetings, delay of the service, rounds, candidates."""

from __future__ import annotations

from dataclasses import dataclass

from bench.programs import PROGRAMS, WAYS_IN, floor_of

COMMANDS = ("up", "up again", "preview", "refresh", "destroy")
TERRAFORM = "terraform"
STAND_IN = "terraform stand-in"
"""Terraform with a provider of ours that has only the requests and the state of the one behind TERRAFORM."""

PARALLEL = 10
"""Terraform's default; where the service is slow, all candidates have as many operations under way."""

BOTH_WAYS = tuple(name for way in WAYS_IN for name in (floor_of(way), way))
"""Both ways in, each after its floor."""

WITHOUT_CHECKPOINTS = {"PULUMI_SKIP_CHECKPOINTS": "true"}


@dataclass(frozen=True, order=True)
class Case:
    """One size against one service.

    Args:
        count: meetings.
        delay_ms: milliseconds that the service waits before each answer.
        checkpoints: whether the engine writes its state after each step, as it does unless told otherwise.
    """

    count: int
    delay_ms: int = 0
    checkpoints: bool = True

    @property
    def candidates(self) -> tuple[str, ...]:
        """The candidates: both ways in and their floors; if the service is slow, YAML and Terraform too."""
        if self.delay_ms:
            return (*PROGRAMS, TERRAFORM, STAND_IN)
        return BOTH_WAYS

    @property
    def variables(self) -> dict[str, str]:
        """The variables of the engine's environment."""
        return {} if self.checkpoints else WITHOUT_CHECKPOINTS

    @property
    def title(self) -> str:
        """The case in a few words."""
        resources = f"{self.count:,} meeting{'s' if self.count > 1 else ''}"
        return f"{resources}, {self.delay_ms} ms a request{'' if self.checkpoints else ', without checkpoints'}"


DELAY = 150
LARGE = 1000
ROUNDS = {
    Case(1): 5,
    Case(100): 5,
    Case(1, DELAY): 5,
    Case(100, DELAY): 5,
    Case(LARGE, 0, checkpoints=False): 3,
    Case(LARGE, DELAY, checkpoints=False): 1,
}
"""About an hour on two cores. More rounds are added with `RESUME=1 ROUNDS=5`."""

QUICK = {Case(1): 1, Case(50): 1}
"""A minute or two: shows that all of it works, and no more."""

GROWTH = {Case(count, 0, checkpoints=False): 1 for count in (1, 10, 100, LARGE, 5000)}
"""For the fit of our part; half an hour."""


def chosen(counts: tuple[int, ...], delays: tuple[int, ...], rounds: int) -> dict[Case, int]:
    """Return the cases of a command line that names sizes; from 1,000 on without checkpoints."""
    return {Case(count, delay, checkpoints=count < LARGE): rounds for delay in delays for count in counts}
