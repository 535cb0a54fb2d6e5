"""The result of a pipeline run, whichever system it is of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tests.pipelines.repository import Repository


@dataclass
class Outcome:
    """The parts of a run that a person and a later job see.

    Args:
        succeeded: False if a step failed.
        jobs: the names of the jobs that ran, in order.
        log: everything that the steps printed.
        summary: the text that the system shows for the run; empty where a system has no such text.
        kept: the kept files by their paths.
    """

    succeeded: bool = True
    jobs: list[str] = field(default_factory=list)
    log: str = ""
    summary: str = ""
    kept: dict[str, str] = field(default_factory=dict)

    def keep(self, repository: Repository, path: str) -> None:
        """Keep a file or a folder as the system would; it must be there."""
        found = repository.folder / path
        assert found.exists(), f"There is no {path} to keep. The steps said:\n{self.log}"
        for file in sorted(found.rglob("*")) if found.is_dir() else [found]:
            if file.is_file():
                self.kept[file.relative_to(repository.folder).as_posix()] = file.read_text(encoding="utf-8")


class System(Protocol):
    """A CI system with a repository whose pipeline has the right values."""

    repository: Repository

    def pull_request(self) -> Outcome:
        """Run the pipeline for a pull request from the branch `change` of a fork."""

    def merge(self) -> Outcome:
        """Run the pipeline for a push to main."""

    def nightly(self) -> Outcome:
        """Run the pipeline by its schedule."""
