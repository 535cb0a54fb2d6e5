"""The common part of an emulator in a thread and one in a process: their arguments, and the end of a `with` block."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.client.handle import Handle
from msgraph_meetings_emulator.run.observed import observed_in
from msgraph_meetings_emulator.run.options import LOOPBACK, Options

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self


class Owned(Handle):
    """An emulator that runs as long as the `with` block of whoever made it."""

    def __init__(  # noqa: PLR0913  (one for each option)
        self,
        *,
        state: Path | None = None,
        port: int = 0,
        host: str = LOOPBACK,
        proxy: bool = False,
        cloud: str | None = None,
        observed: Path | None = None,
    ) -> None:
        seen = None if observed is None else observed_in(observed)
        self._options = Options(state, port, host, 0 if proxy else None, cloud=cloud, observed=seen)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.stop()

    @abstractmethod
    def start(self) -> None:
        """Start it, and wait until it answers."""

    @abstractmethod
    def stop(self) -> None:
        """Stop it."""
